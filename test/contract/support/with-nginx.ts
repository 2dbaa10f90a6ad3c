import type { Edge, EdgeOptions } from '../edge.ts';
import { type NginxExtras, startNginx } from '../start-nginx.ts';
import type { Head } from './message.ts';
import { type Origin, startOrigin } from './origin.ts';
import { ask, type Question, type RawResponse } from './raw-client.ts';
import { says } from './scripts.ts';

/** An nginx, and its only peer. */
export interface Played {
  readonly edge: Edge;
  readonly origin: Origin;
  asked(question: Partial<Question>): Promise<RawResponse>;
}

/** Plays with an nginx over one origin, and ends both. */
export async function withNginx(
  { options = {}, ...extras }: NginxExtras & { readonly options?: Partial<EdgeOptions> },
  play: (played: Played) => Promise<void>,
): Promise<void> {
  const origin = await startOrigin(says('a'));
  const edge = await startNginx({ peers: [origin], ...options }, extras);
  try {
    await play({ edge, origin, asked: (question) => ask({ port: edge.port, ...question }) });
  } finally {
    await edge.stop();
    await origin.close();
  }
}

/** The head of the first request that came. */
export function onlyHead({ received: [head] }: Origin): Head {
  if (head === undefined) throw new Error('nothing arrived');
  return head;
}
