import { type Fault, InvalidQuery } from '../../errors.ts';
import { type Day, isoDate, tradingDaysPerYear } from '../../prices/day.ts';
import type { Series, Span } from '../../prices/series.ts';
import type { HoldQuestion } from '../hold/hold-question.ts';
import type { MixQuestion, WeightRanges } from '../mix/mix-question.ts';
import type { ShareTerms } from '../shares/share-plan.ts';
import { type BootstrapQuestion, readBootstrap } from './bootstrap-field.ts';
import { readDate } from './calendar-date.ts';
import {
  readAmount,
  readBenchmark,
  readDateText,
  readFlag,
  readPeriodsPerYear,
  readRiskFreeRate,
  readSymbols,
} from './fields.ts';
import { type MixContext, readMix } from './mix-fields.ts';
import { collectFields, type Fields, nameOf, readOptional } from './query-fields.ts';
import { seriesFromRequest } from './sent-prices.ts';
import { readShareTerms } from './share-fields.ts';

/** A question that has been understood. */
export interface PortfolioQuery {
  /** Upper case, sorted, without duplicates. */
  readonly symbols: readonly string[];
  /** The window asked for, both days inclusive. */
  readonly span: Span;
  /** The amount to invest; undefined when the client named none. */
  readonly amount: number | undefined;
  /** The amount exactly as the client wrote it: number or text. */
  readonly amountAsSent: number | string | null;
  /** How the amount is turned into shares; undefined where none are asked for. */
  readonly shareTerms: ShareTerms | undefined;
  /** The symbol whose returns are subtracted; null for the risk-free definition. */
  readonly benchmark: string | null;
  /** Effective per year; used with `benchmark: null` only. */
  readonly riskFreeRate: number;
  /** How many closes make a year, by which figures are annualised: 252 for trading days. */
  readonly periodsPerYear: number;
  /** What is asked of a fixed mix; absent where the buy-and-hold ratio is maximised. */
  readonly mix?: MixQuestion;
  /** Of the weights to buy and hold, none below 0; absent for weights from 0 to 1, and for a mix. */
  readonly holdBounds?: WeightRanges;
  /** Whether to bound the global optimum where that is affordable. */
  readonly globalBound: boolean;
  /** How sure the weights are; absent where that is not asked. */
  readonly bootstrap?: BootstrapQuestion;
  /** Prices that came with the request, by symbol. */
  readonly sentPrices: ReadonlyMap<string, Series>;
  /** What the client should know of how the query was read. */
  readonly warnings: readonly string[];
}

/** A query as far as it could be read, for telling faults of its symbols together with the rest. */
export interface Reading {
  readonly query: PortfolioQuery | undefined;
  readonly faults: readonly Fault[];
  /** Those that sources are to be asked for; empty when the symbols themselves are at fault. */
  readonly symbols: readonly string[];
}

/** Bounds that the worker's settings give, and what is to be answered. */
export interface QueryLimits {
  readonly maxSymbols: number;
  /** One portfolio, which is the default, the frontier of all efficient ones, or many on the way. */
  readonly answer?: MixContext['answer'];
  /** Fields that the question has beside those of a query, read by somebody else. */
  readonly readElsewhere?: readonly string[];
}

/**
 * Reads a query from what a client sent, aliases included, and collects every fault.
 *
 * @param body  any JSON value
 */
export function readQuery(body: unknown, limits: QueryLimits): Reading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const reason = 'must be a JSON object with "symbols", "start_date" and "end_date"';
    return { query: undefined, faults: [{ field: 'body', reason }], symbols: [] };
  }
  const faults: Fault[] = [];
  const fields = collectFields(body, faults, limits.readElsewhere);
  const query = readFields(fields, limits, faults);
  return {
    query: faults.length === 0 ? query : undefined,
    faults,
    symbols: fields.has('prices') ? [] : query.symbols,
  };
}

/**
 * The query of a reading.
 *
 * @throws {InvalidQuery} with every fault
 */
export function validQuery(reading: Reading): PortfolioQuery {
  if (reading.query === undefined) throw new InvalidQuery(reading.faults);
  return reading.query;
}

function readFields(fields: Fields, limits: QueryLimits, faults: Fault[]): PortfolioQuery {
  const given = readOptional(fields, 'symbols', readSymbols, faults);
  const sent = fields.get('prices');
  // The benchmark may be among them.
  const sentSeries = sent && seriesFromRequest(sent.value, limits.maxSymbols + 1, faults);
  const sentPrices = sentSeries ?? new Map<string, Series>();
  const pricesFaulty = sent !== undefined && sentSeries === undefined;
  const benchmark = readOptional(fields, 'benchmark', readBenchmark, faults);
  const riskFreeRate = readOptional(fields, 'riskFreeRate', readRiskFreeRate, faults);
  const chosenBenchmark = benchmark === undefined ? 'SPY' : benchmark;
  const symbols = chooseSymbols(
    given,
    { fields, sentPrices, pricesFaulty, benchmark: chosenBenchmark, limits },
    faults,
  );
  const bootstrap = readOptional(fields, 'bootstrap', readBootstrap, faults);
  const answer = limits.answer ?? 'portfolio';
  const question = readMix(fields, { symbols, answer }, faults);
  // On the way it is what cash earns.
  const idle = isHold(question) && limits.answer !== 'walk-forward';
  if (idle) refuseIdleRate(riskFreeRate, chosenBenchmark, faults);
  return {
    symbols,
    span: readSpan(fields, { sentPrices, pricesFaulty }, faults),
    amount: readOptional(fields, 'amount', readAmount, faults),
    amountAsSent: amountAsSent(fields.get('amount')?.value),
    shareTerms: readShareTerms(fields, { symbols, answer }, faults),
    benchmark: chosenBenchmark,
    riskFreeRate: riskFreeRate ?? 0,
    periodsPerYear: readPeriods(fields, faults),
    globalBound: readOptional(fields, 'globalBound', readFlag, faults) ?? true,
    ...asked(question),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    sentPrices,
    warnings: duplicateWarning(given ?? []),
  };
}

type Question = ReturnType<typeof readMix>;

function isHold(question: Question): question is HoldQuestion {
  return question !== undefined && 'portfolio' in question;
}

function asked(question: Question): Pick<PortfolioQuery, 'mix' | 'holdBounds'> {
  if (question === undefined) return {};
  if (!isHold(question)) return { mix: question };
  return question.bounds === undefined ? {} : { holdBounds: question.bounds };
}

function readPeriods(fields: Fields, faults: Fault[]): number {
  return readOptional(fields, 'periodsPerYear', readPeriodsPerYear, faults) ?? tradingDaysPerYear;
}

function refuseIdleRate(
  riskFreeRate: number | undefined,
  benchmark: string | null,
  faults: Fault[],
): void {
  if (riskFreeRate === undefined || benchmark === null) return;
  const reason = `applies without a benchmark only: send "benchmark": null with it`;
  faults.push({ field: 'risk_free_rate', reason });
}

/** What came of the prices sent with the query. */
interface Sent {
  /** Empty when none were sent, and when they were faulty. */
  readonly sentPrices: ReadonlyMap<string, Series>;
  /** What they would have given must not be missed, for that would not be the client's fault. */
  readonly pricesFaulty: boolean;
}

interface SymbolContext extends Sent {
  readonly fields: Fields;
  readonly benchmark: string | null;
  readonly limits: QueryLimits;
}

function chooseSymbols(
  given: readonly string[] | undefined,
  { fields, sentPrices, pricesFaulty, benchmark, limits }: SymbolContext,
  faults: Fault[],
): readonly string[] {
  const sent = [...sentPrices.keys()].filter((name) => name !== benchmark);
  const symbols = inJsonOrder(given ?? sent);
  if (symbols.length === 0 && !fields.has('symbols') && !pricesFaulty) {
    faults.push({ field: 'symbols', reason: 'is missing: name the symbols to choose from' });
  }
  if (symbols.length > limits.maxSymbols) {
    const reason = `has ${symbols.length} symbols: at most ${limits.maxSymbols} are optimised at once`;
    faults.push({ field: 'symbols', reason });
    return [];
  }
  const unsent = sentPrices.size === 0 ? [] : symbols.filter((name) => !sentPrices.has(name));
  if (unsent.length > 0) {
    const reason = `has no closes for ${unsent.join(', ')}: send them, or leave "prices" out`;
    faults.push({ field: 'prices', reason, symbols: unsent });
  }
  return symbols;
}

/**
 * Without duplicates and sorted as objects list their members, whole numbers first: weights are to
 * add up to 1 in the order in which the answer shows them.
 */
function inJsonOrder(symbols: readonly string[]): readonly string[] {
  return Object.keys(Object.fromEntries([...symbols].sort().map((symbol) => [symbol, true])));
}

function readSpan(fields: Fields, { sentPrices, pricesFaulty }: Sent, faults: Fault[]): Span {
  const sent = [...sentPrices.values()].filter((series) => series.days.length > 0);
  const [earliest, latest] = pricesFaulty
    ? [Number.NaN, Number.NaN]
    : [
        Math.min(...sent.map((s) => s.days[0] ?? 0)),
        Math.max(...sent.map((s) => s.days.at(-1) ?? 0)),
      ];
  const first = readDay(fields, 'startDate', earliest, faults);
  const last = readDay(fields, 'endDate', latest, faults);
  if (first > last) {
    faults.push({
      field: nameOf(fields, 'startDate'),
      reason: `${isoDate(first)} lies after ${nameOf(fields, 'endDate')} ${isoDate(last)}: exchange the two`,
    });
  }
  return { first, last };
}

/**
 * A missing date is a fault unless prices were sent.
 *
 * @param fallback  their first or last day; infinite without any, NaN where they are faulty
 */
function readDay(
  fields: Fields,
  field: 'startDate' | 'endDate',
  fallback: Day,
  faults: Fault[],
): Day {
  const name = nameOf(fields, field);
  if (!fields.has(field)) {
    if (Number.isFinite(fallback) || Number.isNaN(fallback)) return fallback;
    faults.push({ field: name, reason: 'is missing: give a date such as "2012-01-31"' });
    return Number.NaN;
  }
  const text = readOptional(fields, field, readDateText, faults);
  if (text === undefined) return Number.NaN;
  const reading = readDate(text);
  if ('day' in reading) return reading.day;
  faults.push({ field: name, reason: reading.fault });
  return Number.NaN;
}

function amountAsSent(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function duplicateWarning(symbols: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of symbols) (seen.has(name) ? repeated : seen).add(name);
  if (repeated.size === 0) return [];
  return [`${[...repeated].join(', ')} was named more than once and counted once.`];
}
