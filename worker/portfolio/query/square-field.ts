import type { Fault } from '../../errors.ts';
import { choleskyInPlace } from '../../kernels/algebra/cholesky.ts';
import { asArray, asNumber } from '../../prices/narrow.ts';

/** Difference of mirrored entries, as a share of the deviations' product, that counts as rounding. */
const asymmetry = 1e-8;
/** How far below 0 an eigenvalue may lie, as a share of the mean variance: rounding of the sender's. */
const indefinite = 1e-8;

/**
 * Reads a square matrix of numbers, a list of rows.
 *
 * @param of      what it has a row for each of, such as `symbols`
 * @param faults  what is wrong is added here
 * @returns       row by row; of no use when faulty
 */
export function readSquare(
  rows: readonly unknown[],
  { name, size, of }: { readonly name: string; readonly size: number; readonly of: string },
  faults: Fault[],
): readonly (readonly number[])[] {
  if (rows.length !== size) {
    faults.push({ field: name, reason: `has ${rows.length} rows for ${size} ${of}` });
  }
  return rows.map((row, i) => {
    const numbers = (asArray(row) ?? []).map(asNumber);
    if (numbers.length === size && !numbers.includes(undefined)) return numbers as number[];
    faults.push({ field: `${name}.${i}`, reason: `must be a list of ${size} numbers` });
    return [];
  });
}

/**
 * Why a matrix is none of covariances: a negative variance, or halves that differ.
 *
 * @param values  n × n, row after row
 * @param names   length n
 */
export function notSymmetric(
  values: readonly number[],
  names: readonly string[],
): string | undefined {
  const size = names.length;
  const at = (i: number, j: number): number => values[i * size + j] ?? Number.NaN;
  const negative = names.filter((_, i) => at(i, i) < 0);
  if (negative.length > 0) return `has a negative variance of ${negative.join(', ')}`;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const scale = Math.sqrt(at(i, i) * at(j, j));
      if (Math.abs(at(i, j) - at(j, i)) > asymmetry * scale) {
        return `differs between ${names[i]}, ${names[j]} and ${names[j]}, ${names[i]}: it must be symmetric`;
      }
    }
  }
  return undefined;
}

/** Whether no mix of what it is of has a negative variance, but for rounding. */
export function isSemidefinite(values: readonly number[], size: number): boolean {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)] ?? 0;
  const shift = (indefinite * trace) / size;
  const shifted = Float64Array.from(values, (value, k) =>
    k % (size + 1) === 0 ? value + shift : value,
  );
  return choleskyInPlace({ rows: size, columns: size, values: shifted }, 0);
}

/** With both halves the same, to the last bit. */
export function symmetrised(values: readonly number[], size: number): readonly number[] {
  return values.map((value, k) => {
    const mirror = values[(k % size) * size + Math.floor(k / size)] ?? value;
    return (value + mirror) / 2;
  });
}
