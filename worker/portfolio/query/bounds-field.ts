import type { Fault } from '../../errors.ts';
import { asArray, asNumber, asObject } from '../../prices/narrow.ts';
import type { WeightRanges } from '../mix/mix-question.ts';
import { mostFaults } from './fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

/** Beyond it a weight is a slip of the pen rather than leverage. */
const greatest = 10;
/** What null stands for: no bound but that of a whole portfolio. */
const none = { lower: -1, upper: 1 };
/** Sums of bounds this near 1 count as 1. */
const rounding = 1e-12;

const shape = `must be [lower, upper] such as [0, 0.3], each a number from -${greatest} to ${greatest} or null`;

type Pair = readonly [lower: number, upper: number];
const longOnly: Pair = [0, 1];

/** Bounds of weights that add up to 0, where none are sent. */
export function neutralBounds(count: number): WeightRanges {
  return { lower: Array(count).fill(none.lower), upper: Array(count).fill(none.upper) };
}

/** Bounds of every weight where none are sent: long-only. */
export function longOnlyBounds(count: number): WeightRanges {
  return { lower: Array(count).fill(longOnly[0]), upper: Array(count).fill(longOnly[1]) };
}

/**
 * Reads bounds of weights: `[lower, upper]` for all symbols, or by symbol with "*" for the others,
 * which are long-only otherwise. Null is no bound, which means −1 below and 1 above.
 *
 * @param keys    with what the weights add up to, 1 by default
 * @param faults  what is wrong is added here: also bounds that no weights of that sum keep
 * @returns       undefined when faulty
 */
export function readBounds(
  value: unknown,
  keys: SymbolKeys & { readonly budget?: number },
  faults: Fault[],
): WeightRanges | undefined {
  const before = faults.length;
  const pairs = readPairs(value, keys, faults);
  if (faults.length > before) return undefined;
  const bounds = { lower: pairs.map(([lower]) => lower), upper: pairs.map(([, upper]) => upper) };
  const reason = keys.symbols.length === 0 ? undefined : infeasible(bounds, keys.budget ?? 1);
  if (reason === undefined) return bounds;
  faults.push({ field: keys.name, reason });
  return undefined;
}

function readPairs(value: unknown, keys: SymbolKeys, faults: Fault[]): readonly Pair[] {
  const { name, symbols } = keys;
  if (asArray(value) !== undefined) {
    const pair = readPair(value, name, faults) ?? longOnly;
    return symbols.map(() => pair);
  }
  const object = asObject(value);
  if (object === undefined) {
    faults.push({ field: name, reason: `${shape}, or such pairs by symbol` });
    return [];
  }
  const told: Fault[] = [];
  const pairs = new Map<string, Pair>();
  for (const [symbol, one] of membersBySymbol(object, keys, told)) {
    const pair = readPair(one, `${name}.${symbol}`, told);
    if (pair !== undefined) pairs.set(symbol, pair);
  }
  faults.push(...told.slice(0, mostFaults));
  const others = pairs.get('*') ?? longOnly;
  return symbols.map((symbol) => pairs.get(symbol) ?? others);
}

function readPair(value: unknown, field: string, faults: Fault[]): Pair | undefined {
  const list = asArray(value) ?? [];
  const [lower, upper] = [boundOf(list[0], none.lower), boundOf(list[1], none.upper)];
  if (list.length !== 2 || lower === undefined || upper === undefined) {
    faults.push({ field, reason: shape });
    return undefined;
  }
  if (lower <= upper) return [lower, upper];
  faults.push({ field, reason: `has ${lower} above ${upper}: exchange the two` });
  return undefined;
}

function boundOf(value: unknown, fallback: number): number | undefined {
  if (value === null) return fallback;
  const number = asNumber(value);
  return number !== undefined && Math.abs(number) <= greatest ? number : undefined;
}

function infeasible({ lower, upper }: WeightRanges, budget: number): string | undefined {
  const [least, most] = [total(lower), total(upper)];
  if (least > budget + rounding) {
    return `asks for weights of at least ${rounded(least)} together, and they add up to ${budget}: lower the lower bounds`;
  }
  if (most < budget - rounding) {
    return `allows weights of at most ${rounded(most)} together, and they add up to ${budget}: raise the upper bounds`;
  }
  return undefined;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
