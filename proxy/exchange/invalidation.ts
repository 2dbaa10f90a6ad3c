import { cacheKey } from '../cache/cache-key.ts';
import type { EdgeCache } from '../cache/edge-cache.ts';
import type { PeerAnswer } from './answered.ts';
import type { ReceivedRequest } from './received-request.ts';

/** Methods that change nothing. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a request says that may have changed something. */
export type ChangingRequest = Pick<
  ReceivedRequest,
  'method' | 'scheme' | 'host' | 'askedHost' | 'askedPort' | 'path'
>;

/**
 * Lets a cache use nothing any more of what a request has changed, by the answer of a peer.
 *
 * @param cache  the one in use now: a reload may have brought another since the request began
 * @see RFC 9111 §4.4
 */
export function invalidate(
  cache: Pick<EdgeCache, 'invalidate'> | undefined,
  request: ChangingRequest,
  { status, fields }: Pick<PeerAnswer, 'status' | 'fields'>,
): void {
  if (cache === undefined || safeMethods.has(request.method)) return;
  if (status >= 200 && status < 400) cache.invalidate(cacheKey(request), fields);
}
