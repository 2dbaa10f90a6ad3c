import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { shortfallFunction } from '../../kernels/downside/shortfall-function.ts';
import { kinkedNewton } from '../../kernels/quadratic/kinked-newton.ts';
import { absoluteSum, type KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import type { KinkedMinimum } from '../../kernels/quadratic/kinked-quadratic.ts';
import { inner, volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns } from '../objectives/excess-returns.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { type ConstraintSet, constraintSet } from './constraint-set.ts';
import { downsidePath, squaredShortfalls } from './downside-path.ts';
import { emptyProblem, linearised, shortestWeights } from './smooth-optimum.ts';

const method = 'semismooth-newton';
const idle = 'The portfolio of the least semivariance has a higher return than the target.';
/** Prices below it, of the semideviation for a unit of return, are none. */
const noPrice = 1e-12;

/**
 * Minimises √(252/T·Σ max(b − rₜᵀw, 0)² + 252·γ·wᵀw), with μᵀw − cost ≥ target where there is one.
 * Without one costs count: the least of the semivariance, 252·γ·wᵀw and cost together.
 */
export function constrainedSemivariance(
  problem: MixProblem,
  { threshold, targetReturn }: { readonly threshold: number; readonly targetReturn?: number },
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const costly = set.costly && targetReturn === undefined;
  const l2 = problem.periodsPerYear * problem.l2;
  const nothing = problem.mean.map(() => 0);
  const step = leastShortfall(problem, {
    ...{ set, excess, aversion: 1, l2: l2 / 2, gains: nothing },
    rates: costly ? set.cost.rates.map((rate) => rate / 2) : nothing,
    ...(targetReturn === undefined ? {} : { targetReturn }),
  });
  if ('reason' in step) return step;
  const { kinked, found, semivariance } = step;
  const { weights } = found;
  const total = semivariance + l2 * inner(weights, weights);
  const risk = Math.sqrt(semivariance);
  if (costly) {
    const objectiveValue = total + absoluteSum(set.cost, weights);
    return {
      ...constrainedOptimum(set, { kinked, found, scale: 2, objectiveValue, method }),
      risk,
    };
  }
  const objectiveValue = Math.sqrt(total);
  const scale = volatilitySlope(problem.covariance, objectiveValue);
  const finding = { kinked, found, scale, objectiveValue, method };
  if (targetReturn === undefined) return { ...constrainedOptimum(set, finding), risk };
  const shadowPrice = scale * (found.limitMultipliers.at(-1) ?? 0);
  const held =
    shadowPrice > noPrice
      ? { target: { kind: 'target_return', shadowPrice } as const }
      : { notes: [idle] };
  return { ...constrainedOptimum(set, { ...finding, ...held }), risk };
}

/** Maximises μᵀw − cost − ½δ·252/T·Σ max(b − rₜᵀw, 0)² − 252·γ·wᵀw. */
export function constrainedDownsideUtility(
  problem: MixProblem,
  { threshold, riskAversion }: { readonly threshold: number; readonly riskAversion: number },
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const { rates } = set.cost;
  const l2 = problem.periodsPerYear * problem.l2;
  const step = leastShortfall(problem, {
    ...{ set, excess, aversion: riskAversion, l2, gains: problem.mean, rates },
  });
  if ('reason' in step) return step;
  const { kinked, found, semivariance } = step;
  const { weights } = found;
  const spread = l2 * inner(weights, weights) + absoluteSum(set.cost, weights);
  const objectiveValue = inner(problem.mean, weights) - (riskAversion / 2) * semivariance - spread;
  const optimum = constrainedOptimum(set, { kinked, found, scale: 1, objectiveValue, method });
  return { ...optimum, risk: Math.sqrt(semivariance) };
}

interface ShortfallQuestion {
  readonly set: ConstraintSet;
  readonly excess: Matrix;
  /** Times half the semivariance a year, to which γ·wᵀw and costs come, less what is gained. */
  readonly aversion: number;
  readonly l2: number;
  readonly gains: Float64Array;
  readonly rates: Float64Array;
  readonly targetReturn?: number;
}

interface LeastShortfall {
  readonly kinked: KinkedProblem;
  readonly found: KinkedMinimum;
  /** A year. */
  readonly semivariance: number;
}

function leastShortfall(
  problem: MixProblem,
  question: ShortfallQuestion,
): LeastShortfall | MixFault {
  const { set, excess, aversion, l2, gains, rates } = question;
  const yearly = problem.periodsPerYear / excess.rows;
  const empty = keptTo(problem, question);
  const start = shortestWeights(empty, set);
  if ('reason' in start) return beyondReach(problem, question, start);
  const smooth = shortfallFunction({ excess, scale: aversion * yearly, l2, gains });
  const priced = { ...empty, cost: { ...set.cost, rates } };
  const found = kinkedNewton({ ...priced, smooth }, start);
  if (!found.solved) return { reason: 'overflow' };
  const { weights } = found;
  const gradient = smooth.at(weights)?.gradient ?? gains;
  const semivariance = yearly * squaredShortfalls(excess, weights);
  return { kinked: linearised(priced, gradient), found, semivariance };
}

/** All constraints, the return after costs among them where it has a target. */
function keptTo(problem: MixProblem, { set, targetReturn }: ShortfallQuestion): KinkedProblem {
  const empty = emptyProblem(problem, set);
  if (targetReturn === undefined) return empty;
  const coefficients = problem.mean.map((gain) => -gain);
  return { ...empty, limits: [...set.limits, { coefficients, ...set.cost, limit: -targetReturn }] };
}

/** Whether the target is too high, or no weights keep to the rest either. */
function beyondReach(
  problem: MixProblem,
  { set, excess, targetReturn }: ShortfallQuestion,
  fault: MixFault,
): MixFault {
  if (targetReturn === undefined) return fault;
  const path = downsidePath({ problem, set, excess });
  const highest = path.highest();
  if ('reason' in highest) return highest;
  const lowest = path.at(0);
  if ('reason' in lowest) return lowest;
  return { reason: 'return-out-of-reach', least: lowest.gain, most: highest.gain };
}
