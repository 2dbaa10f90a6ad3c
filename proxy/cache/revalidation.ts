import type { StoredResponse } from './stored-response.ts';

/** A client's own conditions, and its wish for a part: the cache answers them itself. */
const answeredHere: ReadonlySet<string> = new Set([
  'if-modified-since',
  'if-none-match',
  'if-range',
  'range',
]);

/**
 * The fields of a request, changed to ask whether a stored response still holds.
 *
 * @param fields  name, value… for the peer
 * @see RFC 9111 §4.3.1
 */
export function revalidationFields(
  fields: readonly string[],
  { etag, lastModified }: Pick<StoredResponse, 'etag' | 'lastModified'>,
): string[] {
  const asking: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (!answeredHere.has(name.toLowerCase())) asking.push(name, fields[i + 1] ?? '');
  }
  if (etag !== undefined) asking.push('If-None-Match', etag);
  if (lastModified !== undefined) asking.push('If-Modified-Since', lastModified);
  return asking;
}

/**
 * Whether the answer to a HEAD speaks of the stored response.
 *
 * @param storedFields  name, value…
 * @param answerFields  name, value…
 * @see RFC 9111 §4.3.5
 */
export function sameRepresentation(
  storedFields: readonly string[],
  answerFields: readonly string[],
): boolean {
  const stored = fieldMap(storedFields);
  const answer = fieldMap(answerFields);
  return ['etag', 'last-modified', 'content-length'].every((name) => {
    const value = answer.get(name);
    return value === undefined || value === stored.get(name);
  });
}

/** Fields by their names in lower case; of several lines the last. */
function fieldMap(fields: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    found.set((fields[i] ?? '').toLowerCase(), fields[i + 1] ?? '');
  }
  return found;
}
