import quadprog from 'quadprog';
import type { Moments } from '../../../worker/kernels/covariances/moments.ts';

/** Long-only weights of the best Sharpe ratio over a rate of 0, by Goldfarb and Idnani's method. */
export function quadprogMaxSharpe({ mean, covariance }: Moments): Float64Array {
  const size = mean.length;
  const { solution } = quadprog.solveQP(
    matrixFromOne(size, size, (i, j) => covariance.values[i * size + j] ?? 0),
    fromOne(mean),
    matrixFromOne(size, size, (i, j) => (i === j ? 1 : 0)),
    fromOne(new Float64Array(size)),
  );
  const y = Float64Array.from(solution.slice(1));
  const sum = y.reduce((total, value) => total + value, 0);
  return y.map((value) => value / sum);
}

/** Long-only weights of the least variance. */
export function quadprogMinVolatility({ mean, covariance }: Moments): Float64Array {
  const size = mean.length;
  const { solution } = quadprog.solveQP(
    matrixFromOne(size, size, (i, j) => covariance.values[i * size + j] ?? 0),
    fromOne(new Float64Array(size)),
    matrixFromOne(size, size + 1, (i, j) => (j === 0 || j === i + 1 ? 1 : 0)),
    fromOne(Float64Array.from({ length: size + 1 }, (_, k) => (k === 0 ? 1 : 0))),
    1,
  );
  return Float64Array.from(solution.slice(1));
}

/** As the package counts. */
function fromOne(values: Float64Array): number[] {
  return [0, ...values];
}

function matrixFromOne(
  rows: number,
  columns: number,
  entry: (i: number, j: number) => number,
): number[][] {
  const empty: number[] = [];
  return [
    empty,
    ...Array.from({ length: rows }, (_, i) => [
      0,
      ...Array.from({ length: columns }, (__, j) => entry(i, j)),
    ]),
  ];
}
