import type { Coding } from './coding.ts';

/** What a response's fields say about its body. */
export interface ContentFields {
  readonly type: string;
  /** Whether it has a coding already. */
  readonly coded: boolean;
  /** Whether it is a part of something. */
  readonly partial: boolean;
  /** Whether nobody may change it on the way (RFC 9111 §5.2.2.6). */
  readonly untouchable: boolean;
}

const noTransform = /(?:^|,)[ \t]*no-transform[ \t]*(?:,|$)/i;

/** Whether a Cache-Control forbids intermediaries to change the body. */
export function forbidsTransform(cacheControl: string | undefined): boolean {
  return cacheControl !== undefined && noTransform.test(cacheControl);
}

/** @param fields  name, value, name, value… */
export function readContentFields(fields: readonly string[]): ContentFields {
  let type = '';
  let coded = false;
  let partial = false;
  let untouchable = false;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const value = fields[i + 1] ?? '';
    switch (fields[i]?.toLowerCase()) {
      case 'content-type':
        type = value;
        break;
      case 'content-encoding':
        coded ||= value.toLowerCase() !== 'identity';
        break;
      case 'content-range':
        partial = true;
        break;
      case 'cache-control':
        untouchable ||= forbidsTransform(value);
        break;
    }
  }
  return { type, coded, partial, untouchable };
}

/** Fields that speak of the bytes as they were, ranges of them among others. */
const ofTheBytes: ReadonlySet<string> = new Set([
  'accept-ranges',
  'content-digest',
  'content-encoding',
  'content-length',
  'content-md5',
  'digest',
  'repr-digest',
]);

/**
 * The fields of a body that gets a coding. What speaks of its bytes goes, and its ETag becomes a
 * weak one: a strong one would say that the bytes are the same (RFC 9110 §8.8.3.3). It can come
 * back in If-None-Match as it is, where it is compared weakly (§13.1.2).
 *
 * @param fields  name, value, name, value…
 */
export function codedFields(fields: readonly string[], coding: Coding): string[] {
  const coded: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    const value = fields[i + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'etag') coded.push(name, weakened(value));
    else if (lower === 'trailer') announce(coded, name, value);
    else if (!ofTheBytes.has(lower)) coded.push(name, value);
  }
  coded.push('Content-Encoding', coding);
  return withVary(coded);
}

/** Announces those trailers that {@link codedTrailers} keeps. */
function announce(coded: string[], name: string, value: string): void {
  const members = value.split(',').map((member) => member.trim());
  const kept = members.filter((member) => member !== '' && !ofTheBytes.has(member.toLowerCase()));
  if (kept.length > 0) coded.push(name, kept.join(', '));
}

/** Trailers of a body that gets a coding: without what speaks of the bytes as they were. */
export function codedTrailers(trailers: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < trailers.length; i += 2) {
    const name = trailers[i] ?? '';
    if (!ofTheBytes.has(name.toLowerCase())) kept.push(name, trailers[i + 1] ?? '');
  }
  return kept;
}

/** Says that the answer depends on Accept-Encoding, unless that is said (RFC 9110 §12.5.5). */
export function withVary(fields: readonly string[]): string[] {
  const varied = [...fields];
  let last = -1;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i]?.toLowerCase() !== 'vary') continue;
    const members = (fields[i + 1] ?? '').toLowerCase().split(',');
    if (members.some((member) => /^(?:\*|accept-encoding)$/.test(member.trim()))) return varied;
    last = i + 1;
  }
  if (last < 0) varied.push('Vary', 'Accept-Encoding');
  else varied[last] = `${varied[last]}, Accept-Encoding`;
  return varied;
}

/** Tags of a list (RFC 9110 §8.8.3): a comma may stand in one. */
const entityTags = /(?:W\/)?"[^"]*"/g;

/**
 * The fields of a 304 to somebody who may hold a body that was compressed here: the ETag is as weak
 * as the one that was asked about, or what is held would not be taken for valid (RFC 9111 §4.3.4).
 *
 * @param asked  the request's If-None-Match
 */
export function unmodifiedFields(fields: readonly string[], asked: string | undefined): string[] {
  if (asked === undefined) return [...fields];
  const held: readonly string[] = asked.match(entityTags) ?? [];
  return fields.map((value, i) => {
    if (i % 2 === 0 || fields[i - 1]?.toLowerCase() !== 'etag') return value;
    return held.includes(value) || !held.includes(weakened(value)) ? value : weakened(value);
  });
}

function weakened(tag: string): string {
  return tag.startsWith('"') ? `W/${tag}` : tag;
}
