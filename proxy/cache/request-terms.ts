import { type CacheDirectives, readCacheControl } from './cache-control.ts';

/** What the fields of a request say to a cache. */
export interface RequestTerms {
  directives: CacheDirectives | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  range: string | undefined;
  ifRange: string | undefined;
  /** Whether only the origin may judge the request: If-Match, If-Unmodified-Since. */
  preconditioned: boolean;
  /** Whether it carries Authorization. */
  authorized: boolean;
  /** Whether it asks for another protocol. */
  upgrading: boolean;
}

/**
 * Reads them.
 *
 * @param fields  name, value, name, value…
 */
export function readRequestTerms(fields: readonly string[]): RequestTerms {
  const terms: RequestTerms = {
    directives: undefined,
    ifNoneMatch: undefined,
    ifModifiedSince: undefined,
    range: undefined,
    ifRange: undefined,
    preconditioned: false,
    authorized: false,
    upgrading: false,
  };
  let cacheControl: string | undefined;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    // Most fields are told by their length alone: nothing is made lower case for them.
    if (!lengths.has(name.length)) continue;
    const value = fields[i + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'cache-control') cacheControl = joined(cacheControl, value);
    else readField(terms, lower, value);
  }
  if (cacheControl !== undefined) terms.directives = readCacheControl(cacheControl);
  return terms;
}

const lengths: ReadonlySet<number> = new Set(
  [
    'range',
    'upgrade',
    'if-match',
    'if-range',
    'cache-control',
    'if-none-match',
    'authorization',
    'if-modified-since',
    'if-unmodified-since',
  ].map(({ length }) => length),
);

function readField(terms: RequestTerms, name: string, value: string): void {
  if (name === 'if-none-match') terms.ifNoneMatch = joined(terms.ifNoneMatch, value);
  else if (name === 'if-modified-since') terms.ifModifiedSince = value;
  else if (name === 'range') terms.range = joined(terms.range, value);
  else if (name === 'if-range') terms.ifRange = value;
  else if (name === 'authorization') terms.authorized = true;
  else if (name === 'upgrade') terms.upgrading = true;
  else if (name === 'if-match' || name === 'if-unmodified-since') terms.preconditioned = true;
}

function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}
