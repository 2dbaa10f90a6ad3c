import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { type Tail, tailMean } from '../../kernels/downside/tail-mean.ts';
import type { KinkedMultipliers } from '../../kernels/linear/kinked-bound.ts';
import { kinkedProgram } from '../../kernels/linear/kinked-program.ts';
import { badDays } from '../../kernels/linear/tail-days.ts';
import type { TailMeasure } from '../../kernels/linear/tail-slope.ts';
import { absoluteSum, type KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';
import { constrainedOptimum } from '../constrained/constrained-optimum.ts';
import { type ConstraintSet, constraintSet } from '../constrained/constraint-set.ts';
import { feasibleWeights } from '../constrained/feasible-weights.ts';
import { inner } from '../estimate/expected.ts';
import { scenarioReturns } from '../estimate/scenarios.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { linearTimeLimitMs, unfinished } from './linear-time-limit.ts';
import { belowTail, tailBound } from './tail-bound.ts';
import type { TailHints } from './tail-program.ts';
import type { TailFound } from './tail-search.ts';

/** What weights are tried on, and what they keep to. */
export interface TailSetting {
  readonly problem: MixProblem;
  readonly measure: TailMeasure;
  readonly set: ConstraintSet;
  /** Weights that keep to all of it. */
  readonly start: Float64Array;
  readonly hints?: TailHints;
}

/** That nothing is better than what is known already: a choice that is left aside. */
export const noBetter: MixFault = { reason: 'no-positions', proven: true };

/** What weights are tried on and keep to, or what contradicts itself. */
export function tailSetting(
  problem: MixProblem,
  { confidence, of }: Pick<TailMeasure, 'confidence' | 'of'>,
  hints?: TailHints,
): TailSetting | MixFault {
  const returns = hints?.memory.returns ?? scenarioReturns(problem.closes);
  if (hints !== undefined) hints.memory.returns = returns;
  if (returns.rows < 1) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const start = feasibleWeights(problem, set);
  if ('reason' in start) return start;
  const setting = { problem, measure: { returns, confidence, of }, set, start };
  return hints === undefined ? setting : { ...setting, hints };
}

/** Bounds and constraints, under which cᵀw is to be large. */
export function termsOf(
  { lower, upper, budget }: MixProblem,
  { rows, limits, cost }: ConstraintSet,
  linear: Float64Array,
): KinkedTerms {
  return { lower, upper, budget, rows, limits, cost, linear };
}

/** The same without what trading costs. */
export function freeOfCost(terms: KinkedTerms): KinkedTerms {
  const { origin, rates } = terms.cost;
  return { ...terms, cost: { origin, rates: new Float64Array(rates.length) } };
}

/** The same with a return after costs of at least a target. */
export function withFloor(
  terms: KinkedTerms,
  { problem, set }: Pick<TailSetting, 'problem' | 'set'>,
  target: number,
): KinkedTerms {
  const coefficients = problem.mean.map((one) => 0 - one);
  const floor = { ...set.cost, coefficients, limit: 0 - target };
  return { ...terms, limits: [...terms.limits, floor] };
}

/** The worst days of given weights. */
export function tailOf(measure: TailMeasure, weights: Float64Array): Tail {
  return tailMean(badDays(measure, weights).values, measure.confidence);
}

/** μᵀw less what trading costs. */
export function gainOf(
  { problem, set }: Pick<TailSetting, 'problem' | 'set'>,
  weights: Float64Array,
): number {
  return inner(problem.mean, weights) - absoluteSum(set.cost, weights);
}

/** Weights of the most return after costs, whatever the risk. */
export function highestGain(
  { problem, set }: TailSetting,
  solve: SolveLinear,
): { readonly weights: Float64Array; readonly gain: number } | MixFault {
  const terms = termsOf(problem, set, problem.mean);
  const program = kinkedProgram({ terms, columns: [], rows: [] });
  const found = solve(program, { timeLimitMs: linearTimeLimitMs });
  if (found.status !== 'optimal') return unfinished;
  const weights = found.x.slice(0, problem.mean.length);
  return { weights, gain: 0 - found.check.objective };
}

/** What a search found, and what it is the minimum of. */
export interface TailMinimum {
  /** −cᵀw + cost, to which the worst days are added. */
  readonly terms: KinkedTerms;
  readonly found: TailFound;
  readonly objectiveValue: number;
  /** What the search minimised: the objective, or what it is the negative of. */
  readonly value: number;
  /** What the limit counts in the Lagrangian beside its price. */
  readonly limit: number;
  readonly target?: ActiveConstraint;
  readonly notes: readonly string[];
}

/** Few days in the tail are told: they fit chance. */
const fewCases = 10;
/** Below it most days are in the tail. */
const half = 0.5;

/** The optimum of a search, with the gap that its days prove. */
export function tailOptimum(
  { set, measure }: TailSetting,
  { terms, found, objectiveValue, value, limit, target, notes }: TailMinimum,
): MixOptimum {
  const { weights, worst } = found;
  const below = belowTail(terms, found);
  const bound = tailBound(terms, found, limit);
  const { kktResidual: _, ...optimum } = constrainedOptimum(set, {
    kinked: { ...below, quadratic: zeros(weights.length) },
    found: { solved: true, ...multipliersOf(found), weights },
    scale: 1,
    objectiveValue,
    method: 'worst-days-linear-programs',
    ...(target === undefined ? {} : { target }),
    notes: [...notes, ...daysTold(measure, worst.cases)],
  });
  return {
    ...optimum,
    risk: worst.mean,
    dualityGap: Math.max(0, value - bound),
    tail: { level: worst.level, days: worst.cases },
  };
}

function multipliersOf({ rowMultipliers, limitMultipliers }: KinkedMultipliers): KinkedMultipliers {
  return { rowMultipliers, limitMultipliers };
}

function zeros(size: number): Matrix {
  return { rows: size, columns: size, values: new Float64Array(size * size) };
}

/** That few days decide; or that most do, so that the share was perhaps meant the other way round. */
export function daysTold(
  { returns, confidence }: Pick<TailMeasure, 'returns' | 'confidence'>,
  cases: number,
): readonly string[] {
  const share = Number((100 * (1 - confidence)).toPrecision(4));
  const few = `Only ${cases} of ${returns.rows} days count as the worst: the answer fits these more than the symbols. Widen the window, or lower "confidence".`;
  const most = `A "confidence" of ${confidence} looks at the worst ${share} % of days: send 0.95 for the worst 5 %.`;
  return [...(cases < fewCases ? [few] : []), ...(confidence < half ? [most] : [])];
}
