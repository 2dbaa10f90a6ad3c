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
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { MixObjective, MixQuestion, PositionTerms } from '../mix/mix-question.ts';
import { isSearched, needsRows } from './solve-constrained.ts';

/** Up to so many symbols all choices are weighed; beyond it one is found by a rule. */
export const exactUpTo = 60;
/** Steps at most, of which a portfolio takes n² times its solves: alike on every machine. */
const work = 2_000_000;
const mostNodes = 4000;
const fewestNodes = 200;
/** Solves that a search along the frontier takes under constraints beside bounds. */
const solvesOfSearch = 5;
/** Of 1 + |value|: a gap of less is rounding. */
const rounding = 1e-9;

/** What positions are chosen for. */
export interface PositionsQuestion {
  readonly objective: MixObjective;
  readonly positions: PositionTerms;
  /** Solves for bounds, whatever the number of positions. */
  readonly solve: (problem: MixProblem) => MixOptimum | MixFault;
}

/** How many portfolios may be solved for a choice among n symbols. */
export function positionsBudget(
  symbols: number,
  { objective, constraints }: Pick<MixQuestion, 'objective' | 'constraints'>,
): number {
  const searched = constraints !== undefined && needsRows(constraints) && isSearched(objective);
  const steps = symbols ** 2 * (searched ? solvesOfSearch : 1);
  // All choices there are, and what bounds each.
  const all = 2 ** Math.min(symbols + 2, 50);
  return Math.min(all, mostNodes, Math.max(fewestNodes, Math.floor(work / steps)));
}

/** The best weights with few enough, and large enough, positions. */
export function choosePositions(
  problem: MixProblem,
  { objective, positions, solve }: PositionsQuestion,
): MixOptimum | MixFault {
  const size = problem.lower.length;
  const { constraints } = problem;
  const budget = positionsBudget(size, { objective, ...(constraints ? { constraints } : {}) });
  const sense = isLeast(objective) ? 1 : -1;
  const whole = solve(problem);
  // What has no answer with all symbols has none with a few, but for a ratio without bound.
  if ('reason' in whole) return whole;
  const relax = (bounds: Bounds): Choice | undefined => {
    const optimum = solve({ ...problem, ...bounds });
    if ('reason' in optimum) return undefined;
    const { weights, objectiveValue = 0 } = optimum;
    return { weights, value: sense * objectiveValue, optimum, bounds };
  };
  const found = fewPositions<Choice>({
    lower: problem.lower,
    upper: problem.upper,
    most: positions.most ?? size,
    least: positions.least ?? 0,
    relax,
    ...tightened(problem, { objective, positions, solve }),
    budget,
    exact: size <= exactUpTo,
  });
  const { nodes } = found;
  if (found.best === undefined) {
    return { reason: 'no-positions', proven: found.bound === Number.POSITIVE_INFINITY };
  }
  const best = exactChoice(found.best, relax, positions.least ?? 0);
  const gap = Math.max(0, best.value - found.bound);
  const { optimum, bounds } = best;
  return {
    ...optimum,
    // A symbol that is left out has no bound of the client's to give way.
    active: optimum.active.filter(
      ({ column }) => column === undefined || bounds.lower[column] !== bounds.upper[column],
    ),
    positions: {
      method: size <= exactUpTo ? 'branch-and-bound' : 'heuristic',
      bound: sense * (best.value - gap),
      gap,
      proven: gap <= rounding * (1 + Math.abs(best.value)),
      nodes,
    },
  };
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
  return exact ?? choice;
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
  // What is diversified is measured by the covariance that is changed here; a return is not.
  if (objective.name === 'max_diversification' || objective.name === 'max_return') return {};
  if (problem.lower.some((least) => least < 0)) return {};
  const own = ownVariances(problem.covariance);
  if (own.every((variance) => variance === 0)) return {};
  const sense = isLeast(objective) ? 1 : -1;
  return {
    tighten: (bounds, left) => {
      const covariance = perspectiveCovariance(problem.covariance, own, left);
      const optimum = solve({ ...problem, ...bounds, covariance });
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

function isLeast({ name }: MixObjective): boolean {
  return name === 'min_volatility' || name === 'target_return';
}
