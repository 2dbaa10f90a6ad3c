import { excessMoments, type Moments } from '../covariances/moments.ts';
import { cheapestWeights } from '../linear/cheapest-weights.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { fixedMixWeights } from './fixed-mix.ts';
import { type HoldProblem, holdPoint, singularDeviation } from './hold-sharpe.ts';

/** Where searches begin. All weights have length n and sum to 1. */
export interface Starts {
  readonly fixedMix: Float64Array | undefined;
  /** Portfolios of one symbol, or of as much of it as bounds allow, the best stand-alone ratio first. */
  readonly vertices: readonly Float64Array[];
}

/**
 * Starts for the search of the best buy-and-hold portfolio, beside equal weights: the best fixed
 * mix, and single symbols by their own ratio. Symbols whose excess returns do not vary are left
 * out: the ratio has no slope there. A lone symbol needs none: equal weights are all there is.
 * What an upper bound keeps from a symbol goes to the next by their ratios, after the last to the first;
 * such portfolios vary even where their first symbol does not.
 *
 * @param maxVertices  how many single symbols at most
 */
export function startingPoints(problem: HoldProblem, maxVertices: number): Starts {
  if (problem.growth.rows === 1) return { fixedMix: undefined, vertices: [] };
  const moments = excessMoments(problem);
  const { ratios, varying } = standAlone(moments);
  const ranked = varying.sort((i, j) => ratios[j] - ratios[i] || i - j);
  const { bounds } = problem;
  const fixedMix = varyingOnly(problem, fixedMixWeights(moments, bounds));
  if (bounds !== undefined) {
    return { fixedMix, vertices: cornersWithin(problem, { bounds, ranked, maxVertices }) };
  }
  const vertices = Array.from(ranked.subarray(0, maxVertices), (i) => vertex(ratios.length, i));
  return { fixedMix, vertices };
}

/** The portfolio of one symbol alone. */
export function vertex(size: number, index: number): Float64Array {
  const weights = new Float64Array(size);
  weights[index] = 1;
  return weights;
}

interface Corners {
  readonly bounds: WeightBounds;
  /** Symbols that vary, the best first. */
  readonly ranked: Int32Array;
  readonly maxVertices: number;
}

function cornersWithin(
  problem: HoldProblem,
  { bounds, ranked, maxVertices }: Corners,
): readonly Float64Array[] {
  const others = [...bounds.lower.keys()].filter((i) => !ranked.includes(i));
  const all = [...ranked, ...others];
  return all
    .slice(0, maxVertices)
    .map((_, k) => filledUp(bounds, [...all.slice(k), ...all.slice(0, k)]))
    .filter((weights) => varies(problem, weights));
}

/**
 * As much as bounds allow in the first symbol, then in the second and so on.
 *
 * @param first  some symbols; the others come after them
 */
export function filledUp(bounds: WeightBounds, first: readonly number[]): Float64Array {
  const order = new Float64Array(bounds.lower.length).fill(first.length);
  for (const [place, symbol] of first.entries()) order[symbol] = place;
  return cheapestWeights(order, bounds).weights;
}

function varyingOnly(
  problem: HoldProblem,
  weights: Float64Array | undefined,
): Float64Array | undefined {
  return weights !== undefined && varies(problem, weights) ? weights : undefined;
}

function varies(problem: HoldProblem, weights: Float64Array): boolean {
  return !(holdPoint(problem, weights).deviation < singularDeviation);
}

function standAlone({ mean, covariance }: Moments): { ratios: Float64Array; varying: Int32Array } {
  const deviations = mean.map((_, i) => Math.sqrt(covariance.values[i * (mean.length + 1)]));
  const varying = Int32Array.from(mean.keys()).filter((i) => deviations[i] >= singularDeviation);
  return { ratios: mean.map((m, i) => m / deviations[i]), varying };
}
