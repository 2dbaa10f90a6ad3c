import type { Fault } from '../../errors.ts';
import { asObject } from '../../prices/narrow.ts';
import type { PriceQuestion } from '../window/material.ts';
import { clipped, mostFaults, readRiskFreeRate } from './fields.ts';
import { type PortfolioQuery, type QueryLimits, readQuery } from './query.ts';
import type { SentField } from './simple-fields.ts';
import { readWeights, type WeightsRule } from './weights-field.ts';

/** A question about weights that the client names. */
export interface WeightsQuery extends PriceQuestion {
  readonly warnings: readonly string[];
  /** One a symbol, of any sign, summing to 1, or to what is left beside cash. */
  readonly weights: readonly number[];
  /** Effective per year; with a benchmark, too. */
  readonly riskFreeRate: number;
  /** How many closes make a year: 252 for trading days. */
  readonly periodsPerYear: number;
}

/** A question about weights as far as it could be read. */
export interface WeightsReading {
  /** Undefined when a field is faulty. */
  readonly query: WeightsQuery | undefined;
  readonly faults: Fault[];
  /** Those that sources are to be asked for; empty when the symbols themselves are at fault. */
  readonly symbols: readonly string[];
}

/** What a kind of question adds to those about weights. */
export interface OwnFields {
  /** Of the fields that it reads by itself. */
  readonly names: readonly string[];
  /** What the weights add up to. */
  readonly total: number;
}

/** What such a question shares with the one for an optimum, read there. */
const sharedNames = [
  'symbols',
  'start_date',
  'startDate',
  'end_date',
  'endDate',
  'benchmark',
  'prices',
  'periods_per_year',
] as const;

/**
 * Reads what all questions about given weights have in common, and collects every fault.
 *
 * @param body  any JSON value
 * @param own   what the kind of question adds
 */
export function readWeightsQuery(
  body: unknown,
  limits: QueryLimits,
  own: OwnFields,
): WeightsReading {
  const fields = asObject(body);
  if (fields === undefined) {
    const reason = 'must be a JSON object with "weights", "start_date" and "end_date"';
    return { query: undefined, faults: [{ field: 'body', reason }], symbols: [] };
  }
  const faults = unknownFields(fields, [...sharedNames, 'weights', 'risk_free_rate', ...own.names]);
  const weights = weightsOf(
    fields['weights'],
    { most: limits.maxSymbols, total: own.total },
    faults,
  );
  const rate = fields['risk_free_rate'];
  const riskFreeRate = rate === undefined ? 0 : readRiskFreeRate('risk_free_rate', rate, faults);
  const shared = readShared(fields, weights, limits);
  faults.push(...shared.faults);
  const read = { query: undefined, faults, symbols: shared.symbols };
  if (shared.query === undefined || weights === undefined) return read;
  faults.push(...strangers(shared.query.symbols, weights));
  if (faults.length > 0 || riskFreeRate === undefined) return read;
  return { ...read, query: weightsQuery(shared.query, weights, riskFreeRate) };
}

/** A field of the body, for the readers of simple fields. */
export function sentField(body: unknown, name: string): SentField {
  return { name, value: asObject(body)?.[name] };
}

function weightsQuery(
  { symbols, span, benchmark, sentPrices, periodsPerYear, warnings }: PortfolioQuery,
  weights: ReadonlyMap<string, number>,
  riskFreeRate: number,
): WeightsQuery {
  return {
    symbols,
    span,
    benchmark,
    sentPrices,
    warnings,
    weights: symbols.map((symbol) => weights.get(symbol) ?? 0),
    riskFreeRate,
    periodsPerYear,
  };
}

function unknownFields(
  fields: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Fault[] {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  const faults = unknown.slice(0, mostFaults).map((name) => ({
    field: clipped(name),
    reason: `is not a field: those are ${known.join(', ')}`,
  }));
  const more = unknown.length - mostFaults;
  if (more > 0) faults.push({ field: 'body', reason: `has ${more} more that are no fields` });
  return faults;
}

function weightsOf(
  value: unknown,
  rule: WeightsRule,
  faults: Fault[],
): ReadonlyMap<string, number> | undefined {
  if (value !== undefined) return readWeights(value, rule, faults);
  const reason = 'is missing: say how much of each symbol, such as {"AAPL": 0.6, "GOOG": 0.4}';
  faults.push({ field: 'weights', reason });
  return undefined;
}

/** Without `symbols`, the names of the weights are the symbols, and what is wrong is theirs. */
function readShared(
  fields: Readonly<Record<string, unknown>>,
  weights: ReadonlyMap<string, number> | undefined,
  limits: QueryLimits,
): ReturnType<typeof readQuery> {
  const shared: Record<string, unknown> = {};
  for (const name of sharedNames) if (name in fields) shared[name] = fields[name];
  if ('symbols' in fields) return readQuery(shared, limits);
  const reading = readQuery({ ...shared, symbols: [...(weights?.keys() ?? ['X'])] }, limits);
  if (weights !== undefined) return reading;
  // Which symbols are meant is not known, and what is wrong with the weights is told already.
  const faults = reading.faults.filter((fault) => fault.symbols === undefined);
  return { query: undefined, faults, symbols: [] };
}

/** Symbols without a weight and weights without a symbol: a slip of the pen, most likely. */
function strangers(
  symbols: readonly string[],
  weights: ReadonlyMap<string, number>,
): readonly Fault[] {
  const unnamed = [...weights.keys()].filter((name) => !symbols.includes(name));
  const unweighted = symbols.filter((symbol) => !weights.has(symbol));
  return [
    ...fault(
      unnamed,
      (names) => `${names} stands not among the symbols: name it there, or leave "symbols" out`,
    ),
    ...fault(
      unweighted,
      (names) => `has no weight for ${names}: give it one (0 will do), or leave it out`,
    ),
  ];
}

function fault(symbols: readonly string[], reason: (names: string) => string): readonly Fault[] {
  if (symbols.length === 0) return [];
  return [{ field: 'weights', reason: reason(symbols.join(', ')), symbols }];
}
