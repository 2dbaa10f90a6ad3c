import type { Fault } from '../../errors.ts';
import { asArray } from '../../prices/narrow.ts';
import { mostFaults } from './fields.ts';
import { isSemidefinite, notSymmetric, readSquare, symmetrised } from './square-field.ts';

/** Variances above it are no doubt of returns a year. */
const greatest = 1e6;

const shape = 'must be one row a view and one number a view in each, such as [[0.01]] of one view';

/**
 * Reads Ω, the covariance of the errors of views, in their order.
 *
 * @param count   how many views there are
 * @param faults  what is wrong is added here
 * @returns       count × count, row after row; undefined when faulty
 */
export function readViewCovariance(
  value: unknown,
  { name, count }: { readonly name: string; readonly count: number },
  faults: Fault[],
): readonly number[] | undefined {
  const rows = asArray(value);
  if (rows === undefined) {
    faults.push({ field: name, reason: shape });
    return undefined;
  }
  const found: Fault[] = [];
  const values = readSquare(rows, { name, size: count, of: 'views' }, found).flat();
  if (found.length > 0) {
    faults.push(...found.slice(0, mostFaults));
    return undefined;
  }
  const views = Array.from({ length: count }, (_, k) => `view ${k}`);
  const reason = tooLarge(values) ?? notSymmetric(values, views) ?? notDefinite(values, count);
  if (reason === undefined) return symmetrised(values, count);
  faults.push({ field: name, reason });
  return undefined;
}

function tooLarge(values: readonly number[]): string | undefined {
  if (values.every((value) => Math.abs(value) <= greatest)) return undefined;
  return `has an entry beyond ${greatest}: they are squares of yearly returns, 0.01 for a standard error of 0.1; leave out a view that is not to be heard`;
}

function notDefinite(values: readonly number[], count: number): string | undefined {
  // Certain views, of which all entries are 0, are not told from others by a factorisation.
  const doubted = Array.from({ length: count }, (_, k) => k).filter(
    (k) => (values[k * (count + 1)] ?? 0) > 0,
  );
  const part = doubted.flatMap((k) => doubted.map((l) => values[k * count + l] ?? 0));
  const certain = values.every(
    (value, k) =>
      value === 0 || (doubted.includes(Math.floor(k / count)) && doubted.includes(k % count)),
  );
  if (certain && isSemidefinite(part, doubted.length)) return undefined;
  return 'is not positive semidefinite, so that some mix of the views would have a negative variance: make its entries off the diagonal smaller';
}
