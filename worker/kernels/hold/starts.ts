import { excessMoments, type Moments } from '../covariances/moments.ts';
import { boundedStarts } from './bounded-starts.ts';
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
 * Within bounds {@link boundedStarts} take the place of single symbols.
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
    const others = [...ratios.keys()].filter((i) => !ranked.includes(i));
    const ranking = { bounds, ranked: [...ranked, ...others] };
    return { fixedMix, vertices: boundedStarts(problem, ranking, maxVertices) };
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

function varyingOnly(
  problem: HoldProblem,
  weights: Float64Array | undefined,
): Float64Array | undefined {
  if (weights === undefined) return undefined;
  return holdPoint(problem, weights).deviation < singularDeviation ? undefined : weights;
}

function standAlone({ mean, covariance }: Moments): { ratios: Float64Array; varying: Int32Array } {
  const deviations = mean.map((_, i) => Math.sqrt(covariance.values[i * (mean.length + 1)]));
  const varying = Int32Array.from(mean.keys()).filter((i) => deviations[i] >= singularDeviation);
  return { ratios: mean.map((m, i) => m / deviations[i]), varying };
}
