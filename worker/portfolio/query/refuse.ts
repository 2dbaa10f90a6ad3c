import type { Fault } from '../../errors.ts';
import { type FieldName, type Fields, nameOf } from './query-fields.ts';

/** Tells of each of the fields that was sent why it has no place here. */
export function refuse(
  fields: Fields,
  names: readonly FieldName[],
  reason: string,
  faults: Fault[],
): void {
  for (const name of names) {
    if (fields.has(name)) faults.push({ field: nameOf(fields, name), reason });
  }
}
