import { inner, volatilitiesOf } from '../estimate/expected.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { constraintSet } from './constraint-set.ts';
import {
  type FrontierPath,
  frontierPath,
  type PathPiece,
  type PathPoint,
  searchPath,
} from './frontier-path.ts';

const method = 'dual-active-set with search';
const idle = 'The best portfolio of any volatility has less than the target.';
/** Of the variance: a target that is missed by less is met. */
const rounding = 1e-12;
/** Times that λ may be raised by 4 until the target is passed. */
const maxRaises = 24;

/** Maximises μᵀw − cost − γ·wᵀw over √(wᵀΣw) ≤ target. */
export function constrainedTargetVolatility(
  problem: MixProblem,
  { targetVolatility: target }: { readonly targetVolatility: number },
): MixOptimum | MixFault {
  const { mean, covariance, l2 } = problem;
  const set = constraintSet(problem);
  const path = frontierPath({ problem, set, gains: mean, risk: covariance, gainL2: l2 });
  const found = pointAtTarget(path, target ** 2);
  if ('reason' in found) return found;
  const { point, pull, binding } = found;
  const { weights } = point.found;
  const shadowPrice = pull * Math.sqrt(point.variance);
  const price: ActiveConstraint = { kind: 'target_volatility', shadowPrice };
  return constrainedOptimum(set, {
    kinked: point.kinked,
    found: point.found,
    // The kernel minimises λ times the objective; at the least risk it minimises that.
    scale: point.multiplier > 0 ? 1 / point.multiplier : 1,
    objectiveValue: point.gain - l2 * inner(weights, weights),
    method,
    ...(binding && pull > 0 ? { target: price } : {}),
    ...(binding ? {} : { notes: [idle] }),
  });
}

/** The most gain at a variance. */
export interface AtTarget {
  readonly point: PathPoint;
  /** κ of μᵀw − ½κ·wᵀΣw. */
  readonly pull: number;
  readonly binding: boolean;
}

/** Looks along a path for the most gain at a variance, or where all have less, at that of all. */
export function pointAtTarget(path: FrontierPath, variance: number): AtTarget | MixFault {
  const lowest = path.at(0);
  if ('reason' in lowest) return lowest;
  const highest = path.highest();
  if ('reason' in highest) return highest;
  if (lowest.variance > variance * (1 + rounding)) {
    const [least, most] = [Math.sqrt(lowest.variance), Math.sqrt(highest.variance)];
    return { reason: 'volatility-out-of-reach', least, most };
  }
  if (highest.variance <= variance) return { point: highest, pull: 0, binding: false };
  if (lowest.variance >= variance) return { point: lowest, pull: 0, binding: true };
  const upper = firstBeyond(path, variance);
  if ('reason' in upper) return upper;
  if (upper.variance <= variance) {
    return { point: upper, pull: 1 / upper.multiplier, binding: false };
  }
  const point = searchPath(path, [lowest, upper], {
    ahead: (at) => 1 - at.variance / variance,
    share: (piece) => shareAt(piece, variance),
  });
  if (point === undefined) return { reason: 'overflow' };
  return { point, pull: point.multiplier > 0 ? 1 / point.multiplier : 0, binding: true };
}

/** A portfolio with more risk than the target; the last one tried where there is none. */
function firstBeyond(path: FrontierPath, variance: number): PathPoint | MixFault {
  const { gains, risk } = path.question;
  const largest = Math.max(...gains.map(Math.abs)) || 1;
  let multiplier = Math.max(...volatilitiesOf(risk)) ** 2 / largest;
  for (let raise = 0; ; raise++) {
    const point = path.at(multiplier);
    if ('reason' in point || point.variance > variance || raise === maxRaises) return point;
    multiplier *= 4;
  }
}

/** Where along a straight piece the variance is the target's. */
function shareAt({ lower, tilt, bend }: PathPiece, variance: number): number {
  const missing = variance - lower.variance;
  return missing / (tilt + Math.sqrt(Math.max(0, tilt ** 2 + bend * missing)));
}
