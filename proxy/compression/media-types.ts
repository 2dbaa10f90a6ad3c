/** Tells media types that are worth compressing. */
export interface MediaTypes {
  readonly exact: ReadonlySet<string>;
  /** Such as `text/`. */
  readonly families: readonly string[];
  /** Such as `+json` (RFC 6838 §4.2.8). */
  readonly suffixes: readonly string[];
}

const name = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;
const family = /^[a-z0-9-]+\/$/;
const suffix = /^\+[a-z0-9-]+$/;

/**
 * Reads a list of media types divided by commas: `type/subtype`, `type/` for all of a type,
 * or `+suffix`.
 *
 * @throws {Error} naming an entry that is none of them
 */
export function parseMediaTypes(text: string): MediaTypes {
  const words = text.toLowerCase().split(/[\s,]+/);
  const listed = words.filter((word) => word !== '');
  const wrong = listed.find((word) => ![name, family, suffix].some((form) => form.test(word)));
  if (wrong !== undefined)
    throw new Error(`must list type/subtype, type/ or +suffix, not ${wrong}`);
  return {
    exact: new Set(listed.filter((word) => name.test(word))),
    families: listed.filter((word) => family.test(word)),
    suffixes: listed.filter((word) => suffix.test(word)),
  };
}

/**
 * Whether bodies of this type may be compressed. A stream of events never is: each must go out by
 * itself, and they are small.
 *
 * @param contentType  with or without parameters
 */
export function worthCompressing(types: MediaTypes, contentType: string): boolean {
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  if (type === 'text/event-stream') return false;
  return (
    types.exact.has(type) ||
    types.families.some((start) => type.startsWith(start)) ||
    types.suffixes.some((end) => type.endsWith(end))
  );
}
