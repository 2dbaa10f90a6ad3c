import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import type { SmoothFunction, SmoothPoint } from '../quadratic/smooth-function.ts';
import { type ShortfallForms, shortfallForms } from './shortfall-forms.ts';
import { shortfallAlong } from './shortfall-gram.ts';

/** ½·scale·Σ max(−xₜᵀw, 0)² + γ·wᵀw − cᵀw. */
export interface ShortfallTerms {
  /** xₜ, T × n: returns less the threshold. */
  readonly excess: Matrix;
  /** Such as 252/T for half the semivariance a year. */
  readonly scale: number;
  /** γ. */
  readonly l2: number;
  /** c, length n. */
  readonly gains: Float64Array;
  /** Forms of the same days and scale, which other functions share. */
  readonly forms?: ShortfallForms;
}

/** Half a semivariance, less what is gained: convex, with second derivatives that jump. */
export function shortfallFunction(terms: ShortfallTerms): SmoothFunction {
  const { excess, scale, forms = shortfallForms(excess, scale) } = terms;
  return { at: (weights) => pointAt({ ...terms, forms }, weights) };
}

function pointAt(terms: Required<ShortfallTerms>, weights: Float64Array): SmoothPoint {
  const { excess, scale, l2, gains, forms } = terms;
  const path = product(excess, weights);
  const { gradient, size } = slopesAt(terms, weights, path);
  return {
    gradient,
    size,
    curvature: () => withDiagonal(forms(path), 2 * l2),
    slopeAlong: (change) => {
      const step = product(excess, change);
      const runs = { right: change, leftStart: 0, rightStart: 0 };
      const gained = dot({ left: gains, ...runs }, change.length);
      const turn = dot({ left: weights, ...runs }, change.length);
      const bend = dot({ left: change, ...runs }, change.length);
      return (length) =>
        scale * shortfallAlong(path, step, length).halfSlope +
        2 * l2 * (turn + length * bend) -
        gained;
    },
  };
}

/** The gradient, and the most that the sizes of its parts add up to. */
function slopesAt(
  { excess, scale, l2, gains }: ShortfallTerms,
  weights: Float64Array,
  path: Float64Array,
) {
  const { columns, values } = excess;
  const gradient = weights.map((weight, i) => 2 * l2 * weight - gains[i]);
  const sizes = weights.map((weight, i) => Math.abs(2 * l2 * weight) + Math.abs(gains[i]));
  for (let t = 0; t < path.length; t++) {
    if (path[t] >= 0) continue;
    for (let i = 0; i < columns; i++) {
      const part = scale * path[t] * values[t * columns + i];
      gradient[i] += part;
      sizes[i] += Math.abs(part);
    }
  }
  return { gradient, size: sizes.reduce((most, one) => Math.max(most, one), 0) };
}

/** The same matrix where nothing is added, which a solver then knows. */
function withDiagonal(matrix: Matrix, shift: number): Matrix {
  if (shift === 0) return matrix;
  const step = matrix.columns + 1;
  const values = matrix.values.map((value, k) => (k % step === 0 ? value + shift : value));
  return { ...matrix, values };
}
