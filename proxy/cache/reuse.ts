import type { CacheDirectives } from './cache-control.ts';
import type { StoredResponse } from './stored-response.ts';

/** For how long stale responses are used that say nothing of it themselves, in seconds. */
export interface StaleAllowance {
  readonly staleWhileRevalidateS: number;
  readonly staleIfErrorS: number;
}

/**
 * What can be done with a stored response: `answer` with it; answer with it and `refresh` it
 * meanwhile; `validate` it first because it is stale, or because the `request` wants it so.
 */
export type Use = 'answer' | 'refresh' | 'validate: stale' | 'validate: request';

/**
 * Decides what a stored response is good for.
 *
 * @param ageS        of the response
 * @param directives  of the request, as far as they are to be heeded
 * @see RFC 9111 §4.2, §5.2.1
 */
export function useOf(
  { shelf }: StoredResponse,
  ageS: number,
  directives: CacheDirectives | undefined,
  allowance: StaleAllowance,
): Use {
  if (shelf.alwaysValidate) return 'validate: stale';
  if (directives === undefined) {
    if (ageS < shelf.freshS) return 'answer';
  } else if (tooOldFor(directives, shelf.freshS, ageS)) return 'validate: request';
  const staleS = ageS - shelf.freshS;
  if (staleS < 0) return 'answer';
  if (!shelf.strict && staleS <= (directives?.maxStaleS ?? -1)) return 'answer';
  const { staleWhileRevalidateS = shelf.strict ? 0 : allowance.staleWhileRevalidateS } = shelf;
  return staleS < staleWhileRevalidateS ? 'refresh' : 'validate: stale';
}

function tooOldFor(directives: CacheDirectives, freshS: number, ageS: number): boolean {
  const { noCache, maxAgeS, minFreshS = 0 } = directives;
  if (noCache || (maxAgeS !== undefined && ageS > maxAgeS + (directives.maxStaleS ?? 0))) {
    return true;
  }
  return minFreshS > 0 && freshS - ageS < minFreshS;
}

/**
 * Whether a stale response stands in for an origin that fails.
 *
 * @see RFC 5861 §4
 */
export function usableOnError(
  { shelf }: StoredResponse,
  ageS: number,
  directives: CacheDirectives | undefined,
  allowance: StaleAllowance,
): boolean {
  if (shelf.alwaysValidate) return false;
  const staleS = ageS - shelf.freshS;
  if (shelf.strict) return staleS < (shelf.staleIfErrorS ?? 0);
  const { staleIfErrorS = allowance.staleIfErrorS } = shelf;
  return staleS < Math.max(staleIfErrorS, directives?.staleIfErrorS ?? 0);
}
