import type { FailureClass } from '../errors.ts';
import type { Attempt } from '../upstream/attempt.ts';
import type { ForwardContext } from './forward-context.ts';
import { declaredIdempotent } from './idempotent-routes.ts';
import type { ReceivedRequest } from './received-request.ts';
import { idempotent, mayRepeatStale, mayRetry } from './retry.ts';
import type { Tries } from './tries.ts';

/** A request that is under way, and what was tried for it. */
export interface Trial {
  readonly context: ForwardContext;
  readonly request: ReceivedRequest;
  readonly tries: Tries;
}

/** Whether another try is made after a failure, or a status, of `attempt`; the budget pays for it. */
export function takeAnotherTry(
  trial: Trial,
  failure: FailureClass | number,
  attempt: Attempt,
): boolean {
  return worthRetry(trial, failure, attempt) && trial.context.retryBudget.spend();
}

/** Whether an attempt at a silent peer is worth giving up. */
export function worthLeaving(trial: Trial, attempt: Attempt): boolean {
  const { context, tries } = trial;
  return context.queue.othersServe(tries.peers) && worthRetry(trial, 'timeout', attempt);
}

/** Whether an attempt is made again because its peer had closed the connection before it saw it. */
export function worthRepeating({ context, request }: Trial, attempt: Attempt): boolean {
  return mayRepeatStale({
    idempotent: repeatable(context, request),
    left: attempt.left,
    replayable: request.replayable,
  });
}

function worthRetry(
  { context, request, tries }: Trial,
  failure: FailureClass | number,
  attempt: Attempt,
): boolean {
  return mayRetry(context.settings.retry, {
    failure,
    idempotent: repeatable(context, request),
    left: attempt.left,
    replayable: request.replayable,
    attempts: tries.count,
    elapsedMs: tries.elapsedMs,
    peersLeft: context.queue.peersLeft(tries.peers),
  });
}

function repeatable({ settings }: ForwardContext, { method, path }: ReceivedRequest): boolean {
  const { idempotentRoutes } = settings.retry;
  return idempotent(method) || declaredIdempotent(idempotentRoutes, { method, target: path });
}
