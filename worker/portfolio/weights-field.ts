import type { Fault } from '../errors.ts';
import { asObject } from '../prices/narrow.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';

/** The largest weight of either sign: more is no portfolio but a slip of the comma. */
const greatestWeight = 10;
/** How far from 1 weights may add up to: six printed decimals are enough. */
const sumTolerance = 1e-6;

/**
 * Reads `{"AAPL": 0.5, …}`: weights by symbol, of any sign, adding up to 1.
 *
 * @param most    more weights are refused unread
 * @param faults  what is wrong is added here, the first 20 and a count
 * @returns       weights by symbol in capitals, divided by their sum; undefined when faulty
 */
export function readWeights(
  value: unknown,
  most: number,
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
  return found.length > 0 ? undefined : normalised(weights, faults);
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

function normalised(
  weights: ReadonlyMap<string, number>,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  if (Math.abs(sum - 1) <= sumTolerance) {
    return new Map(Array.from(weights, ([symbol, weight]) => [symbol, weight / sum]));
  }
  const reason = `add up to ${Number(sum.toPrecision(12))} and not to 1: mend them, or divide each by that`;
  faults.push({
    field: 'weights',
    reason: sum === 0 ? 'add up to 0 and not to 1: mend them' : reason,
  });
  return undefined;
}
