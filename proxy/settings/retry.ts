import type { Bounds, EnvironmentReader } from '../../service/environment.ts';
import type { FailureClass } from '../errors.ts';
import type { WholeRules } from '../exchange/held-answer.ts';
import { type IdempotentRoute, parseIdempotentRoutes } from '../exchange/idempotent-routes.ts';
import { type RetryPolicy, retriableStatuses } from '../exchange/retry.ts';
import type { RetryBudgetRules } from '../exchange/retry-budget.ts';

/** When and how long is tried again. */
export interface RetrySettings extends RetryPolicy {
  /** Routes whose every method counts as idempotent. */
  readonly idempotentRoutes: readonly IdempotentRoute[];
  readonly budget: RetryBudgetRules;
  /** Longest time from an attempt's beginning to its answer's head; 0 = none. */
  readonly tryTimeoutMs: number;
  /** Longest time from a request's head to the end of its answer; 0 = none. */
  readonly totalTimeoutMs: number;
  /** Which answers are kept from the client until they are whole, so that they can be asked for again. */
  readonly whole: WholeRules;
}

const counts: Bounds = { min: 0, max: 1_000_000 };
const sizesBytes: Bounds = { min: 0, max: 16_777_216 };
const pausesMs: Bounds = { min: 0, max: 86_400_000 };

/** Reads the variables of retries. */
export function readRetrySettings(reader: EnvironmentReader): RetrySettings {
  const retryOn = reader.parsed('PROXY_RETRY_ON', 'error,timeout', parseRetryOn);
  return {
    ...(retryOn ?? { classes: new Set(), statuses: new Set(), nonIdempotent: false }),
    tries: reader.integer('PROXY_RETRY_TRIES', 0, counts),
    timeoutMs: reader.integer('PROXY_RETRY_TIMEOUT_MS', 0, pausesMs),
    idempotentRoutes: reader.parsed('PROXY_IDEMPOTENT_ROUTES', 'none', parseIdempotentRoutes) ?? [],
    budget: {
      percent: reader.integer('PROXY_RETRY_BUDGET', 0, { min: 0, max: 1000 }),
      min: reader.integer('PROXY_RETRY_BUDGET_MIN', 30, counts),
    },
    tryTimeoutMs: reader.integer('PROXY_TRY_TIMEOUT_MS', 0, pausesMs),
    totalTimeoutMs: reader.integer('PROXY_TOTAL_TIMEOUT_MS', 0, pausesMs),
    whole: {
      limitBytes: reader.integer('PROXY_WHOLE_LIMIT_BYTES', 65_536, sizesBytes),
      waitMs: reader.integer('PROXY_WHOLE_WAIT_MS', 0, pausesMs),
    },
  };
}

const failureClasses: readonly FailureClass[] = ['error', 'timeout', 'invalid_header'];
const statusWords = new Map(retriableStatuses.map((status) => [`http_${status}`, status]));

function parseRetryOn(text: string): Pick<RetryPolicy, 'classes' | 'statuses' | 'nonIdempotent'> {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const classes = new Set<FailureClass>();
  const statuses = new Set<number>();
  for (const word of words) {
    const failureClass = failureClasses.find((name) => name === word);
    const status = statusWords.get(word);
    if (failureClass !== undefined) classes.add(failureClass);
    else if (status !== undefined) statuses.add(status);
    else if (word !== 'non_idempotent' && (word !== 'off' || words.length > 1)) {
      const known = [...failureClasses, ...statusWords.keys(), 'non_idempotent'];
      throw new Error(`must be off or a list of ${known.join(', ')}`);
    }
  }
  return { classes, statuses, nonIdempotent: words.includes('non_idempotent') };
}
