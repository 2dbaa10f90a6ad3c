import { rowMix } from '../algebra/add-rows.ts';
import type { Moments } from '../covariances/moments.ts';
import type { WeightBounds } from './weight-bounds.ts';

/** What to check weights against: min ½wᵀΣw − λμᵀw over lower ≤ w ≤ upper with Σw = budget. */
export interface KktQuestion extends Moments, WeightBounds {
  readonly weights: Float64Array;
  /** Σw, where it is at hand: a plain product, not what a solver carried along. */
  readonly risk?: Float64Array;
  /**
   * λ, at least 0: 0 for the least variance, 1/δ for the utility μᵀw − δ/2·wᵀΣw. Left out, the λ
   * that fits best is found: for a portfolio of least variance among those of its return.
   */
  readonly multiplier?: number;
  /** A return that μᵀw is to equal. */
  readonly targetReturn?: number;
}

/** A bound that holds a weight back. */
export interface ActiveBound {
  readonly symbol: number;
  readonly side: 'lower' | 'upper';
  /**
   * By how much ½wᵀΣw − λμᵀw would fall, for each unit by which the bound gave way; 0 or more
   * where the weights are optimal. 0 where lower and upper bound are one.
   */
  readonly shadowPrice: number;
}

/** How well weights meet the conditions of an optimum. */
export interface KktReport {
  /**
   * Largest violation of stationarity, in units of the objective per weight, with the multiplier of
   * the budget that makes it least: half of what moving weight from one symbol to another would gain
   * for each unit moved.
   */
  readonly residual: number;
  /** The residual over max Σᵢᵢ·max |wᵢ| + λ·max |μᵢ|, the size that slopes can have. */
  readonly relativeResidual: number;
  /** Largest violation of a bound. */
  readonly boundViolation: number;
  /** |Σw − budget|. */
  readonly budgetViolation: number;
  /** |μᵀw − target|; absent without a target. */
  readonly returnViolation?: number;
  /** λ, as given or as found. */
  readonly multiplier: number;
  /** γ: how fast ½wᵀΣw − λμᵀw rises with the budget. */
  readonly budgetMultiplier: number;
  readonly active: readonly ActiveBound[];
}

/** A weight this near to a bound stands at it. */
const atBound = 1e-12;

/** Steps towards the λ that fits best; each leaves a kink of the residual behind. */
const maxSteps = 200;

/**
 * Checks weights against the conditions of Karush, Kuhn and Tucker, from their definition alone and
 * with no part of any solver: with gᵢ = (Σw)ᵢ − λμᵢ there is a γ with gᵢ = γ between the bounds,
 * gᵢ ≥ γ at the lower and gᵢ ≤ γ at the upper. As the problem is convex, weights that meet them are
 * a global optimum.
 *
 * @throws {RangeError} lengths that do not fit
 * @see Boyd & Vandenberghe (2004), Convex Optimization, §5.5.3
 */
export function kktBounded(question: KktQuestion): KktReport {
  const { mean, covariance, lower, upper, budget = 1, weights, targetReturn } = question;
  const size = weights.length;
  if ([mean.length, covariance.rows, lower.length, upper.length].some((n) => n !== size)) {
    throw new RangeError(`Cannot check ${size} weights against parts of other lengths`);
  }
  const risk = question.risk ?? rowMix(covariance, weights);
  const multiplier = question.multiplier ?? bestMultiplier(question, risk);
  const { residual, budgetMultiplier } = stationarity(question, risk, multiplier);
  let variance = 0;
  let largestMean = 0;
  let largestWeight = 0;
  let boundViolation = 0;
  let sum = 0;
  let expected = 0;
  for (let i = 0; i < size; i++) {
    variance = Math.max(variance, covariance.values[i * size + i]);
    largestMean = Math.max(largestMean, Math.abs(mean[i]));
    largestWeight = Math.max(largestWeight, Math.abs(weights[i]));
    boundViolation = Math.max(boundViolation, lower[i] - weights[i], weights[i] - upper[i]);
    sum += weights[i];
    expected += mean[i] * weights[i];
  }
  const scale = variance * largestWeight + multiplier * largestMean;
  return {
    residual,
    relativeResidual: scale > 0 ? residual / scale : 0,
    boundViolation,
    budgetViolation: Math.abs(sum - budget),
    ...(targetReturn === undefined ? {} : { returnViolation: Math.abs(expected - targetReturn) }),
    multiplier,
    budgetMultiplier,
    active: activeBounds(question, risk, { multiplier, budgetMultiplier }),
  };
}

/** The conditions at a λ. */
export interface Stationarity {
  readonly residual: number;
  readonly budgetMultiplier: number;
  /** How fast the residual changes with λ. */
  readonly slope: number;
}

/**
 * The γ of the least violation: midway between the largest that asks for more and the least.
 *
 * @param risk  Σw
 */
export function stationarity(
  question: KktQuestion,
  risk: Float64Array,
  multiplier: number,
): Stationarity {
  const { mean } = question;
  const { highest, lowest } = extremes(question, risk, multiplier);
  const slopeAt = (i: number): number => risk[i] - multiplier * mean[i];
  if (highest < 0 || lowest < 0) {
    const only = Math.max(highest, lowest);
    return { residual: 0, budgetMultiplier: only < 0 ? 0 : slopeAt(only), slope: 0 };
  }
  const violation = slopeAt(highest) - slopeAt(lowest);
  return {
    residual: Math.max(0, violation / 2),
    budgetMultiplier: (slopeAt(highest) + slopeAt(lowest)) / 2,
    slope: violation > 0 ? (mean[lowest] - mean[highest]) / 2 : 0,
  };
}

interface Extremes {
  /** Of the weights that may fall, the one of the largest slope; −1 where none may. */
  readonly highest: number;
  /** Of the weights that may rise, the one of the least. */
  readonly lowest: number;
}

function extremes(
  { mean, lower, upper, weights }: KktQuestion,
  risk: Float64Array,
  multiplier: number,
): Extremes {
  let [highest, lowest] = [-1, -1];
  let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < weights.length; i++) {
    const slope = risk[i] - multiplier * mean[i];
    if (slope > high && weights[i] > lower[i] + atBound) {
      high = slope;
      highest = i;
    }
    if (slope < low && weights[i] < upper[i] - atBound) {
      low = slope;
      lowest = i;
    }
  }
  return { highest, lowest };
}

/** A λ, and the conditions there. */
interface Trial extends Stationarity {
  readonly multiplier: number;
}

/**
 * The λ ≥ 0 of the least residual. The residual is convex and piecewise linear in λ: it is least
 * where a falling and a rising piece cross, unless a further piece stands above their crossing.
 */
function bestMultiplier(question: KktQuestion, risk: Float64Array): number {
  const at = (multiplier: number): Trial => ({
    multiplier,
    ...stationarity(question, risk, multiplier),
  });
  let left = at(0);
  if (left.slope >= 0) return 0;
  let right = at(zeroOf(left));
  for (let step = 0; step < maxSteps && right.slope < 0; step++) {
    left = right;
    right = at(zeroOf(right));
  }
  for (let step = 0; step < maxSteps && right.slope > 0; step++) {
    const middle = at(crossingOf(left, right));
    if (!(middle.multiplier > left.multiplier && middle.multiplier < right.multiplier)) break;
    if (middle.slope < 0) left = middle;
    else right = middle;
  }
  return nearer(left, right);
}

/** Where the piece at a trial reaches 0. */
function zeroOf({ multiplier, residual, slope }: Trial): number {
  return multiplier - residual / slope;
}

/** Where the pieces at two trials cross. */
function crossingOf(left: Trial, right: Trial): number {
  const height = right.residual - left.residual;
  const rise = left.slope * left.multiplier - right.slope * right.multiplier;
  return (height + rise) / (left.slope - right.slope);
}

function nearer(left: Trial, right: Trial): number {
  return left.residual < right.residual ? left.multiplier : right.multiplier;
}

function activeBounds(
  question: KktQuestion,
  risk: Float64Array,
  { multiplier, budgetMultiplier }: Pick<KktReport, 'multiplier' | 'budgetMultiplier'>,
): ActiveBound[] {
  const active: ActiveBound[] = [];
  for (let symbol = 0; symbol < question.weights.length; symbol++) {
    const side = boundSide(question, symbol);
    if (side === undefined) continue;
    const shadowPrice = boundPrice(question, { risk, multiplier, budgetMultiplier }, symbol);
    active.push({ symbol, side, shadowPrice });
  }
  return active;
}

/** The bound at which a weight stands; undefined between the two. */
export function boundSide(
  { lower, upper, weights }: Pick<KktQuestion, 'lower' | 'upper' | 'weights'>,
  symbol: number,
): ActiveBound['side'] | undefined {
  if (weights[symbol] <= lower[symbol] + atBound) return 'lower';
  return weights[symbol] >= upper[symbol] - atBound ? 'upper' : undefined;
}

/** What a slope is made of, and what it is measured against. */
export interface Slope extends Pick<KktReport, 'multiplier' | 'budgetMultiplier'> {
  /** Σw. */
  readonly risk: Float64Array;
}

/** The shadow price of the bound at which a weight stands, as an {@link ActiveBound} has it. */
export function boundPrice(
  { mean, lower, upper, weights }: KktQuestion,
  { risk, multiplier, budgetMultiplier }: Slope,
  symbol: number,
): number {
  if (lower[symbol] === upper[symbol]) return 0;
  const price = risk[symbol] - multiplier * mean[symbol] - budgetMultiplier;
  return weights[symbol] <= lower[symbol] + atBound ? price : -price;
}
