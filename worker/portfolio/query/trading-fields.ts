import type { Fault } from '../../errors.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import type { TradingTerms } from '../mix/mix-question.ts';
import { numberReader } from './fields.ts';
import { type Fields, nameOf, readOptional } from './query-fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

/** Beyond it a weight is a slip of the pen rather than leverage. */
const greatest = 10;
/** A higher cost is no cost but a slip of the comma. */
const highestRate = 0.5;

const readTurnover = numberReader({
  min: 0,
  max: 20,
  meaning: 'the most that ½Σ|w − current| may be, such as 0.2 for a fifth of the portfolio',
});

/**
 * Reads what a portfolio is changed from, and at what price.
 *
 * @param faults  what is wrong is added here: also terms of a trade from nothing
 * @returns       undefined where nothing is said of it, or when faulty
 */
export function readTrading(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): TradingTerms | undefined {
  const current = readOptional(
    fields,
    'currentWeights',
    (name, value) => readCurrent(value, { name, symbols }, faults),
    faults,
  );
  const maxTurnover = readOptional(fields, 'maxTurnover', readTurnover, faults);
  const costRates = readOptional(
    fields,
    'transactionCosts',
    (name, value) => readCosts(value, { name, symbols }, faults),
    faults,
  );
  if (!fields.has('currentWeights')) refuseWithout(fields, faults);
  if (current === undefined) return undefined;
  return {
    currentWeights: current,
    ...(costRates === undefined ? {} : { costRates }),
    ...(maxTurnover === undefined ? {} : { maxTurnover }),
  };
}

function refuseWithout(fields: Fields, faults: Fault[]): void {
  for (const field of ['maxTurnover', 'transactionCosts'] as const) {
    if (!fields.has(field)) continue;
    const reason =
      'needs "current_weights", from which is traded: send them, or {} where all is cash';
    faults.push({ field: nameOf(fields, field), reason });
  }
}

function readCurrent(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly number[] | undefined {
  const fault = `must be a share of the portfolio's value from -${greatest} to ${greatest}, such as 0.25 for 25 %`;
  return bySymbols(value, keys, {
    faults,
    shape: 'must be an object of shares of the value by symbol such as {"AAPL": 0.6}',
    read: (one) => {
      const number = asNumber(one);
      return number !== undefined && Math.abs(number) <= greatest ? number : fault;
    },
    others: false,
  });
}

function readCosts(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly number[] | undefined {
  const fault = `must be a share of the value traded from 0 to ${highestRate}, such as 0.001`;
  const read = (one: unknown): number | string => {
    const number = asNumber(one);
    return number !== undefined && number >= 0 && number <= highestRate ? number : fault;
  };
  if (asObject(value) === undefined) {
    const rate = read(value);
    if (typeof rate === 'number') return keys.symbols.map(() => rate);
    faults.push({ field: keys.name, reason: `${fault}, or such numbers by symbol` });
    return undefined;
  }
  return bySymbols(value, keys, { faults, shape: fault, read, others: true });
}

interface Reading {
  readonly faults: Fault[];
  readonly shape: string;
  /** The number, or what is wrong with it. */
  readonly read: (value: unknown) => number | string;
  /** Whether "*" may stand for those not named; these have 0 otherwise. */
  readonly others: boolean;
}

function bySymbols(
  value: unknown,
  keys: SymbolKeys,
  { faults, shape, read, others }: Reading,
): readonly number[] | undefined {
  const object = asObject(value);
  if (object === undefined) {
    faults.push({ field: keys.name, reason: shape });
    return undefined;
  }
  const before = faults.length;
  const numbers = new Map<string, number>();
  for (const [symbol, one] of membersBySymbol(object, keys, faults)) {
    const number = symbol === '*' && !others ? 'must name a symbol' : read(one);
    if (typeof number === 'number') numbers.set(symbol, number);
    else faults.push({ field: `${keys.name}.${symbol}`, reason: number });
  }
  if (faults.length > before) return undefined;
  return keys.symbols.map((symbol) => numbers.get(symbol) ?? numbers.get('*') ?? 0);
}
