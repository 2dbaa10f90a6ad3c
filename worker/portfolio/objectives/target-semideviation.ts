import { constrainedSemideviation } from '../constrained/constrained-semideviation.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { minSemivariance } from './min-semivariance.ts';
import { withinRisk } from './within-risk.ts';

/** A limit of the deviation below a threshold. */
export interface SemideviationLimit {
  /** Return per period: what is above it is no risk. */
  readonly threshold: number;
  /** A year. */
  readonly limit: number;
}

/** Maximises μᵀw − γ·wᵀw over √(252/T·Σ max(b − rₜᵀw, 0)²) ≤ limit. */
export function targetSemideviation(
  problem: MixProblem,
  { threshold, limit }: SemideviationLimit,
): MixOptimum | MixFault {
  if (problem.l2 > 0) return constrainedSemideviation(problem, { threshold, limit });
  const least = (targetReturn?: number) => {
    const target = targetReturn === undefined ? {} : { targetReturn };
    return minSemivariance(problem, { threshold, ...target });
  };
  return withinRisk(problem, { name: 'target_semideviation', limit, least });
}
