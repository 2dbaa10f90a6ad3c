/** The fields by which a stored response was chosen, and what its request had in them. */
export interface Selection {
  /** In lower case; empty when every request is answered alike. */
  readonly names: readonly string[];
  /** One for each name; undefined where the request had no such field. */
  readonly values: readonly (string | undefined)[];
}

/** What every request selects. */
export const unselective: Selection = { names: [], values: [] };

/**
 * The selection that a Vary makes of a request.
 *
 * @param vary    all its lines, joined by commas
 * @param fields  of the request: name, value…
 * @returns       undefined when no other request can ever be answered alike (`*`)
 * @see RFC 9111 §4.1
 */
export function selectionOf(
  vary: string | undefined,
  fields: readonly string[],
): Selection | undefined {
  if (vary === undefined) return unselective;
  const names = new Set(vary.toLowerCase().match(/[^\s,]+/g) ?? []);
  if (names.has('*')) return undefined;
  const sorted = [...names].sort();
  return { names: sorted, values: sorted.map((name) => normalValue(fields, name)) };
}

/** Whether a request with these fields selects the same. */
export function selects({ names, values }: Selection, fields: readonly string[]): boolean {
  for (let i = 0; i < names.length; i += 1) {
    if (normalValue(fields, names[i] ?? '') !== values[i]) return false;
  }
  return true;
}

/** Whether two selections are the same one. */
export function sameSelection(a: Selection, b: Selection): boolean {
  if (a.names.length !== b.names.length) return false;
  return a.names.every((name, i) => name === b.names[i] && a.values[i] === b.values[i]);
}

/**
 * A key that only requests share which select the same.
 *
 * @param names   of the fields that count, in lower case
 * @param fields  of the request: name, value…
 */
export function variantKey(
  key: string,
  names: readonly string[],
  fields: readonly string[],
): string {
  if (names.length === 0) return key;
  // No key has a line's end in it.
  return `${key}\n${JSON.stringify(names.map((name) => [name, normalValue(fields, name)]))}`;
}

/** A field's lines joined, without what white space around commas and at its ends can differ in. */
function normalValue(fields: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const given = fields[i] ?? '';
    if (given.length !== name.length || given.toLowerCase() !== name) continue;
    value = value === undefined ? (fields[i + 1] ?? '') : `${value},${fields[i + 1] ?? ''}`;
  }
  if (value === undefined || value.includes('"')) return value;
  return value
    .split(',')
    .map((part) => part.trim())
    .join(',');
}
