/**
 * Drops a field under all names that a peer may take for its own: one that makes variables of fields
 * knows no difference between an underscore and a hyphen.
 *
 * @param name  in lower case; empty = nothing is dropped
 */
export function withoutAliases(fields: string[], name: string): string[] {
  if (name === '') return fields;
  const wanted = name.replaceAll('_', '-');
  const kept: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const field = fields[i] ?? '';
    if (field.toLowerCase().replaceAll('_', '-') !== wanted) kept.push(field, fields[i + 1] ?? '');
  }
  return kept;
}
