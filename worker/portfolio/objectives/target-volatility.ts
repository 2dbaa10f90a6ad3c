import { highestCorner } from '../../kernels/frontier/frontier-point.ts';
import { targetVolatility as pointOfVolatility } from '../../kernels/frontier/target-volatility.ts';
import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import { inner, portfolioVolatility } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { regularised } from './regularised.ts';
import { tracedFrontier } from './traced-frontier.ts';

/** Halvings of the multiplier's range, in powers of 2, when γ is above 0. */
const halvings = 100;
const widest = 2 ** 40;

/** Maximises μᵀw − γ·wᵀw over √(wᵀΣw) ≤ target. */
export function targetVolatility(
  problem: MixProblem,
  { targetVolatility: target }: { readonly targetVolatility: number },
): MixOptimum | MixFault {
  const frontier = tracedFrontier({ ...problem, l2: 0 });
  if ('reason' in frontier) return frontier;
  const found = pointOfVolatility(frontier, target);
  if (!found.solved) {
    const most = highestCorner(frontier).volatility;
    return { reason: 'volatility-out-of-reach', least: found.lowest, most };
  }
  if (problem.l2 === 0) {
    const { weights, multiplier } = found.point;
    return optimumAt(problem, { weights, multiplier, binding: found.binding });
  }
  const point = regularisedPoint(problem, target);
  return point === undefined ? { reason: 'overflow' } : optimumAt(problem, point);
}

/** The weights at a target. */
interface HeldPoint {
  readonly weights: Float64Array;
  /** 1/κ, the return for a unit of half the variance; used where the target is binding. */
  readonly multiplier: number;
  readonly binding: boolean;
}

function optimumAt(problem: MixProblem, { weights, multiplier, binding }: HeldPoint): MixOptimum {
  const { mean, covariance, l2 } = problem;
  const volatility = portfolioVolatility(covariance, weights);
  // At the least volatility itself no return makes up for a tighter target.
  const atLeast = binding && multiplier === 0;
  const pull = binding && !atLeast ? 1 / multiplier : 0;
  const scaled = covariance.values.map((value) => (atLeast ? value : pull * value));
  const { kktResidual, active } = boundConstraints(problem, {
    weights,
    quadratic: regularised({ ...covariance, values: scaled }, atLeast ? 0 : 2 * l2),
    gains: mean,
    multiplier: atLeast ? 0 : 1,
    scale: 1,
  });
  return {
    weights,
    method: l2 === 0 ? 'critical-line' : 'active-set with bisection',
    objectiveValue: inner(mean, weights) - l2 * inner(weights, weights),
    kktResidual,
    active:
      pull > 0
        ? [{ kind: 'target_volatility', shadowPrice: pull * volatility }, ...active]
        : active,
    notes: binding ? [] : ['The best portfolio of any volatility has less than the target.'],
  };
}

/** The maximiser of μᵀw − γ·wᵀw − ½κ·wᵀΣw at the κ that brings its volatility to the target. */
function regularisedPoint(problem: MixProblem, target: number): HeldPoint | undefined {
  const { mean, covariance, lower, upper, budget, l2 } = problem;
  const at = (kappa: number): Float64Array | undefined => {
    const scaled = { ...covariance, values: covariance.values.map((value) => kappa * value) };
    const quadratic = regularised(scaled, 2 * l2);
    const found = boundedQuadratic({ quadratic, linear: mean, lower, upper, budget });
    return found.solved ? found.weights : undefined;
  };
  const free = at(0);
  if (free === undefined) return undefined;
  if (portfolioVolatility(covariance, free) <= target) {
    return { weights: free, multiplier: 0, binding: false };
  }
  let [low, high] = [1 / widest, widest];
  for (let step = 0; step < halvings && high / low > 1 + 1e-15; step++) {
    const middle = Math.sqrt(low * high);
    const weights = at(middle);
    if (weights === undefined) return undefined;
    if (portfolioVolatility(covariance, weights) > target) low = middle;
    else high = middle;
  }
  const weights = at(high);
  return weights && { weights, multiplier: 1 / high, binding: true };
}
