import type { Fault } from '../../errors.ts';
import { asObject } from '../../prices/narrow.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';

/** The largest weight of either sign: more is no portfolio but a slip of the comma. */
const greatestWeight = 10;
/** How far from 1 weights may add up to: six printed decimals are enough. */
const sumTolerance = 1e-6;
const sumRounding = 1e-12;

/** What weights have to be like. */
export interface WeightsRule {
  /** More of them are refused unread. */
  readonly most: number;
  /** What they add up to: 1, or less where cash is held beside them. Above 0. */
  readonly total: number;
}

/**
 * Reads `{"AAPL": 0.5, …}`: weights by symbol, of any sign, adding up to a total.
 *
 * @param faults  what is wrong is added here, the first 20 and a count
 * @returns       weights by symbol in capitals, scaled to add up to it; undefined when faulty
 */
export function readWeights(
  value: unknown,
  { most, total }: WeightsRule,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  const given = asObject(value);
  const names = Object.keys(given ?? {});
  if (given === undefined || names.length === 0) {
    faults.push({
      field: 'weights',
      reason: 'must be an object such as {"AAPL": 0.6, "GOOG": 0.4}',
    });
    return undefined;
  }
  if (names.length > most) {
    faults.push({
      field: 'weights',
      reason: `has ${names.length} symbols: at most ${most} are read`,
    });
    return undefined;
  }
  const weights = new Map<string, number>();
  const found: Fault[] = [];
  for (const name of names) {
    const reason = weightFault(name, given[name], weights);
    if (reason !== undefined) found.push({ field: `weights.${clipped(name)}`, reason });
  }
  faults.push(...found.slice(0, mostFaults));
  if (found.length > mostFaults) {
    faults.push({ field: 'weights', reason: `has ${found.length - mostFaults} more faults` });
  }
  return found.length > 0 ? undefined : scaled(weights, total, faults);
}

/** Adds a weight to the others, or says what is wrong with it. */
function weightFault(
  name: string,
  value: unknown,
  weights: Map<string, number>,
): string | undefined {
  const symbol = readSymbol(name);
  if (symbol === undefined) return 'is not a symbol: 1 to 20 letters, digits or . - ^ =';
  if (weights.has(symbol)) return `${symbol} stands there twice`;
  if (typeof value !== 'number' || !(Math.abs(value) <= greatestWeight)) {
    return `must be a number from -${greatestWeight} to ${greatestWeight}, such as 0.25 for 25 %`;
  }
  weights.set(symbol, value);
  return undefined;
}

function scaled(
  weights: ReadonlyMap<string, number>,
  total: number,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  // The rounding of the sum itself is no reason to touch what the client wrote.
  if (Math.abs(sum - total) <= sumRounding) return weights;
  if (Math.abs(sum - total) <= sumTolerance) {
    return new Map(Array.from(weights, ([symbol, weight]) => [symbol, (weight * total) / sum]));
  }
  const found = `add up to ${printed(sum)} and not to ${printed(total)}`;
  const cure = sum > 0 ? `mend them, or multiply each by ${printed(total / sum)}` : 'mend them';
  faults.push({ field: 'weights', reason: `${found}: ${cure}` });
  return undefined;
}

/** A sum without the rounding of its last digits. */
function printed(value: number): number {
  return Number(value.toPrecision(12));
}
