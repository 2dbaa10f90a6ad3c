import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product } from '../../kernels/algebra/quadratic-form.ts';
import { centredReturns } from '../../kernels/covariances/centred-returns.ts';
import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { atKinks, keptWeights } from '../../kernels/linear/kept-weights.ts';
import { kinkedBound } from '../../kernels/linear/kinked-bound.ts';
import { kinkedProgram } from '../../kernels/linear/kinked-program.ts';
import {
  type OmegaFound,
  type OmegaProblem,
  omegaProgram,
} from '../../kernels/linear/omega-program.ts';
import type { KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';
import { constrainedOptimum } from '../constrained/constrained-optimum.ts';
import { type ConstraintSet, constraintSet } from '../constrained/constraint-set.ts';
import { feasibleWeights } from '../constrained/feasible-weights.ts';
import { inner } from '../estimate/expected.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns } from './excess-returns.ts';
import { linearTimeLimitMs, unfinished } from './linear-time-limit.ts';
import type { DownsideObjective } from './min-semivariance.ts';
import { freeOfCost, termsOf } from './tail-setting.ts';

/** Of the largest excess return of a day: less is rounding. */
const rounding = 1e-13;
/** Weights from here on are told where nothing ever falls short. */
const held = 1e-6;

/**
 * Maximises the Omega ratio Σ max(rₜᵀw − b, 0)/Σ max(b − rₜᵀw, 0), which is 1 + the mean of rₜᵀw − b over
 * that of the shortfall.
 */
export function maxOmega(
  problem: MixProblem,
  { threshold }: DownsideObjective,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const feasible = feasibleWeights(problem, set);
  if ('reason' in feasible) return feasible;
  const gains = centredReturns(excess).means;
  const terms = freeOfCost(termsOf(problem, set, new Float64Array(gains.length)));
  const highest = highestGain(terms, gains, solve);
  if (highest === undefined) return unfinished;
  const size = excess.values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (!(highest > rounding * size)) return { reason: 'no-gain', most: highest + threshold };
  const question: OmegaProblem = { terms, excess, gains, highest };
  const { program, read } = omegaProgram(question);
  const solved = solve(program, { timeLimitMs: linearTimeLimitMs });
  const found = solved.status === 'optimal' ? read(solved) : undefined;
  if (found === undefined) return unfinished;
  const weights = keptWeights(atKinks(terms, found.weights), terms);
  const shortfall = meanShortfall(excess, weights);
  if (shortfall <= rounding * size) {
    const columns = [...weights.keys()].filter((i) => Math.abs(weights[i] ?? 0) > held);
    return { reason: 'no-shortfall', columns };
  }
  return optimumOf(question, { set, weights, shortfall, found });
}

/** The largest mᵀw; undefined where a program was not solved. */
function highestGain(
  terms: KinkedTerms,
  gains: Float64Array,
  solve: SolveLinear,
): number | undefined {
  if (terms.rows.lower.length === 1 && terms.limits.length === 0) {
    const losses = gains.map((one) => -one);
    return -cheapestWeights(losses, terms).value;
  }
  const program = kinkedProgram({ terms: { ...terms, linear: gains }, columns: [], rows: [] });
  const solved = solve(program, { timeLimitMs: linearTimeLimitMs });
  return solved.status === 'optimal' ? 0 - solved.check.objective : undefined;
}

interface Found {
  readonly set: ConstraintSet;
  readonly weights: Float64Array;
  readonly shortfall: number;
  readonly found: OmegaFound;
}

/** With what proves it: no weights have a shortfall less κ times the gain that is below 0, κ that of the optimum. */
function optimumOf(
  { terms, excess, gains }: OmegaProblem,
  { set, weights, shortfall, found }: Found,
): MixOptimum {
  const gain = inner(gains, weights);
  const kappa = shortfall / gain;
  // The shortfall of any weights is at least as much as these shares of the days say.
  const floor = pooled(excess, found.shares);
  const linear = gains.map((one, i) => kappa * one - (floor[i] ?? 0));
  const below: KinkedTerms = { ...terms, linear };
  const { rowMultipliers, limitMultipliers } = found;
  const { length } = weights;
  const quadratic = { rows: length, columns: length, values: new Float64Array(length * length) };
  const scale = gain / shortfall ** 2;
  const { kktResidual: _, ...optimum } = constrainedOptimum(set, {
    kinked: { ...below, quadratic },
    found: { solved: true, weights, rowMultipliers, limitMultipliers },
    scale,
    objectiveValue: 1 + gain / shortfall,
    method: 'dual-linear-program',
  });
  return { ...optimum, dualityGap: scale * Math.max(0, -kinkedBound(below, found)) };
}

function meanShortfall(excess: Matrix, weights: Float64Array): number {
  const path = product(excess, weights);
  return path.reduce((sum, one) => sum + Math.max(0, -one), 0) / path.length;
}

/** −Σ pₜ·eₜᵢ for each symbol. */
function pooled({ rows, columns, values }: Matrix, shares: Float64Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    const share = shares[t] ?? 0;
    for (let i = 0; share > 0 && i < columns; i++) {
      sums[i] = (sums[i] ?? 0) - share * (values[t * columns + i] ?? 0);
    }
  }
  return sums;
}
