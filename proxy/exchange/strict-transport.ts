/** The name of the field by which clients are told to come by TLS only (RFC 6797 §6.1). */
const fieldName = 'Strict-Transport-Security';

/**
 * A response's fields with our Strict-Transport-Security in the place of any other.
 *
 * @param fields  name, value, name, value…
 */
export function withStrictTransport(fields: readonly string[], value: string): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (name.toLowerCase() !== fieldName.toLowerCase()) kept.push(name, fields[i + 1] ?? '');
  }
  kept.push(fieldName, value);
  return kept;
}
