import type { Matrix } from '../../kernels/algebra/matrix.ts';
import {
  fewPositions,
  noPosition,
  type PositionsProblem,
  type Relaxed,
} from '../../kernels/positions/few-positions.ts';
import {
  ownVariances,
  perspectiveCovariance,
} from '../../kernels/positions/perspective-covariance.ts';
import { boundsFault } from '../../kernels/quadratic/weight-bounds.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import {
  isTail,
  type MixObjective,
  type MixQuestion,
  type ObjectiveName,
  type PositionTerms,
} from '../mix/mix-question.ts';
import { isSearched, needsRows } from './solve-constrained.ts';
import { tailChoiceMs } from './tail-choice-work.ts';

/** Up to so many symbols all choices are weighed; beyond it one is found by a rule. */
export const exactUpTo = 60;
/** Steps at most, of which a portfolio takes n² times its solves: alike on every machine. */
const work = 2_000_000;
const mostNodes = 4000;
const fewestNodes = 200;
/** With many symbols and days: enough to leave out all but a few, and to exchange some. */
const fewestTails = 60;
/** Solves that a search along the frontier takes under constraints beside bounds. */
const solvesOfSearch = 5;
/** Where each portfolio is a search among days, all of them may take so long, in ms of a usual core. */
const daysWorkMs = 20_000;
/** Of 1 + |value|: a gap of less is rounding. */
const rounding = 1e-9;

/** What positions are chosen for. */
export interface PositionsQuestion {
  readonly objective: MixObjective;
  readonly positions: PositionTerms;
  /** Solves for bounds, whatever the number of positions; may leave untold what is no better than `worth`. */
  readonly solve: (problem: MixProblem, worth: number) => MixOptimum | MixFault;
}

/** How many portfolios may be solved for a choice among the symbols of these days. */
export function positionsBudget(
  closes: Pick<Matrix, 'rows' | 'columns'>,
  { objective, constraints, l2 }: Pick<MixQuestion, 'objective' | 'constraints' | 'l2'>,
): number {
  const { columns: symbols } = closes;
  const searched = constraints !== undefined && needsRows(constraints) && isSearched(objective);
  const steps = symbols ** 2 * (searched ? solvesOfSearch : 1);
  // All choices there are, and what bounds each.
  const all = 2 ** Math.min(symbols + 2, 50);
  if (isTail(objective)) {
    const affordable = Math.floor(daysWorkMs / tailChoiceMs(closes, l2));
    return Math.min(all, mostNodes, Math.max(fewestTails, affordable));
  }
  return Math.min(all, mostNodes, Math.max(fewestNodes, Math.floor(work / steps)));
}

/** The best weights with few enough, and large enough, positions. */
export function choosePositions(
  problem: MixProblem,
  question: PositionsQuestion,
): MixOptimum | MixFault {
  const { objective, positions, solve } = question;
  const { lower, upper, closes, constraints, l2 } = problem;
  const size = lower.length;
  const whole = solve(problem, Number.POSITIVE_INFINITY);
  // What has no answer with all symbols has none with a few, but for a ratio without bound.
  if ('reason' in whole) return whole;
  const { relax, misses } = relaxer(problem, question);
  const found = fewPositions<Choice>({
    lower,
    upper,
    most: positions.most ?? size,
    least: positions.least ?? 0,
    relax,
    ...tightened(problem, question),
    budget: positionsBudget(closes, { objective, l2, ...(constraints ? { constraints } : {}) }),
    exact: size <= exactUpTo,
  });
  if (found.best === undefined) {
    return misses.unsolved > 0
      ? { reason: 'unfinished' }
      : { reason: 'no-positions', proven: found.bound === Number.POSITIVE_INFINITY };
  }
  const best = exactChoice(found.best, relax, positions.least ?? 0);
  // What was not solved may be as good as the best of all.
  const sense = senseOf(objective);
  const bound = misses.unsolved > 0 ? sense * (whole.objectiveValue ?? Number.NaN) : found.bound;
  const gap = Math.max(0, best.value - bound);
  const { optimum, bounds } = best;
  return {
    ...optimum,
    active: optimum.active.flatMap((one) => askedFor(one, bounds, problem)),
    positions: {
      method: size <= exactUpTo ? 'branch-and-bound' : 'heuristic',
      bound: sense * (best.value - gap),
      gap,
      proven: gap <= rounding * (1 + Math.abs(best.value)),
      nodes: found.nodes,
    },
  };
}

/** A bound of a choice by what asked for it: nobody did where it is the choice itself. */
function askedFor(
  constraint: ActiveConstraint,
  chosen: Bounds,
  own: Bounds,
): readonly ActiveConstraint[] {
  const { column, kind } = constraint;
  if (column === undefined) return [constraint];
  const [lower = 0, upper = 0] = [chosen.lower[column], chosen.upper[column]];
  const isOwn = kind === 'lower' ? lower === own.lower[column] : upper === own.upper[column];
  if (isOwn) return [constraint];
  const isChoice = (kind === 'lower' ? lower : upper) === 0;
  return isChoice ? [] : [{ ...constraint, kind: 'min_position' }];
}

/** What solves choices, and what it has missed so far. */
interface Relaxer {
  readonly relax: (bounds: Bounds, worth?: number) => Choice | undefined;
  /** Choices of which nothing is known. */
  readonly misses: { unsolved: number };
}

function relaxer(problem: MixProblem, { objective, solve }: PositionsQuestion): Relaxer {
  const misses = { unsolved: 0 };
  const sense = senseOf(objective);
  const relax = (bounds: Bounds, worth = Number.POSITIVE_INFINITY): Choice | undefined => {
    // Objectives have weights to look for: bounds were read as feasible, those of a choice need not be.
    if (boundsFault({ ...bounds, budget: problem.budget }) !== undefined) return undefined;
    const optimum = solve({ ...problem, ...bounds }, worth);
    if ('reason' in optimum) {
      if (optimum.reason === 'unfinished') misses.unsolved += 1;
      return undefined;
    }
    const { weights, objectiveValue = 0, dualityGap } = optimum;
    const value = sense * objectiveValue;
    const known = dualityGap === undefined ? {} : { bound: value - dualityGap };
    return { weights, value, ...known, optimum, bounds };
  };
  return { relax, misses };
}

/**
 * The best of the positions chosen, with those left out at 0 and the others at their least: the
 * search counts as such what misses them by rounding.
 */
function exactChoice(
  choice: Choice,
  relax: (bounds: Bounds) => Choice | undefined,
  least: number,
): Choice {
  const { weights, bounds } = choice;
  const held = (i: number): boolean => {
    const bound = (bounds.lower[i] ?? 0) > 0 || (bounds.upper[i] ?? 0) < 0;
    return bound || Math.abs(weights[i] ?? 0) > noPosition;
  };
  const missed = weights.some(
    (weight, i) => weight !== 0 && (!held(i) || Math.abs(weight) < least),
  );
  if (!missed) return choice;
  const withoutMiss = (weight: number, i: number): number => {
    if (!held(i)) return 0;
    return Math.abs(weight) < least ? Math.sign(weight) * least : weight;
  };
  const exact = relax({
    lower: bounds.lower.map((below, i) => {
      if (!held(i)) return 0;
      return (weights[i] ?? 0) > 0 ? Math.max(below, least) : below;
    }),
    upper: bounds.upper.map((above, i) => {
      if (!held(i)) return 0;
      return (weights[i] ?? 0) < 0 ? Math.min(above, -least) : above;
    }),
  });
  return exact ?? { ...choice, optimum: { ...choice.optimum, weights: weights.map(withoutMiss) } };
}

/** What keeps a choice from being feasible, whatever the covariance. */
const impossible: readonly MixFault['reason'][] = [
  'contradiction',
  'return-out-of-reach',
  'volatility-out-of-reach',
  'no-excess',
];

/** A bound by the symbols' own variances, which few positions do not spread. */
function tightened(
  problem: MixProblem,
  { objective, solve }: PositionsQuestion,
): Pick<PositionsProblem<Choice>, 'tighten'> {
  // What is diversified is measured by the covariance that is changed here; a return, and single days, are not.
  const { name } = objective;
  if (name === 'max_diversification' || name === 'max_return' || isTail(objective)) return {};
  if (problem.lower.some((least) => least < 0)) return {};
  const own = ownVariances(problem.covariance);
  if (own.every((variance) => variance === 0)) return {};
  const sense = senseOf(objective);
  return {
    tighten: (bounds, left) => {
      const covariance = perspectiveCovariance(problem.covariance, own, left);
      const optimum = solve({ ...problem, ...bounds, covariance }, Number.POSITIVE_INFINITY);
      if (!('reason' in optimum)) return sense * (optimum.objectiveValue ?? Number.NaN);
      const none = impossible.includes(optimum.reason);
      return none ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
  };
}

/** A choice that was solved. */
interface Choice extends Relaxed {
  readonly optimum: MixOptimum;
  readonly bounds: Bounds;
}

type Bounds = Pick<MixProblem, 'lower' | 'upper'>;

/** Objectives of which less is better. */
const least: readonly ObjectiveName[] = ['min_volatility', 'target_return', 'min_cvar', 'min_cdar'];

/** By what a value is multiplied so that less is better. */
function senseOf({ name }: MixObjective): number {
  return least.includes(name) ? 1 : -1;
}
