import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { absoluteSum, type KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import { kinkedQuadratic, kinkedSolver } from '../../kernels/quadratic/kinked-quadratic.ts';
import { inner, portfolioVolatility, volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from '../objectives/regularised.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { type ConstraintSet, constraintSet, contradiction } from './constraint-set.ts';
import { frontierPath } from './frontier-path.ts';

const method = 'dual-active-set';
const idle = 'The portfolio of the least volatility has a higher return than the target.';

/** Prices below it, of the volatility for a unit of return, are none. */
const noPrice = 1e-12;

/** Minimises √(wᵀΣw + γ·wᵀw); with costs wᵀΣw + γ·wᵀw + cost. */
export function constrainedVolatility(problem: MixProblem): MixOptimum | MixFault {
  const set = constraintSet(problem);
  const quadratic = regularised(problem.covariance, problem.l2);
  const { origin, rates } = set.cost;
  const cost = { origin, rates: rates.map((rate) => rate / 2) };
  const kinked = { ...kinkedOf(problem, set, quadratic), cost };
  const found = kinkedQuadratic(kinked);
  if (!found.solved) return faultOf(set, found);
  const { weights } = found;
  if (set.costly) {
    const objectiveValue = quadraticForm(quadratic, weights) + absoluteSum(set.cost, weights);
    return constrainedOptimum(set, { kinked, found, scale: 2, objectiveValue, method });
  }
  const objectiveValue = portfolioVolatility(quadratic, weights);
  const scale = volatilitySlope(quadratic, objectiveValue);
  return constrainedOptimum(set, { kinked, found, scale, objectiveValue, method });
}

/** Maximises μᵀw − cost − ½δ·wᵀΣw − γ·wᵀw. */
export function constrainedUtility(
  problem: MixProblem,
  { riskAversion }: { readonly riskAversion: number },
): MixOptimum | MixFault {
  const { mean, covariance, l2 } = problem;
  const set = constraintSet(problem);
  const scaled = { ...covariance, values: covariance.values.map((value) => riskAversion * value) };
  const quadratic = regularised(scaled, 2 * l2);
  const kinked = { ...kinkedOf(problem, set, quadratic), linear: mean, cost: set.cost };
  const found = kinkedQuadratic(kinked);
  if (!found.solved) return faultOf(set, found);
  const { weights } = found;
  const paid = quadraticForm(quadratic, weights) / 2 + absoluteSum(set.cost, weights);
  const objectiveValue = inner(mean, weights) - paid;
  return constrainedOptimum(set, { kinked, found, scale: 1, objectiveValue, method });
}

/** Minimises √(wᵀΣw + γ·wᵀw) over μᵀw − cost ≥ target. */
export function constrainedReturn(
  problem: MixProblem,
  { targetReturn }: { readonly targetReturn: number },
): MixOptimum | MixFault {
  return returnSolver(problem)(targetReturn);
}

/** The same for one target after the other, each from where the last one ended. */
export function returnSolver(problem: MixProblem): (target: number) => MixOptimum | MixFault {
  const set = constraintSet(problem);
  const quadratic = regularised(problem.covariance, problem.l2);
  const plain = kinkedOf(problem, set, quadratic);
  const coefficients = problem.mean.map((gain) => -gain);
  const kinkedAt = (target: number): KinkedProblem => ({
    ...plain,
    limits: [...set.limits, { coefficients, ...set.cost, limit: -target }],
  });
  const solver = kinkedSolver(kinkedAt(0));
  return (target) => {
    const kinked = kinkedAt(target);
    const found = solver(kinked);
    if (!found.solved) return beyondReach(problem, { set, quadratic, found });
    const objectiveValue = portfolioVolatility(quadratic, found.weights);
    const scale = volatilitySlope(quadratic, objectiveValue);
    const shadowPrice = scale * (found.limitMultipliers.at(-1) ?? 0);
    const binding = shadowPrice > noPrice;
    return constrainedOptimum(set, {
      ...{ kinked, found, scale, objectiveValue, method },
      ...(binding ? { target: { kind: 'target_return', shadowPrice } } : { notes: [idle] }),
    });
  };
}

type Unsolved = Exclude<ReturnType<typeof kinkedQuadratic>, { readonly solved: true }>;

/** Whether the target is too high, or no weights keep to the rest either. */
function beyondReach(
  problem: MixProblem,
  {
    set,
    quadratic,
    found,
  }: {
    readonly set: ConstraintSet;
    readonly quadratic: Matrix;
    readonly found: Unsolved;
  },
): MixFault {
  const path = frontierPath({ problem, set, gains: problem.mean, risk: quadratic });
  const highest = path.highest();
  if ('reason' in highest) return highest;
  const lowest = path.at(0);
  if ('reason' in lowest) return lowest;
  if (found.reason === 'unsettled') return { reason: 'overflow' };
  return { reason: 'return-out-of-reach', least: lowest.gain, most: highest.gain };
}

function faultOf(set: ConstraintSet, found: Unsolved): MixFault {
  return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
}

/** Nothing but risk is minimised. */
function kinkedOf(
  { mean, lower, upper }: MixProblem,
  { rows, limits, cost }: ConstraintSet,
  quadratic: Matrix,
): KinkedProblem {
  const nothing = new Float64Array(mean.length);
  const free = { origin: cost.origin, rates: nothing };
  return { quadratic, linear: nothing, lower, upper, rows, cost: free, limits };
}
