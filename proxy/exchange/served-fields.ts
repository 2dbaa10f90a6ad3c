import { type CacheOutcome, cacheStatus } from '../cache/cache-status.ts';
import type { StoredResponse } from '../cache/stored-response.ts';

/** What most answers from the cache are. */
export const hit: CacheOutcome = {};

/**
 * The fields of an answer from the cache. All hits of a second share theirs.
 *
 * @param fields  of the answer that was made of it: name, value…
 */
export function servedFields(
  stored: StoredResponse,
  fields: readonly string[],
  outcome: CacheOutcome,
  ageS: number,
): readonly string[] {
  if (outcome === hit && fields === stored.fields) return stored.hitFields(ageS);
  const told = cacheStatus(outcome, stored.shelf.freshS - ageS);
  return [...fields, 'Age', String(Math.floor(ageS)), 'Cache-Status', told];
}
