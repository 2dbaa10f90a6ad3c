import type { Matrix } from '../algebra/matrix.ts';

/** Weights of {@link exponentialMean} and how it is annualised. */
export interface ExponentialMeanOptions {
  /** Periods, at least 1: a return k periods old weighs (1 − 2/(span + 1))^k. */
  readonly span: number;
  /** Such as 252. */
  readonly periodsPerYear: number;
  /** (1 + m)^periodsPerYear − 1 when compounded, m × periodsPerYear when simple. */
  readonly annualise: 'compounded' | 'simple';
}

/**
 * Exponentially weighted mean of each symbol's returns, the newest weighing most. A return's age is
 * counted in periods of the table, missing ones included.
 *
 * @param returns  T periods × N symbols of simple returns, oldest first, NaN where there is none
 * @returns        length N, annualised; NaN for a symbol without returns
 * @throws {RangeError} a span below 1
 * @see pandas.DataFrame.ewm(span).mean(), its last row
 */
export function exponentialMean(returns: Matrix, options: ExponentialMeanOptions): Float64Array {
  const { span, periodsPerYear, annualise } = options;
  if (!(span >= 1)) throw new RangeError(`A span is at least 1, not ${span}.`);
  const { rows: periods, columns: symbols, values } = returns;
  const kept = 1 - 2 / (span + 1);
  const sums = new Float64Array(symbols);
  const totals = new Float64Array(symbols);
  const last = new Int32Array(symbols);
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < symbols; i++) {
      const value = values[t * symbols + i];
      if (Number.isNaN(value)) continue;
      // Aged only when one is added: a long gap at the end must not wear both sums down to 0.
      const ageing = kept ** (t - last[i]);
      sums[i] = ageing * sums[i] + value;
      totals[i] = ageing * totals[i] + 1;
      last[i] = t;
    }
  }
  const perPeriod = sums.map((sum, i) => sum / totals[i]);
  if (annualise === 'simple') return perPeriod.map((mean) => mean * periodsPerYear);
  return perPeriod.map((mean) => Math.expm1(Math.log1p(mean) * periodsPerYear));
}
