import type { FailureClass } from '../errors.ts';

/** The statuses that `PROXY_RETRY_ON` can list. */
export const retriableStatuses: readonly number[] = [403, 404, 429, 500, 502, 503, 504];

/** When a failed attempt may be repeated at the next peer; nginx's `proxy_next_upstream…`. */
export interface RetryPolicy {
  /** Failures that are worth another try. */
  readonly classes: ReadonlySet<FailureClass>;
  /** Statuses that are worth another try. */
  readonly statuses: ReadonlySet<number>;
  /** Whether POST, PATCH and LOCK are repeated though a peer may have seen them. */
  readonly nonIdempotent: boolean;
  /** Most attempts an exchange may make; 0 = as many as there are peers. */
  readonly tries: number;
  /** How long after the first attempt another may begin, in ms; 0 = for ever. */
  readonly timeoutMs: number;
}

/** A failed attempt and its circumstances. */
export interface FailedAttempt {
  /** The class of the failure, or the status that was answered. */
  readonly failure: FailureClass | number;
  /** Whether the request may be made twice, by its method or by its route. */
  readonly idempotent: boolean;
  /** Whether the peer may have seen any byte of the request. */
  readonly left: boolean;
  /** Whether the request can be sent again whole: what has not left may be gone all the same. */
  readonly replayable: boolean;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** Time since the first attempt began, in ms. */
  readonly elapsedMs: number;
  /** Whether a peer is available that was not tried yet. */
  readonly peersLeft: boolean;
}

const nonIdempotentMethods: ReadonlySet<string> = new Set(['POST', 'PATCH', 'LOCK']);

/** Whether doing it twice is doing it once: all but POST, PATCH and LOCK, as nginx has it. */
export function idempotent(method: string): boolean {
  return !nonIdempotentMethods.has(method);
}

/** Whether the policy names this failure or status. */
export function listed(policy: RetryPolicy, failure: FailureClass | number): boolean {
  return typeof failure === 'number' ? policy.statuses.has(failure) : policy.classes.has(failure);
}

/** Whether the next peer is tried after `attempt`. */
export function mayRetry(policy: RetryPolicy, attempt: FailedAttempt): boolean {
  const { failure, left, replayable, attempts, elapsedMs, peersLeft } = attempt;
  if (!peersLeft || !replayable || !listed(policy, failure)) return false;
  if (policy.tries > 0 && attempts >= policy.tries) return false;
  if (policy.timeoutMs > 0 && elapsedMs >= policy.timeoutMs) return false;
  return !left || policy.nonIdempotent || attempt.idempotent;
}

/**
 * Whether an attempt that died on a pooled connection is made again at the same peer on a new one:
 * the peer had closed the idle connection before it saw the request, which is nobody's failure.
 *
 * @see RFC 9112 §9.3.1
 */
export function mayRepeatStale(attempt: {
  readonly idempotent: boolean;
  readonly left: boolean;
  readonly replayable: boolean;
}): boolean {
  return attempt.replayable && (!attempt.left || attempt.idempotent);
}
