/** Fields that are of one answer only, or that the cache writes itself. */
const neverStored: ReadonlySet<string> = new Set([
  'age',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
]);

/** Fields that describe the stored body: a 304 has none and can't speak of it (RFC 9111 §3.2). */
const ofTheBody: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'content-md5',
  'content-range',
  'etag',
]);

/**
 * The fields of a response as they are stored.
 *
 * @param fields    name, value…: what is nominated by Connection is out already
 * @param unstored  in lower case
 */
export function fieldsToStore(fields: readonly string[], unstored: readonly string[]): string[] {
  return filtered(fields, (name) => !neverStored.has(name) && !unstored.includes(name));
}

/**
 * The stored fields, brought up to date by those of a 304 or of the answer to a HEAD.
 *
 * @see RFC 9111 §3.2
 */
export function freshenedFields(stored: readonly string[], update: readonly string[]): string[] {
  const news = filtered(update, (name) => !neverStored.has(name) && !ofTheBody.has(name));
  const renewed = new Set<string>();
  for (let i = 0; i < news.length; i += 2) renewed.add((news[i] ?? '').toLowerCase());
  return [...filtered(stored, (name) => !renewed.has(name)), ...news];
}

/** What an answer says of its own age: it is not stored, but counts. */
export function ageFields(fields: readonly string[]): string[] {
  return filtered(fields, (name) => name === 'age');
}

/** The stored fields that go with a 304 (RFC 9110 §15.4.5). */
export function fieldsOfNotModified(stored: readonly string[], hasTag: boolean): string[] {
  return filtered(stored, (name) => {
    if (name === 'last-modified') return !hasTag;
    return name === 'content-location' || !name.startsWith('content-') || isPolicy(name);
  });
}

/** Digests of a whole body: those of the representation (Repr-Digest) are true of a part, too. */
const digestsOfTheWhole: ReadonlySet<string> = new Set(['content-digest', 'content-md5', 'digest']);

/** The stored fields that go with a part of the body: its place and its size are the caller's. */
export function fieldsOfPart(stored: readonly string[]): string[] {
  return filtered(stored, (name) => name !== 'content-length' && !digestsOfTheWhole.has(name));
}

/** What speaks of the stored body under another name than `Content-…`. */
const ofTheRepresentation: ReadonlySet<string> = new Set([
  'digest',
  'etag',
  'last-modified',
  'repr-digest',
]);

/** The stored fields that go with an answer that has nothing of the body. */
export function fieldsOfNothing(stored: readonly string[]): string[] {
  return filtered(stored, (name) => {
    if (name.startsWith('content-')) return isPolicy(name);
    return !ofTheRepresentation.has(name);
  });
}

function isPolicy(name: string): boolean {
  return name.startsWith('content-security-policy');
}

function filtered(fields: readonly string[], keep: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (keep(name.toLowerCase())) kept.push(name, fields[i + 1] ?? '');
  }
  return kept;
}
