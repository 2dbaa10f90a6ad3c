import {
  guessedLifetimeS,
  type Heuristic,
  initialAgeS,
  type ReceivedResponse,
  statedLifetimeS,
} from './freshness.ts';
import type { RequestTerms } from './request-terms.ts';
import type { ResponseTerms } from './response-terms.ts';
import type { Shelf } from './stored-response.ts';

/** What of the settings decides whether a response is stored. */
export interface StoringPolicy {
  readonly heuristic: Heuristic;
  /** What becomes of responses with Set-Cookie. */
  readonly setCookie: 'bypass' | 'store';
}

/** A response that may be stored. */
export interface Storable {
  readonly shelf: Shelf;
  /** The age that it has already, in seconds. */
  readonly ageS: number;
}

/** Statuses whose meaning this proxy knows as far as caches are concerned (`must-understand`). */
const understood: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 414, 421, 429,
  500, 501, 502, 503, 504,
]);

/** Never stored: what answers a part that was asked for, and what only speaks of another response. */
const neverStored: ReadonlySet<number> = new Set([206, 304, 416]);

/**
 * Whether the answer to a GET may be stored in a shared cache, and for how long.
 *
 * @param delayS  how long it had been waited for
 * @returns       undefined when it may not, or when it would be of no use
 * @see RFC 9111 §3
 */
export function storable(
  request: RequestTerms,
  response: ReceivedResponse,
  policy: StoringPolicy & { readonly delayS: number },
): Storable | undefined {
  const { status, terms } = response;
  if (status < 200 || neverStored.has(status) || forbidden(status, terms)) return undefined;
  if (request.directives?.noStore || (request.authorized && !sharable(terms))) return undefined;
  if (terms.setsCookie && policy.setCookie === 'bypass') return undefined;
  const shelf = shelfOf(response, policy.heuristic);
  if (shelf === undefined) return undefined;
  const ageS = initialAgeS(response, policy.delayS);
  return useful(shelf, terms, ageS) ? { shelf, ageS: Math.min(ageS, longestAgeS) } : undefined;
}

/** Older than anything is fresh for. */
const longestAgeS = 4_294_967_296;

function forbidden(status: number, { directives }: ResponseTerms): boolean {
  if (directives.private) return true;
  // RFC 9111 §5.2.2.3: who understands the status may pass over a no-store beside it.
  if (directives.mustUnderstand) return !understood.has(status);
  return directives.noStore;
}

/** Whether it may be stored though its request had Authorization (RFC 9111 §3.5). */
function sharable({ directives }: ResponseTerms): boolean {
  return directives.public || directives.mustRevalidate || directives.sharedMaxAgeS !== undefined;
}

function shelfOf(response: ReceivedResponse, heuristic: Heuristic): Shelf | undefined {
  const { directives } = response.terms;
  const stated = statedLifetimeS(response);
  const freshS = stated ?? guessedLifetimeS(response, heuristic);
  if (stated === undefined && freshS === 0 && !directives.noCache) return undefined;
  const revalidate = directives.mustRevalidate || directives.proxyRevalidate || directives.noCache;
  return {
    freshS,
    alwaysValidate: directives.noCache,
    // RFC 9111 §5.2.2.10: s-maxage too forbids it, unless the same response has it otherwise.
    strict: revalidate || directives.sharedMaxAgeS !== undefined,
    staleWhileRevalidateS: revalidate ? 0 : directives.staleWhileRevalidateS,
    staleIfErrorS: revalidate ? 0 : directives.staleIfErrorS,
  };
}

function useful(shelf: Shelf, { etag, lastModified }: ResponseTerms, ageS: number): boolean {
  if (etag !== undefined || lastModified !== undefined) return true;
  const { freshS, staleWhileRevalidateS = 0, staleIfErrorS = 0 } = shelf;
  return !shelf.alwaysValidate && ageS < freshS + Math.max(staleWhileRevalidateS, staleIfErrorS);
}
