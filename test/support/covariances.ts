import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { normals } from './markets.ts';

/** What a {@link randomCovariance} is hard for: its kinds take turns by seed. */
export const covarianceKinds = [
  'more days than symbols',
  'fewer days than symbols',
  'two symbols that are the same',
  'a symbol that hardly varies',
  'a symbol that does not vary',
  'volatilities of all sizes',
] as const;

/** One of {@link covarianceKinds}. */
export type CovarianceKind = (typeof covarianceKinds)[number];

/** A sample covariance and its kind. */
export interface RandomCovariance {
  readonly kind: CovarianceKind;
  readonly covariance: Matrix;
}

/** A seeded sample covariance of 2 to 12 symbols of one market factor: the same seed, the same. */
export function randomCovariance(seed: number): RandomCovariance {
  const kind = covarianceKinds[seed % covarianceKinds.length] ?? 'more days than symbols';
  const normal = normals(seed);
  const size = 2 + Math.floor(uniformRandom(seed + 77_777)() * 11);
  const days = kind === 'fewer days than symbols' ? 2 + Math.floor(size / 2) : 40 + size;
  const market = Array.from({ length: days }, normal);
  const returns = Array.from({ length: size }, () => {
    const spread = kind === 'volatilities of all sizes' ? 3 : 0.5;
    const scale = 0.01 * Math.exp(spread * normal());
    const loading = 0.6 + 0.5 * normal();
    return market.map((move) => scale * (loading * move + normal()));
  });
  const last = returns.at(-1) ?? [];
  if (kind === 'two symbols that are the same') returns[size - 1] = returns[0] ?? [];
  if (kind === 'a symbol that hardly varies') returns[size - 1] = last.map((move) => 1e-6 * move);
  if (kind === 'a symbol that does not vary') returns[size - 1] = last.map(() => 0.0001);
  return { kind, covariance: sampleCovarianceOf(returns) };
}

/** The sample covariance of equally long runs of returns, one a symbol. */
export function sampleCovarianceOf(returns: readonly (readonly number[])[]): Matrix {
  const centred = returns.map((run) => {
    const mean = run.reduce((sum, value) => sum + value, 0) / run.length;
    return run.map((value) => value - mean);
  });
  const values = centred.flatMap((one) =>
    centred.map((other) => one.reduce((sum, x, t) => sum + x * (other[t] ?? 0), 0)),
  );
  const days = returns[0]?.length ?? 0;
  return squareOf(values.map((value) => value / (days - 1)));
}

/** A square matrix of its entries, row by row. */
export function squareOf(entries: readonly number[]): Matrix {
  const size = Math.round(Math.sqrt(entries.length));
  return { rows: size, columns: size, values: Float64Array.from(entries) };
}

/** The same symbols in another order: the k-th of the answer is the order[k]-th of the matrix. */
export function reordered({ columns, values }: Matrix, order: readonly number[]): Matrix {
  return squareOf(order.flatMap((i) => order.map((j) => values[i * columns + j] ?? Number.NaN)));
}

/** A seeded permutation of 0…size − 1. */
export function shuffled(size: number, seed: number): number[] {
  const uniform = uniformRandom(seed);
  const keys = Array.from({ length: size }, uniform);
  return Array.from(keys.keys()).sort((i, j) => (keys[i] ?? 0) - (keys[j] ?? 0));
}

/** The matrix times a number. */
export function rescaled({ rows, columns, values }: Matrix, factor: number): Matrix {
  return { rows, columns, values: values.map((value) => value * factor) };
}
