import { inner } from '../algebra/inner.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import { triangleProduct } from '../algebra/triangle-product.ts';
import { boundedCorrelation } from '../covariances/bounded-correlation.ts';
import { unvaryingSymbols, volatilities } from '../covariances/volatilities.ts';
import { budgetDescent } from './budget-descent.ts';
import { budgetNewton, factoredUpTo, hasNoRisk } from './budget-newton.ts';
import { equalWeights } from './equal-weight.ts';

/** Sweeps of coordinate descent before Newton's method takes over. */
const maxSweeps = 60;

/** Sweeps after which it does so where they are slow and many symbols make them dear. */
const patience = 3;

/** Newton steps at most. */
const maxSteps = 100;

/** The spread that both methods aim at, below the one that is promised. */
const aim = 2e-13;
const promised = 1e-12;

/** The largest spread that rounding excuses, where symbols hedge one another nearly completely. */
const excused = 1e-9;

/** Variance as a share of the squared mean volatility up to which a portfolio has no risk. */
const noRisk = 1e-12;

/** What {@link riskParity} found. */
export type RiskParity =
  | {
      readonly converged: true;
      /** Length n, all positive, summing to 1. */
      readonly weights: Float64Array;
      /** How far a risk share is from its budget at most, as a fraction of the budget. */
      readonly spread: number;
      /** Sweeps of coordinate descent. */
      readonly sweeps: number;
      /** Newton steps after them; 0 in all but ill-conditioned cases. */
      readonly steps: number;
    }
  | {
      readonly converged: false;
      /** These symbols have no variance, and so no weight gives them risk. */
      readonly reason: 'zero variance';
      readonly symbols: Int32Array;
    }
  | {
      readonly converged: false;
      /**
       * Symbols hedge one another completely, so that there is no risk to share out; or so nearly
       * that double precision can't tell the shares.
       */
      readonly reason: 'riskless' | 'imprecise';
      /** Length n: where the search ended. */
      readonly weights: Float64Array;
      readonly spread: number;
    };

/**
 * Weights under which each symbol's share of the portfolio's variance is its budget: equal risk
 * contributions, when no budgets are given. w ∝ the minimiser of ½·xᵀΣx − Σ b_i·ln x_i, found by
 * cyclic coordinate descent in units of each symbol's volatility; finished by Newton's method
 * where that is slow.
 *
 * Converged means a spread of at most 1e-12, or of what rounding excuses where symbols hedge one
 * another, at most 1e-9.
 *
 * @param covariance  n × n, of any period, positive semidefinite
 * @param budgets     length n, all positive, summing to 1. @default 1/n each
 * @throws RangeError when shapes differ
 * @see Griveau-Billion, Richard & Roncalli (2013), A Fast Algorithm for Computing High-dimensional
 *      Risk Parity Portfolios, SSRN 2325255; Spinu (2013), SSRN 2297383
 */
export function riskParity(
  covariance: Matrix,
  budgets: Float64Array = equalWeights(covariance.rows),
): RiskParity {
  if (budgets.length !== covariance.rows) {
    throw new RangeError(`Covariance of ${covariance.rows} symbols, ${budgets.length} budgets`);
  }
  const still = unvaryingSymbols(covariance);
  if (still.length > 0) return { converged: false, reason: 'zero variance', symbols: still };
  const correlation = boundedCorrelation(covariance);
  const patientFor = budgets.length > factoredUpTo ? patience : maxSweeps;
  const { risks, sweeps } = budgetDescent(correlation, budgets, { aim, maxSweeps, patientFor });
  const descended = { ...sharesOf(correlation, budgets, risks), risks, steps: 0 };
  const { spread, variance, ...finished } =
    descended.spread <= promised ? descended : byNewton(correlation, budgets, risks);
  const weights = toWeights(finished.risks, volatilities(covariance));
  if (hasNoRisk(variance, finished.risks, noRisk)) {
    return { converged: false, reason: 'riskless', weights, spread };
  }
  if (!(spread <= promised || spread <= excusedSpread(correlation, finished.risks))) {
    return { converged: false, reason: 'imprecise', weights, spread };
  }
  return { converged: true, weights, spread, sweeps, steps: finished.steps };
}

interface RiskShares {
  readonly spread: number;
  /** uᵀRu. */
  readonly variance: number;
}

function byNewton(
  correlation: Matrix,
  budgets: Float64Array,
  from: Float64Array,
): RiskShares & { readonly risks: Float64Array; readonly steps: number } {
  const finished = budgetNewton(correlation, budgets, { from, aim, maxSteps, noRisk });
  return { ...sharesOf(correlation, budgets, finished.risks), ...finished };
}

function sharesOf(correlation: Matrix, budgets: Float64Array, risks: Float64Array): RiskShares {
  const moves = triangleProduct(correlation, risks);
  const variance = inner(risks, moves);
  let spread = 0;
  for (let i = 0; i < risks.length; i++) {
    const share = (risks[i] * moves[i]) / variance;
    spread = Math.max(spread, Math.abs(share / budgets[i] - 1));
  }
  return { spread, variance };
}

/** Rounding of (Ru)_i, relative to it, for the worst i. */
function excusedSpread(correlation: Matrix, risks: Float64Array): number {
  const moves = product(correlation, risks);
  const sizes = product({ ...correlation, values: correlation.values.map(Math.abs) }, risks);
  let worst = 0;
  for (let i = 0; i < risks.length; i++) worst = Math.max(worst, sizes[i] / Math.abs(moves[i]));
  return Math.min(excused, 8 * Number.EPSILON * worst);
}

function toWeights(risks: Float64Array, sigma: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  for (const s of sigma) smallest = Math.min(smallest, s);
  const weights = risks.map((risk, i) => risk * (smallest / sigma[i]));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}
