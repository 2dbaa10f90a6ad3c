import type { Fault } from '../../errors.ts';
import { asArray, asNumber, asObject, asText, type Unknowns } from '../../prices/narrow.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

const shape =
  'must be a symbol such as "AAPL", a list of symbols in equal shares, or shares by symbol such as {"AAPL": 0.6, "GOOG": 0.4}';

/**
 * Reads one side of a view: a symbol, several in equal shares, or shares by symbol.
 *
 * @param faults  what is wrong is added here
 * @returns       shares above 0 that sum to 1; undefined when faulty
 */
export function readSide(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  const { name } = keys;
  if (value === undefined) {
    faults.push({ field: name, reason: `is missing: it ${shape}` });
    return undefined;
  }
  const object = asObject(value);
  if (object !== undefined) return readShares(object, keys, faults);
  const list = asText(value) === undefined ? asArray(value) : [value];
  if (list === undefined || list.length === 0) {
    faults.push({ field: name, reason: shape });
    return undefined;
  }
  return readEqual(list, keys, faults);
}

function readEqual(
  list: readonly unknown[],
  { name, symbols }: SymbolKeys,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  const own = list.map((one) => readSymbol(asText(one) ?? '') ?? one);
  const strange = own.filter((one) => !symbols.some((symbol) => symbol === one));
  if (strange.length > 0) {
    const listed = strange.slice(0, mostFaults).map((one) => clipped(asText(one) ?? String(one)));
    const reason = `names ${listed.join(', ')}, not among the symbols: leave out or add to "symbols"`;
    faults.push({ field: name, reason });
    return undefined;
  }
  if (new Set(own).size < own.length) {
    faults.push({ field: name, reason: 'names a symbol twice: leave one out' });
    return undefined;
  }
  return new Map(own.map((symbol) => [String(symbol), 1 / own.length]));
}

function readShares(
  object: Unknowns,
  keys: SymbolKeys,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  const { name } = keys;
  const before = faults.length;
  const shares = new Map<string, number>();
  for (const [symbol, value] of membersBySymbol(object, keys, faults)) {
    const share = asNumber(value);
    if (symbol !== '*' && share !== undefined && share >= 1e-6 && share <= 1e6) {
      shares.set(symbol, share);
    } else {
      const reason =
        symbol === '*'
          ? 'must name a symbol'
          : 'must be a share from 1e-6 to 1e6; only ratios count';
      faults.push({ field: `${name}.${symbol}`, reason });
    }
  }
  if (shares.size === 0 && faults.length === before) faults.push({ field: name, reason: shape });
  if (faults.length > before) return undefined;
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  return new Map(Array.from(shares, ([symbol, share]) => [symbol, share / total]));
}
