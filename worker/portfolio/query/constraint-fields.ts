import type { Fault } from '../../errors.ts';
import type { MixConstraints, SymbolGroup, WeightRanges } from '../mix/mix-question.ts';
import { numberReader } from './fields.ts';
import { readGroupBounds, readGroups } from './groups-field.ts';
import { readPositions } from './position-fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { readTrading } from './trading-fields.ts';

/** Constraints of continuous weights, which a frontier takes as well. */
export const rowFields = [
  'groups',
  'groupBounds',
  'leverage',
  'currentWeights',
  'maxTurnover',
  'transactionCosts',
] as const satisfies readonly FieldName[];

/** Constraints that choose among symbols. */
export const positionFields = [
  'maxPositions',
  'minPosition',
] as const satisfies readonly FieldName[];

/** All constraints beside bounds. */
export const constraintFields = [...rowFields, ...positionFields];

const readLeverage = numberReader({
  min: 1,
  max: 20,
  meaning: 'the most that the sizes of all weights add up to, such as 1.6 for 130/30',
});

/** What constraints are read against. */
export interface ConstraintContext {
  readonly symbols: readonly string[];
  readonly bounds: WeightRanges;
}

/**
 * Reads what weights are to keep to beside their bounds.
 *
 * @param faults  what is wrong is added here
 * @returns       undefined where nothing is said of it, or when faulty
 */
export function readConstraints(
  fields: Fields,
  { symbols, bounds }: ConstraintContext,
  faults: Fault[],
): MixConstraints | undefined {
  if (!constraintFields.some((field) => fields.has(field))) return undefined;
  const before = faults.length;
  const groups = readAllGroups(fields, { symbols, bounds }, faults);
  const leverage = readOptional(fields, 'leverage', readLeverage, faults);
  const trading = readTrading(fields, symbols, faults);
  const positions = readPositions(fields, bounds, faults);
  if (faults.length > before) return undefined;
  return {
    groups,
    ...(leverage === undefined ? {} : { leverage }),
    ...(trading === undefined ? {} : { trading }),
    ...(positions === undefined ? {} : { positions }),
  };
}

function readAllGroups(
  fields: Fields,
  { symbols, bounds }: ConstraintContext,
  faults: Fault[],
): readonly SymbolGroup[] {
  const groups = readOptional(
    fields,
    'groups',
    (name, value) => readGroups(value, { name, symbols }, faults),
    faults,
  );
  if (fields.has('groupBounds') && !fields.has('groups')) {
    const reason = 'needs "groups", whose weights it bounds: send {"tech": ["AAPL", …], …} too';
    faults.push({ field: nameOf(fields, 'groupBounds'), reason });
  }
  if (groups === undefined) return [];
  const bound = readOptional(
    fields,
    'groupBounds',
    (name, value) => readGroupBounds(value, { name, groups, bounds }, faults),
    faults,
  );
  return bound ?? groups;
}
