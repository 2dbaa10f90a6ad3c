import type { Fault } from '../../errors.ts';
import type { TradeTerms } from '../../kernels/shares/share-positions.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import type { ShareTerms } from '../shares/share-plan.ts';
import { choiceReader, mostFaults, numberReader } from './fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

/** Fields that tell how the amount is turned into shares. */
export const shareFields = [
  'shares',
  'lotSize',
  'allocation',
  'feePerTrade',
  'feeRate',
  'minTrade',
  'holdings',
  'shortProceeds',
  'shortRatio',
] as const satisfies readonly FieldName[];

/** A millionth of a share is the least that brokers sell. */
const fractionalLot = 1e-6;
const [leastLot, greatestLot] = [1e-9, 1e9];
const greatestHolding = 1e15;

const readDivisible = choiceReader(['whole', 'fractional']);
const readAllocation = choiceReader(['greedy', 'milp']);
const readShortProceeds = choiceReader(['invested', 'kept']);
const readFee = numberReader({ min: 0, max: 1e12, meaning: 'what a trade costs, such as 1.5' });
const readFeeRate = numberReader({
  min: 0,
  max: 0.1,
  meaning: 'a share of the money that a trade moves, such as 0.001 for 0.1 %',
});
const readMinTrade = numberReader({
  min: 0,
  max: 1e30,
  meaning: 'the least money that a trade moves, such as 50',
});
const readShortRatio = numberReader({
  min: 0,
  max: 10,
  meaning: 'all short positions as a share of the value, such as 0.3',
});

/** What the reading of such fields depends on. */
export interface ShareContext {
  /** In the query's order; empty where they are at fault. */
  readonly symbols: readonly string[];
  readonly answer: 'portfolio' | 'frontier' | 'walk-forward';
}

/**
 * Reads how shares are bought and sold.
 *
 * @param faults  what is wrong is added here: also such fields without an amount or holdings
 * @returns       undefined where no shares are asked for, or a field is faulty
 */
export function readShareTerms(
  fields: Fields,
  { symbols, answer }: ShareContext,
  faults: Fault[],
): ShareTerms | undefined {
  // The others refuse such fields by themselves.
  if (answer !== 'portfolio') return undefined;
  if (!fields.has('amount') && !fields.has('holdings')) {
    const reason = 'tells how shares are bought: send "principle" or "holdings" with it';
    const sent = shareFields.filter((field) => fields.has(field));
    faults.push(...sent.map((field) => ({ field: nameOf(fields, field), reason })));
    return undefined;
  }
  const before = faults.length;
  const divisible = readOptional(fields, 'shares', readDivisible, faults) ?? 'whole';
  const terms: ShareTerms = {
    divisible,
    lots: readLots(fields, { divisible, symbols }, faults),
    holdings: readHoldings(fields, symbols, faults),
    allocation: readOptional(fields, 'allocation', readAllocation, faults) ?? 'greedy',
    ...readFees(fields, faults),
    ...readShorts(fields, faults),
  };
  return faults.length > before ? undefined : terms;
}

function readFees(fields: Fields, faults: Fault[]): TradeTerms {
  return {
    feePerTrade: readOptional(fields, 'feePerTrade', readFee, faults) ?? 0,
    feeRate: readOptional(fields, 'feeRate', readFeeRate, faults) ?? 0,
    minTrade: readOptional(fields, 'minTrade', readMinTrade, faults) ?? 0,
  };
}

function readShorts(
  fields: Fields,
  faults: Fault[],
): Pick<ShareTerms, 'shortProceeds' | 'shortRatio'> {
  const shortProceeds = readOptional(fields, 'shortProceeds', readShortProceeds, faults);
  const shortRatio = readOptional(fields, 'shortRatio', readShortRatio, faults);
  return {
    shortProceeds: shortProceeds ?? 'invested',
    ...(shortRatio === undefined ? {} : { shortRatio }),
  };
}

function readLots(
  fields: Fields,
  { divisible, symbols }: Pick<ShareTerms, 'divisible'> & { readonly symbols: readonly string[] },
  faults: Fault[],
): readonly number[] {
  const usual = divisible === 'whole' ? 1 : fractionalLot;
  const sent = fields.get('lotSize');
  if (sent === undefined) return symbols.map(() => usual);
  const fault = (value: unknown): string | undefined => lotFault(value, divisible);
  if (asObject(sent.value) === undefined) {
    const reason = fault(sent.value);
    if (reason !== undefined)
      faults.push({ field: sent.name, reason: `${reason}, or such by symbol` });
    return symbols.map(() => Number(sent.value));
  }
  const lots = readNumbers(sent.value, { name: sent.name, symbols }, fault, faults);
  return symbols.map((symbol) => lots.get(symbol) ?? lots.get('*') ?? usual);
}

function lotFault(value: unknown, divisible: ShareTerms['divisible']): string | undefined {
  const lot = asNumber(value) ?? Number.NaN;
  if (divisible === 'whole') {
    if (Number.isInteger(lot) && lot >= 1 && lot <= greatestLot) return undefined;
    return `must be a whole number of shares from 1 to ${greatestLot}; send "shares": "fractional" for parts of them`;
  }
  if (lot >= leastLot && lot <= greatestLot) return undefined;
  return `must be a number of shares from ${leastLot} to ${greatestLot}, such as 0.001`;
}

function readHoldings(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): readonly number[] {
  const sent = fields.get('holdings');
  if (sent === undefined) return symbols.map(() => 0);
  const held = readNumbers(sent.value, { name: sent.name, symbols }, holdingFault, faults);
  if (held.has('*')) faults.push({ field: `${sent.name}.*`, reason: 'must name a symbol' });
  return symbols.map((symbol) => held.get(symbol) ?? 0);
}

function holdingFault(value: unknown): string | undefined {
  const shares = asNumber(value) ?? Number.NaN;
  if (Math.abs(shares) <= greatestHolding) return undefined;
  return `must be a number of shares from -${greatestHolding} to ${greatestHolding}, below 0 for a short position`;
}

/** Numbers by symbol, for as many symbols as the client likes. */
function readNumbers(
  value: unknown,
  { name, symbols }: SymbolKeys,
  fault: (value: unknown) => string | undefined,
  faults: Fault[],
): ReadonlyMap<string, number> {
  const object = asObject(value);
  if (object === undefined) {
    faults.push({ field: name, reason: 'must be an object by symbol such as {"AAPL": 10}' });
    return new Map();
  }
  // Which symbols there are is not known where they are at fault, and that is told already.
  if (symbols.length === 0) return new Map();
  const members = membersBySymbol(object, { name, symbols }, faults);
  const wrong = [...members].flatMap(([symbol, one]) => {
    const reason = fault(one);
    return reason === undefined ? [] : [{ field: `${name}.${symbol}`, reason }];
  });
  faults.push(...wrong.slice(0, mostFaults));
  return new Map([...members].map(([symbol, one]) => [symbol, Number(one)]));
}
