import type { Fault } from '../../errors.ts';
import type { PositionTerms, WeightRanges } from '../mix/mix-question.ts';
import { numberReader, wholeReader } from './fields.ts';
import { type Fields, nameOf, readOptional } from './query-fields.ts';

const readMost = wholeReader({ min: 1, max: 999, meaning: 'how many symbols to hold at most' });
const readLeast = numberReader({
  min: 1e-6,
  max: 1,
  meaning: 'the least weight of a symbol that is held at all, such as 0.05',
});
/** Sums this near to 1 count as 1. */
const rounding = 1e-12;

/**
 * Reads how many symbols may be held, and how little of each.
 *
 * @param faults  what is wrong is added here: also what bounds rule out
 * @returns       undefined where nothing is said of it, or when faulty
 */
export function readPositions(
  fields: Fields,
  bounds: WeightRanges,
  faults: Fault[],
): PositionTerms | undefined {
  const most = readOptional(fields, 'maxPositions', readMost, faults);
  const least = readOptional(fields, 'minPosition', readLeast, faults);
  const before = faults.length;
  if (most !== undefined) tell(fields, 'maxPositions', tooFew(most, bounds), faults);
  if (least !== undefined) tell(fields, 'minPosition', tooLarge(least, most, bounds), faults);
  if (faults.length > before || (most === undefined && least === undefined)) return undefined;
  return {
    ...(most === undefined ? {} : { most }),
    ...(least === undefined ? {} : { least }),
  };
}

function tell(
  fields: Fields,
  field: 'maxPositions' | 'minPosition',
  reason: string | undefined,
  faults: Fault[],
): void {
  if (reason !== undefined) faults.push({ field: nameOf(fields, field), reason });
}

function tooFew(most: number, { lower, upper }: WeightRanges): string | undefined {
  const held = lower.filter((below, i) => below > 0 || (upper[i] ?? 0) < 0).length;
  if (held > most) {
    return `allows ${most}, and "bounds" keep ${held} symbols from having no weight: raise it, or let bounds include 0`;
  }
  const largest = [...upper].sort((one, other) => other - one).slice(0, most);
  const sum = largest.reduce((total, above) => total + above, 0);
  if (upper.length === 0 || sum >= 1 - rounding) return undefined;
  return `allows ${most}, and with "bounds" so many add up to at most ${Number(sum.toPrecision(6))}: raise it, or widen the bounds`;
}

function tooLarge(
  least: number,
  most: number | undefined,
  { lower, upper }: WeightRanges,
): string | undefined {
  const sizes = upper.map((above, i) => Math.max(above, -(lower[i] ?? 0)));
  if (sizes.length > 0 && sizes.every((size) => size < least)) {
    return `is ${least}, and "bounds" allow no weight so large: lower it, or widen the bounds`;
  }
  const forced = lower.findIndex((below, i) => {
    const above = upper[i] ?? 0;
    return (below > 0 && above < least) || (above < 0 && -below < least);
  });
  if (forced < 0 || most === 0) return undefined;
  return `is ${least}, and "bounds" ask for a smaller weight of at least one symbol: lower it, or let these bounds include 0`;
}
