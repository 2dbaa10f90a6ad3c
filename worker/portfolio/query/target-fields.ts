import type { Fault } from '../../errors.ts';
import { type FieldReader, numberReader } from './fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';

/** The least return a year. */
export const readTargetReturn = numberReader({
  min: -1,
  max: 10,
  meaning: 'a yearly return such as 0.15',
});

/** δ, how much return makes up for variance. */
export const readRiskAversion = numberReader({
  min: 1e-6,
  max: 1e10,
  meaning: 'a risk aversion above 0 such as 2',
});

/** A field that an objective does not go without. @returns undefined when missing or faulty */
export function readRequired(
  fields: Fields,
  field: FieldName,
  read: FieldReader<number>,
  faults: Fault[],
): number | undefined {
  if (fields.has(field)) return readOptional(fields, field, read, faults);
  const reason = 'is missing: the objective needs it, as a number such as 0.15';
  faults.push({ field: nameOf(fields, field), reason });
  return undefined;
}
