import { choleskyInPlace } from '../algebra/cholesky.ts';
import { choleskySolve } from '../algebra/cholesky-solve.ts';
import { conjugateGradients } from '../algebra/conjugate-gradients.ts';
import { inner } from '../algebra/inner.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { quadraticForm } from '../algebra/quadratic-form.ts';
import { triangleProduct } from '../algebra/triangle-product.ts';

/** Where {@link budgetNewton} starts and when it stops. */
export interface BudgetNewtonOptions {
  /** Length n, all positive. */
  readonly from: Float64Array;
  /** The relative difference of u_i·(Ru)_i and b_i to reach. */
  readonly aim: number;
  readonly maxSteps: number;
  /** Stops, too, when uᵀRu is at most this share of (Σu)². */
  readonly noRisk: number;
}

/** How near to u = 0 a step may go. */
const toBoundary = 0.95;

/** Armijo's share of the decrease that the slope promises. */
const sufficient = 1e-4;

/** Promised decreases below this are lost in rounding: the step is taken as it is. */
const unseen = 1e-10;

/** Symbols up to which factoring the Hessian costs less than a dozen products with it. */
export const factoredUpTo = 64;

/** How far from solved a step far from the minimum may be, as a share. */
const roughly = 0.1;

/** Of the miss to reach: what the last step may leave. */
const lastMiss = 0.1;

/**
 * Minimises ½·uᵀRu − Σ b_i·ln u_i over u > 0 by Newton's method in relative changes e of u: the
 * Hessian diag(u)·R·diag(u) + diag(b) is then well scaled, and where there are many symbols conjugate
 * gradients solve a step in some dozens of products with R; as soon as they don't, its factor does.
 *
 * @param correlation  R, n × n
 * @param budgets      b, length n, all positive, summing to 1
 * @returns            u, the best met, and the steps made
 * @see Spinu (2013), An Algorithm for Computing Risk Parity Weights, SSRN 2297383
 */
export function budgetNewton(
  correlation: Matrix,
  budgets: Float64Array,
  { from, aim, maxSteps, noRisk }: BudgetNewtonOptions,
): { risks: Float64Array; steps: number } {
  let mayUseGradients = budgets.length > factoredUpTo;
  let risks = from;
  let best = { risks, miss: Number.POSITIVE_INFINITY, steps: 0 };
  for (let steps = 0; steps <= maxSteps; steps++) {
    const moves = triangleProduct(correlation, risks);
    const slack = budgets.map((budget, i) => budget - risks[i] * moves[i]);
    const miss = largest(slack.map((rest, i) => rest / budgets[i]));
    // Once near, a step that brings no gain means that rounding is reached.
    if (best.miss < unseen && miss > best.miss / 2) return best;
    if (miss < best.miss) best = { risks, miss, steps };
    if (hasNoRisk(inner(risks, moves), risks, noRisk)) return { risks, steps };
    if (miss <= aim) return best;
    // The misses are to be squared, but need not go far below the aim.
    const share = Math.max(Math.min(roughly, miss), (lastMiss * aim) / miss);
    const point = { risks, slack, share };
    const { change, byGradients } = newtonChange(correlation, budgets, {
      ...point,
      mayUseGradients,
    });
    if (change === undefined) return best;
    mayUseGradients = byGradients;
    const length = stepLength(correlation, budgets, { ...point, change });
    risks = risks.map((risk, i) => risk * (1 + length * change[i]));
  }
  return best;
}

function largest(values: Float64Array): number {
  let result = 0;
  for (const value of values) result = Math.max(result, Math.abs(value));
  return result;
}

/** Whether uᵀRu, a variance, is at most a share of (Σu)². */
export function hasNoRisk(variance: number, risks: Float64Array, share: number): boolean {
  let sum = 0;
  for (const risk of risks) sum += risk;
  return variance <= share * sum * sum;
}

interface Point {
  readonly risks: Float64Array;
  /** b_i − u_i·(Ru)_i: the downward slope along e_i. */
  readonly slack: Float64Array;
  /** How much of the slack a step may leave. */
  readonly share: number;
}

/** How a step of Newton's was found, if it was. */
interface NewtonChange {
  readonly change: Float64Array | undefined;
  readonly byGradients: boolean;
}

function newtonChange(
  correlation: Matrix,
  budgets: Float64Array,
  { mayUseGradients, ...point }: Point & { readonly mayUseGradients: boolean },
): NewtonChange {
  const change = mayUseGradients ? gradientsChange(correlation, budgets, point) : undefined;
  if (change !== undefined) return { change, byGradients: true };
  return { change: factoredChange(correlation, budgets, point), byGradients: false };
}

/**
 * Solves (diag(u)·R·diag(u) + diag(b))·e = slack by conjugate gradients, up to a share of it.
 *
 * @returns  undefined where they cost more than a factor of n³/6 operations would
 */
function gradientsChange(
  correlation: Matrix,
  budgets: Float64Array,
  { risks, slack, share }: Point,
): Float64Array | undefined {
  const apply = (change: Float64Array): Float64Array => {
    const moves = triangleProduct(
      correlation,
      change.map((part, i) => part * risks[i]),
    );
    return moves.map((move, i) => risks[i] * move + budgets[i] * change[i]);
  };
  const diagonal = budgets.map((budget, i) => budget + risks[i] * risks[i]);
  return conjugateGradients(
    { apply, diagonal, right: slack },
    { share, maxSteps: budgets.length / 6 },
  );
}

/** Solves the same by Cholesky's factor. */
function factoredChange(
  { rows: size, values: r }: Matrix,
  budgets: Float64Array,
  { risks, slack }: Point,
): Float64Array | undefined {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) values[i * size + j] = risks[i] * r[i * size + j] * risks[j];
    values[i * size + i] += budgets[i];
  }
  const hessian = { rows: size, columns: size, values };
  if (!choleskyInPlace(hessian, 0)) return undefined;
  return choleskySolve(hessian, slack);
}

function stepLength(
  correlation: Matrix,
  budgets: Float64Array,
  { risks, slack, change }: Point & { readonly change: Float64Array },
): number {
  let descent = 0;
  let lowest = 0;
  for (let i = 0; i < risks.length; i++) {
    descent += slack[i] * change[i];
    lowest = Math.min(lowest, change[i]);
  }
  let length = lowest < -toBoundary ? -toBoundary / lowest : 1;
  if (descent < unseen) return length;
  const bend = quadraticForm(
    correlation,
    change.map((part, i) => part * risks[i]),
  );
  const slope = budgets.reduce((sum, budget, i) => sum + change[i] * (budget - slack[i]), 0);
  // The change of the objective along the step, in closed form.
  const rise = (t: number): number => {
    let logs = 0;
    for (let i = 0; i < risks.length; i++) logs += budgets[i] * Math.log1p(t * change[i]);
    return t * slope + (t * t * bend) / 2 - logs;
  };
  while (length > 1e-12 && rise(length) > -sufficient * length * descent) length /= 2;
  return length;
}
