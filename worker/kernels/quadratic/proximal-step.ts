import { product } from '../algebra/quadratic-form.ts';
import { ascendDual, type DualState } from './dual-ascent.ts';
import { type Infeasible, infeasible, refuted } from './refutation.ts';
import { pullOf, type ScaledProblem } from './scaled-problem.ts';

/** Of the size of slopes and values, for each weight that adds to them: what is less is rounding. */
export const flat = 4e-16;

/** How far a weight or row may pass its side, for a side of size 1. */
export const close = 1e-13;

/** Weights, and how far they are from the conditions of a minimum. */
export interface Point {
  readonly weights: Float64Array;
  /** Qx − c + Aᵀλ, over the level. */
  readonly slopes: Float64Array;
  /** Largest slope left over the size that slopes can have, or largest passing of a side. */
  readonly fault: number;
  /** λ over the lengths. */
  readonly multipliers: Float64Array;
}

/** Weights and the multipliers of a state, with what they leave of slopes and pass of sides. */
export function pointAt(scaled: ScaledProblem, weights: Float64Array, state: DualState): Point {
  const { prepared, problem, entry } = scaled;
  const { quadratic, level, gram } = prepared;
  const multipliers = state.multipliers.slice();
  const slopes = product(quadratic, weights);
  const pull = pullOf(
    prepared,
    multipliers.map((value, j) => value / (gram.lengths[j] || 1)),
  );
  let steepest = 0;
  let largest = 0;
  let reward = 0;
  for (let i = 0; i < slopes.length; i++) {
    slopes[i] = slopes[i] / level + scaled.slopes[i] + pull[i];
    steepest = Math.max(steepest, Math.abs(slopes[i]));
    largest = Math.max(largest, Math.abs(weights[i]));
    reward = Math.max(reward, Math.abs(scaled.slopes[i]));
  }
  const { lower, upper, matrix } = problem.rows;
  const passed = Math.max(
    passing(weights, problem.lower, problem.upper),
    passing(product(matrix, weights), lower, upper),
  );
  const size = entry * largest + reward;
  return { weights, slopes, fault: Math.max(steepest / (size || 1), passed), multipliers };
}

/** How far values pass their sides, over the size of these where it is above 1. */
function passing(values: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const passed = Math.max(lower[i] - values[i], values[i] - upper[i]);
    most = Math.max(most, passed / Math.max(1, Math.abs(values[i])));
  }
  return most;
}

/** One step of the proximal point method: from weights to the minimum of Q + εI around them. */
export function nextPoint(scaled: ScaledProblem, at: Point, state: DualState): Point | Infeasible {
  const { prepared, lower, upper, problem } = scaled;
  const { gram, matrix } = prepared;
  const toFree = gram.solve(at.slopes);
  const free = at.weights.map((weight, i) => weight - toFree[i]);
  const values = Float64Array.of(...free, ...product(matrix, free));
  for (let j = 0; j < values.length; j++) values[j] /= gram.lengths[j] || 1;
  const tolerance = values.map((value, j) => {
    const side = Math.min(Math.abs(lower[j]), Math.abs(upper[j]));
    const least = close * (1 / (gram.lengths[j] || 1) + (Number.isFinite(side) ? side : 0));
    return least + flat * Math.abs(value);
  });
  const { cosines } = gram;
  const lengths = gram.lengths.map((length) => length || 1);
  const refutes = (multipliers: Float64Array) => refuted(scaled, multipliers);
  const question = { cosines, lengths, values, lower, upper, tolerance, refutes };
  const found = ascendDual(question, state);
  if (!found.met) return infeasible(found.constraints, matrix.columns);
  const change = found.change.map((value, j) => value / (gram.lengths[j] || 1));
  const back = gram.solve(pullOf(prepared, change));
  const weights = free.map((weight, i) => weight - back[i]);
  for (const j of state.held.indices.subarray(0, state.held.size)) {
    if (j < weights.length) weights[j] = state.sides[j] > 0 ? problem.upper[j] : problem.lower[j];
  }
  return pointAt(scaled, weights, state);
}
