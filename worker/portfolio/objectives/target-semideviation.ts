import { product } from '../../kernels/algebra/quadratic-form.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns, minSemivariance } from './min-semivariance.ts';
import { spreadRisk } from './spread-risk.ts';
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
  if (problem.l2 > 0) return spreadWithin(problem, { threshold, limit });
  const least = (targetReturn?: number) => {
    const target = targetReturn === undefined ? {} : { targetReturn };
    return minSemivariance(problem, { threshold, ...target });
  };
  return withinRisk(problem, { name: 'target_semideviation', limit, least });
}

/** As Σw = 1 the deviation doubles with the weights, and its gradient is a slope. */
function spreadWithin(
  problem: MixProblem,
  { threshold, limit }: SemideviationLimit,
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const { rows, columns, values } = excess;
  const scale = problem.periodsPerYear / rows;
  const shortfalls = (weights: Float64Array) =>
    product(excess, weights).map((one) => Math.min(one, 0));
  const deviationOf = (short: Float64Array) => Math.sqrt(scale * inner(short, short));
  const slopeOf = (weights: Float64Array): Float64Array => {
    const short = shortfalls(weights);
    const deviation = deviationOf(short);
    const slope = new Float64Array(columns);
    if (deviation === 0) return slope;
    for (const [t, below] of short.entries()) {
      if (below === 0) continue;
      for (let i = 0; i < columns; i++) {
        slope[i] = (slope[i] ?? 0) + (scale / deviation) * below * (values[t * columns + i] ?? 0);
      }
    }
    return slope;
  };
  const risk = { valueOf: (weights: Float64Array) => deviationOf(shortfalls(weights)), slopeOf };
  return spreadRisk(problem, risk, { limit: { name: 'target_semideviation', most: limit } });
}
