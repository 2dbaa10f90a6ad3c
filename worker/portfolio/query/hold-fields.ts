import type { Fault } from '../../errors.ts';
import type { HoldQuestion } from '../hold/hold-question.ts';
import type { WeightRanges } from '../mix/mix-question.ts';
import { readBounds } from './bounds-field.ts';
import { constraintFields } from './constraint-fields.ts';
import { estimateFields } from './estimate-fields.ts';
import { readObjective } from './objective-fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { refuse } from './refuse.ts';

/** Fields that only a fixed mix looks at. */
const mixFields = [
  'l2',
  ...estimateFields,
  ...constraintFields,
] as const satisfies readonly FieldName[];

/**
 * Reads what is asked of a portfolio that is bought and held for the best ratio. It takes no estimate,
 * and is long-only.
 *
 * @param symbols  in the query's order; empty where they are at fault
 * @param faults   what is wrong is added here
 */
export function readHold(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): HoldQuestion {
  const reason =
    'applies to a fixed mix only: send "portfolio": "fixed_mix" with it, or leave it out';
  refuse(fields, mixFields, reason, faults);
  const bounds = readOptional(
    fields,
    'bounds',
    (name, value) => readBounds(value, { name, symbols }, faults),
    faults,
  );
  if (bounds !== undefined) refuseShorts(fields, bounds, faults);
  readObjective(fields, symbols, faults);
  const portfolio = 'buy_and_hold';
  return bounds === undefined || isLongOnly(bounds) ? { portfolio } : { portfolio, bounds };
}

/** Whether weights from 0 to 1 are all there is to keep to. */
function isLongOnly({ lower, upper }: WeightRanges): boolean {
  return lower.every((least) => least === 0) && upper.every((most) => most === 1);
}

function refuseShorts(fields: Fields, { lower, upper }: WeightRanges, faults: Fault[]): void {
  if (lower.every((least) => least >= 0) && upper.every((most) => most <= 1)) return;
  const held = 'a portfolio that is bought and held has neither short sales nor loans';
  const cure =
    'send lower bounds from 0 and upper bounds up to 1, or "portfolio": "fixed_mix" with these';
  faults.push({ field: nameOf(fields, 'bounds'), reason: `${held}: ${cure}` });
}
