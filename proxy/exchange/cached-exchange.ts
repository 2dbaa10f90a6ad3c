import type { RefreshVerdict } from '../cache/verdict.ts';
import type { ReplyHead } from '../client/client-stream.ts';
import type { AttemptOutcome } from '../upstream/peer-tally.ts';
import type { Answered } from './answered.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { Patience } from './waits.ts';

/** Where answers come from that are not stored. */
export interface AnswerSource {
  tryNext(): void;
  resume(): void;
  /** Wants no more of what a peer is saying. */
  abandon(outcome: AttemptOutcome): void;
}

/** The exchange that a cache works for, and that is given the answer, stored or not. */
export interface CachedExchange extends Answered {
  readonly request: ReceivedRequest;
  readonly patience: Patience;
  readonly source: AnswerSource;
  readonly context: {
    /** A monotonic clock in ms. */
    readonly now: () => number;
    /** The wall clock in ms since 1970. */
    readonly wallClock: () => number;
  };
  /** The head of a stored answer; its body follows as if a peer gave it. */
  onStored(head: ReplyHead): void;
  /** Fetches what was answered stale, for nobody. */
  refresh(verdict: RefreshVerdict): void;
}
