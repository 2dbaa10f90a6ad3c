import type { FetchVerdict } from '../cache/verdict.ts';
import type { Answered } from './attempts.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { Patience } from './waits.ts';

/** Where answers come from that are not stored. */
export interface AnswerSource {
  tryNext(): void;
  resume(): void;
}

/** The exchange that a cache works for. */
export interface CachedExchange {
  readonly request: ReceivedRequest;
  readonly patience: Patience;
  /** Who is given the answer, stored or not. */
  readonly owner: Answered;
  readonly now: () => number;
  readonly wallClock: () => number;
  /** Fetches what was answered stale, for nobody. */
  readonly refresh: (verdict: FetchVerdict) => void;
}
