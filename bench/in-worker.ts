import { askRepeatedly } from './ask.ts';
import type { Effort } from './effort.ts';
import { questionWithBound, questionWithoutBound } from './seed-question.ts';
import { startWorker } from './start-worker.ts';
import { median, quantile } from './statistics.ts';
import { figure, judged, printTable } from './table.ts';

/** The most that an answer may take in a worker without the global bound, in ms. */
const uncachedMs = 5;

/** Measures, by the worker's own clock, questions that no cache answers, one after the other. */
export async function benchInWorker(
  folder: string,
  { store, effort }: { readonly store: string; readonly effort: Effort },
): Promise<void> {
  const worker = await startWorker(folder, store);
  try {
    const times = async (question: string, count: number): Promise<readonly number[]> => {
      await askRepeatedly(worker.url, question, { from: 1_000_000, count: Math.ceil(count / 2) });
      const asked = await askRepeatedly(worker.url, question, { from: 2_000_000, count });
      return asked.map(({ workerMs }) => workerMs);
    };
    const without = await times(questionWithoutBound, Math.ceil(effort.requests / 2));
    const within = await times(questionWithBound, Math.ceil(effort.requests / 20));
    const middle = median(without);
    printTable('uncached documented question in a worker, warm, one at a time (Server-Timing)', [
      ['', 'questions', 'median ms', 'p99 ms', ''],
      ['"global_bound": false', ...figures(without), judged(middle, uncachedMs, 'ms')],
      ['with the global bound', ...figures(within), ''],
    ]);
  } finally {
    await worker.stop();
  }
}

function figures(times: readonly number[]): readonly string[] {
  return [String(times.length), figure(median(times)), figure(quantile(times, 0.99))];
}
