import { choleskyInPlace } from '../algebra/cholesky.ts';
import { holdHessian } from './hold-hessian.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/** Smallest curvature, as a share of the mean, that counts as bent. */
const flat = 1e-9;

/** Slope, in units of the annualised ratio, from which on a bound binds for certain. */
const binding = 1e-7;

/**
 * Whether a stationary point is a strict local maximum: the only best portfolio near itself.
 *
 * True when every symbol of weight 0 has a negative slope and the Hessian, on the symbols held,
 * is negative definite across the direction w, along which the ratio never changes.
 */
export function strictMaximum(
  problem: HoldProblem,
  point: HoldPoint,
  gradient: Float64Array,
): boolean {
  const { weights } = point;
  const held = Int32Array.from(weights.keys()).filter((i) => weights[i] > 0);
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0 && gradient[i] > -binding) return false;
  }
  const size = held.length;
  if (size === 1) return true;
  const { values } = holdHessian(problem, point, held);
  let level = 0;
  for (let i = 0; i < size; i++) level += Math.abs(values[i * size + i]) / size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      // The rank-one term fills the direction w alone: an optimum's Hessian maps w to 0.
      values[i * size + j] = level * weights[held[i]] * weights[held[j]] - values[i * size + j];
    }
  }
  return choleskyInPlace({ rows: size, columns: size, values }, flat);
}
