import { type RequestTerms, readRequestTerms } from '../cache/request-terms.ts';
import type { CacheSettings } from '../settings/cache.ts';
import type { ReceivedRequest } from './received-request.ts';

/** What a request says to the cache, as far as the cache is to listen. */
export function heededTerms(
  request: Pick<ReceivedRequest, 'clientFields' | 'fields'>,
  { requestDirectives }: Pick<CacheSettings, 'requestDirectives'>,
): RequestTerms {
  const terms = readRequestTerms(request.clientFields);
  // Credentials for the proxy itself are no peer's: they make no answer personal.
  if (terms.authorized) terms.authorized = readRequestTerms(request.fields).authorized;
  if (requestDirectives === 'ignore') terms.directives = undefined;
  return terms;
}
