import process from 'node:process';
import { readMetrics } from '../admin/metrics.ts';
import { answerAdmin } from '../admin/server.ts';
import type { ServingProxy } from '../proxy.ts';
import { type Answer, isQuestion, type Question, type Questions } from './messages.ts';

/**
 * Lets the leading process ask this member.
 *
 * @param renewEnvironment  takes the variables that the next reload is to read
 */
export function answerQuestions(
  proxy: ServingProxy,
  renewEnvironment: (env: Questions['reload']['asked']) => void,
): void {
  const answer = async ({ topic, asked }: Question): Promise<unknown> => {
    if (topic === 'address') return proxy.url;
    if (topic === 'metrics') return readMetrics(proxy.admin);
    // Both processes run the same program: what one sends, the other need not check.
    if (topic === 'admin') return answerAdmin(proxy.admin, asked as Questions['admin']['asked']);
    if (topic === 'ticketKeys') {
      proxy.useTicketKeys(Buffer.from(asked as Questions['ticketKeys']['asked'], 'base64'));
      return null;
    }
    if (topic === 'invalidate') {
      proxy.admin.cache?.invalidateKeys(asked as Questions['invalidate']['asked']);
      return null;
    }
    renewEnvironment(asked as Questions['reload']['asked']);
    return proxy.reload();
  };
  process.on('message', (message: unknown) => {
    if (!isQuestion(message)) return;
    const reply = (body: Pick<Answer, 'answer' | 'fault'>): void => {
      if (process.connected) process.send?.({ edgefolio: 'answer', id: message.id, ...body });
    };
    answer(message).then(
      (body) => reply({ answer: body }),
      (error: unknown) =>
        reply({ answer: null, fault: error instanceof Error ? error.message : String(error) }),
    );
  });
}
