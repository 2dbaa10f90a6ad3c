import { unvaryingSymbols, volatilities } from '../../kernels/covariances/volatilities.ts';
import type { Frontier } from '../../kernels/frontier/frontier-point.ts';
import { maximumSharpe } from '../../kernels/frontier/maximum-sharpe.ts';
import { volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { tracedFrontier } from './traced-frontier.ts';

/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;

/** Maximises (μᵀw − rf)/√(wᵀΣw + γ·wᵀw). */
export function maxSharpe(problem: MixProblem): MixOptimum | MixFault {
  const frontier = tracedFrontier(problem);
  return 'reason' in frontier ? frontier : maxRatio(problem, frontier, problem.rate);
}

/** Maximises Σwᵢσᵢ/√(wᵀΣw + γ·wᵀw): the mean volatility over that of the mix. */
export function maxDiversification(problem: MixProblem): MixOptimum | MixFault {
  const still = unvaryingSymbols(problem.covariance);
  if (still.length > 0) return { reason: 'zero-variance', columns: [...still] };
  const frontier = tracedFrontier(problem, volatilities(problem.covariance));
  return 'reason' in frontier ? frontier : maxRatio(problem, frontier, 0);
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
  const gain = found.ratio * volatility;
  const minimum = {
    weights,
    quadratic: frontier.covariance,
    gains: frontier.mean,
    multiplier: volatility ** 2 / gain,
    scale: gain / volatility ** 3,
  };
  return {
    weights,
    method: 'critical-line',
    objectiveValue: found.ratio,
    ...boundConstraints(problem, minimum),
    notes: [],
  };
}
