import { readFileSync } from 'node:fs';
import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';

/** A covariance and the intensity it was shrunk by. */
export interface GoldenShrinkage {
  readonly intensity: number;
  readonly covariance: readonly number[];
}

/** Figures of other programs for one set of returns: see test/data/README.md. */
export interface GoldenEstimate {
  readonly title: string;
  readonly returns: Matrix;
  readonly geometric: readonly number[];
  readonly exponential_mean_span_10: readonly number[];
  readonly covariance: readonly number[];
  readonly correlation: readonly number[];
  readonly exponential_covariance_span_10: readonly number[];
  readonly ledoit_wolf: GoldenShrinkage;
  readonly oas: GoldenShrinkage;
  readonly single_factor: GoldenShrinkage;
  readonly constant_correlation: GoldenShrinkage;
  readonly eigenvalues: readonly number[];
}

type Stored = Omit<GoldenEstimate, 'title' | 'returns'> & {
  readonly periods: number;
  readonly symbols: number;
  readonly returns: readonly (number | null)[];
};

const stored: Readonly<Record<string, Stored>> = JSON.parse(
  readFileSync('test/data/estimates.json', 'utf8'),
);

/** All of them: complete returns, returns with gaps, and fewer periods than symbols. */
export const goldenEstimates: readonly GoldenEstimate[] = Object.entries(stored).map(
  ([title, { periods, symbols, returns, ...figures }]) => ({
    ...figures,
    title: title.replaceAll('_', ' '),
    returns: {
      rows: periods,
      columns: symbols,
      values: Float64Array.from(returns, (value) => value ?? Number.NaN),
    },
  }),
);
