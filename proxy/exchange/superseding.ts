import type { EdgeCache } from '../cache/edge-cache.ts';
import type { Fetching } from '../cache/fetching.ts';
import type { CacheQuestion } from '../cache/judging.ts';
import { sameRepresentation } from '../cache/revalidation.ts';
import type { StoredResponse } from '../cache/stored-response.ts';
import type { PeerAnswer } from './answered.ts';

/** A fetch that a peer has answered with what can't be stored. */
export interface UnstoredFetch {
  readonly question: CacheQuestion;
  readonly fetching: Fetching;
  readonly answer: PeerAnswer;
}

/** Forgets what is stored where a peer has something else; a HEAD may say that it still holds. */
export function supersede(
  cache: EdgeCache,
  stored: StoredResponse,
  { question, fetching, answer }: UnstoredFetch,
): void {
  if (answer.status >= 500) return;
  const same = question.method === 'HEAD' && answer.status === stored.status;
  if (!same || !sameRepresentation(stored.fields, answer.fields)) cache.forget(stored);
  else cache.freshen(stored, question, fetching, answer.fields);
}
