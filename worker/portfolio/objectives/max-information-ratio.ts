import { sampleCovariance } from '../../kernels/covariances/sample-covariance.ts';
import { arithmeticMean } from '../../kernels/means/arithmetic-mean.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { activeReturns, type SolvePart, trackingFigures } from './active-returns.ts';
import { maxSharpe } from './max-ratio.ts';
import { noActiveShare } from './min-tracking-error.ts';

/**
 * Maximises the mean of the mix's returns less the benchmark's over their deviation, √(wᵀCw + γ·wᵀw): the
 * Sharpe ratio of active returns, over a rate of 0.
 *
 * @param bestRatio  keeps to constraints beside bounds, where there are any
 * @see Sharpe (1994), J. Portfolio Management 21(1)
 */
export function maxInformationRatio(
  problem: MixProblem,
  bestRatio: SolvePart = maxSharpe,
): MixOptimum | MixFault {
  const found = activeReturns(problem);
  if ('reason' in found) return found;
  const { periodsPerYear } = problem;
  const daily = sampleCovariance(found.active);
  const optimum = bestRatio({
    ...problem,
    mean: arithmeticMean(found.active, periodsPerYear),
    covariance: { ...daily, values: daily.values.map((one) => one * periodsPerYear) },
    rate: 0,
  });
  if ('reason' in optimum) return activeFault(optimum);
  return {
    ...optimum,
    tracking: trackingFigures(found, optimum.weights, periodsPerYear),
    notes: [...optimum.notes, noActiveShare],
  };
}

/** The same faults, of returns less the benchmark's. */
function activeFault(fault: MixFault): MixFault {
  if (fault.reason === 'no-excess') return { reason: 'no-active-excess', most: fault.most };
  if (fault.reason === 'riskless') return { ...fault, reason: 'sure-active-excess' };
  return fault;
}
