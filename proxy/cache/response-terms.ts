import { type CacheDirectives, readCacheControl } from './cache-control.ts';
import { isDictionary } from './dictionary.ts';

/** What the fields of a response say to a cache; each as text, undefined where it is missing. */
export interface ResponseTerms {
  /** Of CDN-Cache-Control where there is a valid one, which replaces Cache-Control and Expires. */
  readonly directives: CacheDirectives;
  readonly expires: string | undefined;
  readonly date: string | undefined;
  /** All its lines, joined by commas. */
  readonly age: string | undefined;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** All its lines, joined by commas. */
  readonly vary: string | undefined;
  readonly setsCookie: boolean;
}

const known: ReadonlySet<string> = new Set([
  'age',
  'cache-control',
  'cdn-cache-control',
  'date',
  'etag',
  'expires',
  'last-modified',
  'set-cookie',
  'vary',
]);

/** Fields of which the first line counts, and not all of them together. */
const singular: ReadonlySet<string> = new Set(['date', 'etag', 'expires', 'last-modified']);

/**
 * Reads them.
 *
 * @param fields  name, value, name, value…
 * @see RFC 9213 for CDN-Cache-Control
 */
export function readResponseTerms(fields: readonly string[]): ResponseTerms {
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = (fields[i] ?? '').toLowerCase();
    if (!known.has(name)) continue;
    const before = found.get(name);
    const value = fields[i + 1] ?? '';
    if (before === undefined) found.set(name, value);
    else if (!singular.has(name)) found.set(name, `${before}, ${value}`);
  }
  const targeted = validTargeted(found.get('cdn-cache-control'));
  return {
    directives: readCacheControl(targeted ?? found.get('cache-control') ?? ''),
    expires: targeted === undefined ? found.get('expires') : undefined,
    date: found.get('date'),
    age: found.get('age'),
    etag: found.get('etag'),
    lastModified: found.get('last-modified'),
    vary: found.get('vary'),
    setsCookie: found.has('set-cookie'),
  };
}

/** RFC 9213 §2.2: what is empty or does not parse is as good as absent. */
function validTargeted(told: string | undefined): string | undefined {
  return told !== undefined && isDictionary(told) ? told : undefined;
}
