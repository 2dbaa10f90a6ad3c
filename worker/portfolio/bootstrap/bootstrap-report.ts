import { quantile } from '../../kernels/samples/quantile.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import type { UncertainQuery } from './bootstrap.ts';
import { faultName } from './drawn-faults.ts';
import type { Drawn } from './draws.ts';
import type { Outcome } from './optimisation.ts';

/** Weights nearer to 0 do not count as held: an optimum leaves out what it does not want. */
const leastHeld = 1e-6;

/** What is to be told. */
export interface Resampled {
  readonly query: UncertainQuery;
  readonly drawn: readonly Drawn[];
  /** The (mean) length of a block that was used. */
  readonly blockDays: number;
  /** How many returns were drawn from. */
  readonly days: number;
}

/** An answer's `bootstrap`, in the words of the contract. */
export function toldBootstrap({ query, drawn, blockDays, days }: Resampled): Report {
  const { samples, method, seed, level, blockDays: given } = query.bootstrap;
  const answered = drawn.flatMap(({ outcome }) => (outcome?.answered ? [outcome] : []));
  const weights = (column: number): Float64Array =>
    Float64Array.from(answered, (outcome) => outcome.weights[column] ?? 0);
  return {
    samples,
    answered: answered.length,
    failed: failures(drawn),
    method,
    block_days: blockDays,
    block_days_from: given === undefined ? 'returns' : 'request',
    returns_drawn: days,
    seed,
    level,
    weights: bySymbol(query.symbols, (i) => told(weights(i), level)),
    held: bySymbol(query.symbols, (i) => shareHeld(weights(i))),
    sharpe_ratio: {
      optimised: interval(ratios(answered), level),
      of_these_weights: interval(present(drawn.map(({ besideRatio }) => besideRatio)), level),
    },
  };
}

/** What the reader of an answer must know of it. */
export function bootstrapWarnings({ samples, answered }: Report): readonly string[] {
  const [asked, got] = [Number(samples), Number(answered)];
  if (got === asked) return [];
  const told =
    got === 0
      ? 'so that there are no intervals: ask for an objective that any returns can answer, such as "min_volatility"'
      : `and the intervals tell of the other ${got} only`;
  return [
    `The question has no answer on ${asked - got} of ${asked} resamples ("bootstrap"."failed" says why), ${told}.`,
  ];
}

function failures(drawn: readonly Drawn[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { outcome } of drawn) {
    if (outcome?.answered) continue;
    const name = faultName(outcome);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

type Answered = Extract<Outcome, { readonly answered: true }>;

function ratios(answered: readonly Answered[]): Float64Array {
  return present(answered.map(({ sharpeRatio }) => sharpeRatio));
}

function present(values: readonly (number | undefined)[]): Float64Array {
  return Float64Array.from(values.flatMap((value) => (value === undefined ? [] : [value])));
}

function told(values: Float64Array, level: number): Report | null {
  const found = interval(values, level);
  if (found === null) return null;
  return { ...found, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** The middle share of values, by their quantiles; null without any. */
function interval(values: Float64Array, level: number): Report | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const tail = (1 - level) / 2;
  return {
    low: quantile(sorted, tail),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 1 - tail),
  };
}

function shareHeld(weights: Float64Array): number | null {
  if (weights.length === 0) return null;
  return weights.filter((weight) => Math.abs(weight) > leastHeld).length / weights.length;
}
