/** The directives of Cache-Control that this cache acts on; times are in whole seconds. */
export interface CacheDirectives {
  noStore: boolean;
  /** `no-cache` without a list of fields. */
  noCache: boolean;
  /** `private` without a list of fields. */
  private: boolean;
  public: boolean;
  mustRevalidate: boolean;
  proxyRevalidate: boolean;
  mustUnderstand: boolean;
  onlyIfCached: boolean;
  maxAgeS: number | undefined;
  sharedMaxAgeS: number | undefined;
  minFreshS: number | undefined;
  /** Infinity where any staleness is accepted. */
  maxStaleS: number | undefined;
  staleWhileRevalidateS: number | undefined;
  staleIfErrorS: number | undefined;
  /** Fields that `no-cache="…"` and `private="…"` keep out of a shared cache, in lower case. */
  unstoredFields: readonly string[];
}

/** A time above this is as good as for ever (RFC 9111 §1.2.2). */
const longestS = 2_147_483_648;

/** A name, and a value that is a token or a quoted string; what follows up to a comma is no value. */
const directivePattern = /([^\s,="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?[^,]*/g;

type Reader = (directives: CacheDirectives, value: string | undefined) => void;

/** Of a directive that is given twice the first is meant (RFC 9111 §4.2.1). */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['no-store', (found) => setFlag(found, 'noStore')],
  ['no-cache', (found, value) => restrict(found, 'noCache', value)],
  ['private', (found, value) => restrict(found, 'private', value)],
  ['public', (found) => setFlag(found, 'public')],
  ['must-revalidate', (found) => setFlag(found, 'mustRevalidate')],
  ['proxy-revalidate', (found) => setFlag(found, 'proxyRevalidate')],
  ['must-understand', (found) => setFlag(found, 'mustUnderstand')],
  ['only-if-cached', (found) => setFlag(found, 'onlyIfCached')],
  ['max-age', (found, value) => setTime(found, 'maxAgeS', value)],
  ['s-maxage', (found, value) => setTime(found, 'sharedMaxAgeS', value)],
  ['min-fresh', (found, value) => setTime(found, 'minFreshS', value)],
  ['max-stale', (found, value) => setTime(found, 'maxStaleS', value ?? 'any')],
  ['stale-while-revalidate', (found, value) => setTime(found, 'staleWhileRevalidateS', value)],
  ['stale-if-error', (found, value) => setTime(found, 'staleIfErrorS', value)],
]);

/**
 * Reads the value of Cache-Control, of a request or of a response; unknown directives say nothing.
 *
 * @param text  all its lines, joined by commas
 * @see RFC 9111 §5.2, RFC 5861
 */
export function readCacheControl(text: string): CacheDirectives {
  const found = noDirectives();
  for (const [, name = '', quoted, plain] of text.matchAll(directivePattern)) {
    readers.get(name.toLowerCase())?.(found, quoted ?? plain);
  }
  return found;
}

function noDirectives(): CacheDirectives {
  return {
    noStore: false,
    noCache: false,
    private: false,
    public: false,
    mustRevalidate: false,
    proxyRevalidate: false,
    mustUnderstand: false,
    onlyIfCached: false,
    maxAgeS: undefined,
    sharedMaxAgeS: undefined,
    minFreshS: undefined,
    maxStaleS: undefined,
    staleWhileRevalidateS: undefined,
    staleIfErrorS: undefined,
    unstoredFields: [],
  };
}

type Flag =
  | 'noStore'
  | 'noCache'
  | 'private'
  | 'public'
  | 'mustRevalidate'
  | 'proxyRevalidate'
  | 'mustUnderstand'
  | 'onlyIfCached';

type Time =
  | 'maxAgeS'
  | 'sharedMaxAgeS'
  | 'minFreshS'
  | 'maxStaleS'
  | 'staleWhileRevalidateS'
  | 'staleIfErrorS';

function setFlag(found: CacheDirectives, flag: Flag): void {
  found[flag] = true;
}

function restrict(
  found: CacheDirectives,
  flag: 'noCache' | 'private',
  list: string | undefined,
): void {
  const names = (list ?? '').toLowerCase().match(/[^\s,]+/g);
  if (names === null) found[flag] = true;
  else found.unstoredFields = [...found.unstoredFields, ...names];
}

function setTime(found: CacheDirectives, time: Time, text: string | undefined): void {
  found[time] ??= text === 'any' ? Number.POSITIVE_INFINITY : readSeconds(text ?? '');
}

/** What is no time at all is taken for none: stale is safe (RFC 9111 §4.2.1). */
function readSeconds(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), longestS) : 0;
}
