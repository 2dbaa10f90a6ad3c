import { readHttpDate } from './read-http-date.ts';
import type { RequestTerms } from './request-terms.ts';

/** What a request's conditions are measured against. */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/**
 * Whether the client has the response already, so that 304 is the answer.
 *
 * @param writtenMs  when the response was made or last validated, ms since 1970: it stands in for
 *                   a missing Last-Modified (RFC 9111 §4.3.2)
 * @see RFC 9110 §13.2.2
 */
export function notModified(
  { ifNoneMatch, ifModifiedSince }: RequestTerms,
  { etag, lastModified }: Validators,
  writtenMs: number,
): boolean {
  if (ifNoneMatch !== undefined) return namesTag(ifNoneMatch, etag);
  if (ifModifiedSince === undefined) return false;
  const since = readHttpDate(ifModifiedSince, writtenMs);
  if (since === undefined) return false;
  const changed = lastModified === undefined ? undefined : readHttpDate(lastModified, writtenMs);
  return (changed ?? writtenMs) <= since;
}

/**
 * Whether a part of the response may be sent instead of the whole.
 *
 * @see RFC 9110 §13.1.5, with its strong comparison
 */
export function rangeHolds(
  ifRange: string | undefined,
  { etag, lastModified }: Validators,
): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.endsWith('"')) return ifRange === etag && !ifRange.startsWith('W/');
  return ifRange === lastModified;
}

const tagPattern = /(?:W\/)?("[^"]*")/g;

/** Whether a list of entity tags has this one, by the weak comparison of RFC 9110 §8.8.3.2. */
function namesTag(list: string, etag: string | undefined): boolean {
  if (list.trim() === '*') return true;
  if (etag === undefined) return false;
  const opaque = etag.startsWith('W/') ? etag.slice(2) : etag;
  for (const [, tag] of list.matchAll(tagPattern)) if (tag === opaque) return true;
  return false;
}
