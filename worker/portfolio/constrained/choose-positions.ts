import { fewPositions, type Relaxed } from '../../kernels/few-positions.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import type { MixObjective, PositionTerms } from '../mix-question.ts';

/** Up to so many symbols all choices are weighed; beyond it one is found by a rule. */
export const exactUpTo = 60;
/** Symbols squared × portfolios solved, at most: what bounds the time, alike on every machine. */
const work = 2_000_000;
const mostNodes = 4000;
const fewestNodes = 200;
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
export function positionsBudget(symbols: number): number {
  return Math.min(mostNodes, Math.max(fewestNodes, Math.floor(work / symbols ** 2)));
}

/** The best weights with few enough, and large enough, positions. */
export function choosePositions(
  problem: MixProblem,
  { objective, positions, solve }: PositionsQuestion,
): MixOptimum | MixFault {
  const size = problem.lower.length;
  const sense = isLeast(objective) ? 1 : -1;
  const whole = solve(problem);
  // What has no answer with all symbols has none with a few, but for a ratio without bound.
  if ('reason' in whole) return whole;
  const found = fewPositions<Choice>({
    lower: problem.lower,
    upper: problem.upper,
    most: positions.most ?? size,
    least: positions.least ?? 0,
    relax: (bounds) => {
      const optimum = solve({ ...problem, ...bounds });
      if ('reason' in optimum) return undefined;
      const { weights, objectiveValue = 0 } = optimum;
      return { weights, value: sense * objectiveValue, optimum, bounds };
    },
    budget: positionsBudget(size),
    exact: size <= exactUpTo,
  });
  const { best, nodes } = found;
  if (best === undefined) {
    return { reason: 'no-positions', proven: found.bound === Number.POSITIVE_INFINITY };
  }
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

/** A choice that was solved. */
interface Choice extends Relaxed {
  readonly optimum: MixOptimum;
  readonly bounds: Pick<MixProblem, 'lower' | 'upper'>;
}

function isLeast({ name }: MixObjective): boolean {
  return name === 'min_volatility' || name === 'target_return';
}
