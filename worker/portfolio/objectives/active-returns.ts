import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { regressOnBenchmark } from '../../kernels/paths/benchmark-regression.ts';
import { sampleMoments } from '../../kernels/samples/sample-moments.ts';
import { completeCloses } from '../estimate/scenarios.ts';
import type { MixFault, MixOptimum, MixProblem, TrackingFigures } from '../mix/mix-problem.ts';
import { simpleReturnsOf } from '../window/panel-returns.ts';

/** Solves another question with its moments in place of the estimate's. */
export type SolvePart = (problem: MixProblem) => MixOptimum | MixFault;

/** Returns beside those of the benchmark, per period, on the days on which all have one. */
export interface ActiveReturns {
  /** T × n: of each symbol less the benchmark's. As weights sum to 1, those of a mix are their mean. */
  readonly active: Matrix;
  /** T, of the benchmark. */
  readonly benchmark: Float64Array;
}

/**
 * The returns that a benchmark is followed by, or beaten.
 *
 * @throws {RangeError} without a benchmark, which a question that needs one has
 */
export function activeReturns({ closes, market }: MixProblem): ActiveReturns | MixFault {
  if (market === undefined) throw new RangeError('active returns without a benchmark');
  const { columns } = closes;
  const beside = completeCloses(withColumn(closes, market), columns);
  const returns = simpleReturnsOf(beside);
  const rows = Int32Array.from({ length: returns.rows }, (_, t) => t).filter(
    (t) => !Number.isNaN(returns.values[t * (columns + 1) + columns]),
  );
  if (rows.length < 2) return { reason: 'no-active-returns', count: rows.length };
  const active = new Float64Array(rows.length * columns);
  const benchmark = new Float64Array(rows.length);
  for (const [k, t] of rows.entries()) {
    const row = returns.values.subarray(t * (columns + 1), (t + 1) * (columns + 1));
    const own = row[columns] ?? Number.NaN;
    benchmark[k] = own;
    for (let i = 0; i < columns; i++) active[k * columns + i] = (row[i] ?? Number.NaN) - own;
  }
  return { active: { rows: rows.length, columns, values: active }, benchmark };
}

function withColumn({ rows, columns, values }: Matrix, last: Float64Array): Matrix {
  const all = new Float64Array(rows * (columns + 1));
  for (let t = 0; t < rows; t++) {
    all.set(values.subarray(t * columns, (t + 1) * columns), t * (columns + 1));
    all[t * (columns + 1) + columns] = last[t] ?? Number.NaN;
  }
  return { rows, columns: columns + 1, values: all };
}

/** How weights followed the benchmark, a year. */
export function trackingFigures(
  { active, benchmark }: ActiveReturns,
  weights: Float64Array,
  periodsPerYear: number,
): TrackingFigures {
  const { rows, columns, values } = active;
  const own = Float64Array.from({ length: rows }, (_, t) => {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += (values[t * columns + i] ?? 0) * (weights[i] ?? 0);
    return sum;
  });
  const { mean, deviation } = sampleMoments(own);
  const whole = own.map((value, t) => value + (benchmark[t] ?? 0));
  const line = regressOnBenchmark(whole, benchmark);
  return {
    returns: rows,
    trackingError: Math.sqrt(periodsPerYear) * deviation,
    activeReturn: periodsPerYear * mean,
    beta: line?.beta,
    correlation: line?.correlation,
  };
}
