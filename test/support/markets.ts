import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { growthPaths } from '../../worker/kernels/hold/growth.ts';
import type { HoldProblem } from '../../worker/kernels/hold/hold-sharpe.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';

/** What a simulated market looks like. */
export interface MarketOptions {
  readonly days: number;
  readonly symbols: number;
  /** Standard deviation of a symbol's daily return, about; 0.02 is a stock, 0.06 a harsh market. */
  readonly dailyDeviation: number;
}

/**
 * Closes of a market of two factors, for tests: the same seed gives the same.
 *
 * @returns days × symbols
 */
export function simulatedCloses(seed: number, options: MarketOptions): Matrix {
  const { days, symbols, dailyDeviation } = options;
  const normal = normals(seed);
  const drifts = Float64Array.from({ length: symbols }, () => 0.0015 * normal());
  const loadings = Float64Array.from({ length: 2 * symbols }, () => 0.6 * normal());
  const values = new Float64Array(days * symbols).fill(100);
  for (let t = 1; t < days; t++) {
    const factors = [normal(), normal()] as const;
    for (let i = 0; i < symbols; i++) {
      const common = (loadings[2 * i] ?? 0) * factors[0] + (loadings[2 * i + 1] ?? 0) * factors[1];
      const move = (drifts[i] ?? 0) + dailyDeviation * (common + 0.6 * normal());
      values[t * symbols + i] = (values[(t - 1) * symbols + i] ?? 0) * Math.max(0.3, 1 + move);
    }
  }
  return { rows: days, columns: symbols, values };
}

/** The problem of such a market over a constant hurdle per period. */
export function problemOf(closes: Matrix, hurdlePerPeriod: number): HoldProblem {
  const hurdle = new Float64Array(closes.rows).fill(hurdlePerPeriod);
  hurdle[0] = Number.NaN;
  return { growth: growthPaths(closes), hurdle, periodsPerYear: 252 };
}

/** Weights drawn evenly from the simplex. */
export function randomWeights(size: number, uniform: () => number): Float64Array {
  const draws = Float64Array.from({ length: size }, () => -Math.log(uniform()));
  const sum = draws.reduce((total, draw) => total + draw);
  return draws.map((draw) => draw / sum);
}

/** A seeded source of standard normal numbers. */
export function normals(seed: number): () => number {
  const uniform = uniformRandom(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
