const unanswerable =
  'the peer breaks off without an answer, and the test wants one with 200 and the count of the peer’s requests: ours is a 502. It is for caches that serve what is stale by default, and depends on stale-close';
const twoAges =
  'an Age that is not one number is taken for stale, a list too: the tests themselves want the one and not the other';
const codings = 'a transfer coding that can’t be taken off is refused with 502';
const surrogate =
  'Surrogate-Control is of a W3C note and never asked for by us; RFC 9213’s CDN-Cache-Control is what we heed';
const parts = 'parts are never stored, only cut out of whole responses';
const languages =
  'two spellings of Accept-Language are two requests: to know better is the origin’s business';
const noDate =
  'If-Modified-Since names a time before the response was made: that the client has it is only a guess';
const posts = 'answers to POST are not stored';

/**
 * The required and optimal tests that do not pass, and why. The suite fails when one of them does,
 * and when any other does not.
 */
export const exceptions: ReadonlyMap<string, string> = new Map([
  ['age-parse-prefix', twoAges],
  ['stale-close-must-revalidate', unanswerable],
  ['stale-close-proxy-revalidate', unanswerable],
  ['stale-close-no-cache', unanswerable],
  ['stale-close-s-maxage=2', unanswerable],
  ['headers-store-Transfer-Encoding', codings],
  ['surrogate-max-age-0-expires', surrogate],
  ['surrogate-max-age-long-cc-max-age', surrogate],
  ['surrogate-no-store-cc-fresh', surrogate],
  ['surrogate-fresh-cc-nostore', surrogate],
  ['method-POST', posts],
  ['vary-normalise-lang-order', languages],
  ['vary-normalise-lang-case', languages],
  ['vary-normalise-lang-select', languages],
  ['conditional-lm-fresh-no-lm', noDate],
  ['partial-store-partial-reuse-partial', parts],
  ['partial-store-partial-reuse-partial-byterange', parts],
  ['partial-store-partial-reuse-partial-absent', parts],
  ['partial-store-partial-reuse-partial-suffix', parts],
  ['partial-store-partial-complete', parts],
  ['surrogate-max-age', surrogate],
  ['surrogate-max-age-max', surrogate],
  ['surrogate-max-age-max-plus', surrogate],
  ['surrogate-max-age-me-target', surrogate],
  ['surrogate-max-age-extension', surrogate],
  ['surrogate-max-age-case-insensitive', surrogate],
  ['surrogate-max-age-expires', surrogate],
  ['surrogate-max-age-cc-max-age-invalid-expires', surrogate],
  ['surrogate-max-age-short-cc-max-age', surrogate],
]);
