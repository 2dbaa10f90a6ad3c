import type { Moments } from '../../kernels/covariances/moments.ts';
import { unvaryingSymbols, volatilities } from '../../kernels/covariances/volatilities.ts';
import { type ClearBestRatio, clearBestRatio } from '../../kernels/frontier/clear-best-ratio.ts';
import type { Frontier } from '../../kernels/frontier/frontier-point.ts';
import { isBelowBestRatio, maximumSharpe } from '../../kernels/frontier/maximum-sharpe.ts';
import { volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { regularised } from './regularised.ts';
import { tracedWithin } from './traced-frontier.ts';

/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;

/** Maximises (μᵀw − rf)/√(wᵀΣw + γ·wᵀw). */
export function maxSharpe(problem: MixProblem): MixOptimum | MixFault {
  return bestRatioOf(problem, problem.mean, problem.rate);
}

/** Maximises Σwᵢσᵢ/√(wᵀΣw + γ·wᵀw): the mean volatility over that of the mix. */
export function maxDiversification(problem: MixProblem): MixOptimum | MixFault {
  const still = unvaryingSymbols(problem.covariance);
  if (still.length > 0) return { reason: 'zero-variance', columns: [...still] };
  return bestRatioOf(problem, volatilities(problem.covariance), 0);
}

/** Without bounds but 0 at once, where the answer is clear; else along the frontier. */
function bestRatioOf(
  problem: MixProblem,
  gains: Float64Array,
  rate: number,
): MixOptimum | MixFault {
  const moments = { mean: gains, covariance: regularised(problem.covariance, problem.l2) };
  const clear = isLongOnly(problem) ? clearBestRatio(moments, rate) : undefined;
  if (clear !== undefined && volatilitySlope(moments.covariance, clear.volatility) > 0) {
    return ratioOptimum(problem, moments, { ...clear, method: 'active-set' });
  }
  const frontier = tracedWithin(problem, moments, (corner) =>
    isBelowBestRatio(moments, rate, corner),
  );
  return 'reason' in frontier ? frontier : maxRatio(problem, frontier, rate);
}

function isLongOnly({ lower, upper, budget }: MixProblem): boolean {
  return budget === 1 && lower.every((least, i) => least === 0 && (upper[i] ?? 0) >= 1);
}

/**
 * The portfolio of a frontier whose gain over the rate is the largest for its deviation.
 *
 * @param rate  in the unit of the frontier's gains
 */
export function maxRatio(
  problem: MixProblem,
  frontier: Frontier,
  rate: number,
): MixOptimum | MixFault {
  const found = maximumSharpe(frontier, rate);
  if (!found.solved && found.reason === 'no-positive-excess') {
    return { reason: 'no-excess', most: found.highestExcess + rate };
  }
  const { weights, volatility } = found.point;
  // Where next to no risk is left the ratio has no bound, or rounding decides it.
  if (!found.solved || volatilitySlope(frontier.covariance, volatility) === 0) {
    const columns = [...weights.keys()].filter((i) => Math.abs(weights[i] ?? 0) > held);
    return { reason: 'riskless', columns };
  }
  return ratioOptimum(problem, frontier, {
    weights,
    volatility,
    ratio: found.ratio,
    method: 'critical-line',
  });
}

/** Weights of the best ratio of gain to volatility, and what found them. */
interface FoundRatio extends ClearBestRatio {
  readonly method: string;
}

function ratioOptimum(
  problem: MixProblem,
  { mean: gains, covariance: quadratic }: Moments,
  { weights, volatility, ratio, method }: FoundRatio,
): MixOptimum {
  const gain = ratio * volatility;
  const minimum = {
    weights,
    quadratic,
    gains,
    multiplier: volatility ** 2 / gain,
    scale: gain / volatility ** 3,
  };
  return {
    weights,
    method,
    objectiveValue: ratio,
    ...boundConstraints(problem, minimum),
    notes: [],
  };
}
