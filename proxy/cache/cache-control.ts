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

/** A name, and a value that is a token or a quoted string; what follows up to a comma is malformed. */
const directivePattern = /([^\s,="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?([^,]*)/g;

/** @param rest  what follows the value though nothing may, or blanks */
type Reader = (directives: CacheDirectives, value: string | undefined, rest: string) => void;

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
  ['max-age', timed('maxAgeS')],
  ['s-maxage', timed('sharedMaxAgeS')],
  ['min-fresh', timed('minFreshS')],
  ['max-stale', timed('maxStaleS', Number.POSITIVE_INFINITY)],
  ['stale-while-revalidate', timed('staleWhileRevalidateS')],
  ['stale-if-error', timed('staleIfErrorS')],
]);

/**
 * Reads the value of Cache-Control, of a request or of a response; unknown directives say nothing.
 *
 * @param text  all its lines, joined by commas
 * @see RFC 9111 §5.2, RFC 5861
 */
export function readCacheControl(text: string): CacheDirectives {
  const found = noDirectives();
  for (const [, name = '', quoted, plain, rest = ''] of text.matchAll(directivePattern)) {
    readers.get(name.toLowerCase())?.(found, quoted ?? plain, rest);
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

/** @param alone  what is meant by the name without a value */
function timed(time: Time, alone = 0): Reader {
  return (found, value, rest) => {
    const read = value === undefined ? alone : readSeconds(value);
    found[time] ??= rest.trim() === '' ? read : 0;
  };
}

/** What is no time at all is taken for none: stale is safe (RFC 9111 §4.2.1). */
function readSeconds(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), longestS) : 0;
}
