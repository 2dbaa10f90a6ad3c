import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { growthPaths } from '../../kernels/hold/growth.ts';
import {
  type Fall,
  type FallQuestion,
  fallProgram,
  fallSlopes,
  worstFalls,
} from '../../kernels/linear/fall-program.ts';
import { atKinks, keptWeights } from '../../kernels/linear/kept-weights.ts';
import { kinkedBound } from '../../kernels/linear/kinked-bound.ts';
import {
  type KinkedOptimum,
  kinkedProgram,
  readKinked,
} from '../../kernels/linear/kinked-program.ts';
import { maxDrawdown } from '../../kernels/paths/path-statistics.ts';
import { heldPath } from '../../kernels/paths/weights-path.ts';
import { constrainedOptimum } from '../constrained/constrained-optimum.ts';
import { type ConstraintSet, constraintSet } from '../constrained/constraint-set.ts';
import { feasibleWeights } from '../constrained/feasible-weights.ts';
import { completeCloses } from '../estimate/scenarios.ts';
import type { LinearOptions, SolveLinear } from '../mix/linear-solver.ts';
import type { BindingFall, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { linearTimeLimitMs, unfinished } from './linear-time-limit.ts';
import { freeOfCost, termsOf } from './tail-setting.ts';

/** Rounds, far above the ten or so it takes. */
const maxRounds = 400;
/** Falls that a round adds at most. */
const fallsAtOnce = 40;
/** A ξ no further below 0, in units of the amount invested, is 0. */
const aim = 1e-12;

/** A portfolio, and how far it fell. */
interface Held {
  readonly weights: Float64Array;
  readonly path: Float64Array;
  /** 1 where everything was lost. */
  readonly depth: number;
}

/** The best portfolio so far, and what the falls looked at say of all others. */
interface Search {
  readonly set: ConstraintSet;
  readonly question: FallQuestion;
  readonly best: Held;
  readonly solution: KinkedOptimum;
}

/**
 * Minimises the maximum drawdown of a portfolio that is bought and held: exact, and of all
 * portfolios within bounds and constraints. A depth θ is lowered to that of the best portfolio found
 * until the linear program of the falls that matter proves that none falls by less.
 *
 * @see Dinkelbach (1967), Management Science 13(7), for quotients such as (V_peak − V_trough)/V_peak
 */
export function minMaxDrawdown(problem: MixProblem, solve: SolveLinear): MixOptimum | MixFault {
  const closes = completeCloses(problem.closes);
  if (closes.rows < 2) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const start = feasibleWeights(problem, set);
  if ('reason' in start) return start;
  const terms = freeOfCost(termsOf(problem, set, new Float64Array(start.length)));
  return searchLeastFall(closes, { set, terms, start }, solve);
}

interface Beginning {
  readonly set: ConstraintSet;
  readonly terms: FallQuestion['terms'];
  readonly start: Float64Array;
}

function searchLeastFall(
  closes: Matrix,
  { set, terms, start }: Beginning,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const growth = growthPaths(closes);
  let best = held(closes, start);
  let falls = worstFalls(best.path, { ...limitOf(best), above: -1 }, fallsAtOnce);
  let options: LinearOptions = { timeLimitMs: linearTimeLimitMs };
  for (let round = 0; round < maxRounds && best.depth > 0; round++) {
    const question: FallQuestion = { terms, ...limitOf(best), growth, falls };
    const asked = fallProgram(question);
    const solved = solve(kinkedProgram(asked), options);
    if (solved.status !== 'optimal') return unfinished;
    const solution = readKinked(asked, solved);
    const [above = 0] = solution.others;
    const found = held(closes, keptWeights(atKinks(terms, solution.weights), terms));
    const added = newFalls(falls, worstFalls(found.path, { ...question, above }, fallsAtOnce));
    // Where nothing is new only rounding is left of ξ; the gap tells how much.
    const ended = above >= -aim || (added.length === 0 && found.depth >= best.depth);
    if (ended) return optimumOf({ set, question, best, solution });
    if (found.depth < best.depth) best = found;
    falls = [...falls, ...added];
    options = { ...options, from: solved.basis };
  }
  return best.depth > 0 ? unfinished : flat(best.weights);
}

/** θ and D: without a portfolio that keeps anything, excesses are those in units of the amount. */
function limitOf({ depth, path }: Held): Pick<FallQuestion, 'depth' | 'units'> {
  return { depth, units: depth < 1 ? path : new Float64Array(path.length).fill(1) };
}

function held(closes: Matrix, weights: Float64Array): Held {
  const path = heldPath(closes, weights);
  const depth = path.every((value) => value > 0) ? maxDrawdown(path).depth : 1;
  return { weights, path, depth };
}

function newFalls(known: readonly Fall[], found: readonly Fall[]): readonly Fall[] {
  const keys = new Set(known.map(({ peak, trough }) => `${peak} ${trough}`));
  return found.filter(({ peak, trough }) => !keys.has(`${peak} ${trough}`));
}

function optimumOf({ set, question, best, solution }: Search): MixOptimum | MixFault {
  const { weights, depth } = best;
  if (depth >= 1) return { reason: 'ruined' };
  const falls = bindingFalls(question, solution);
  const linear = new Float64Array(weights.length);
  for (const fall of falls) {
    for (const [i, slope] of fallSlopes(question, fall).entries()) {
      linear[i] = (linear[i] ?? 0) - fall.share * slope;
    }
  }
  // As Σ λ·V_peak/D_peak is 1 here, dθ is dξ.
  const below = { ...question.terms, linear };
  const bound = kinkedBound(below, solution);
  // Whoever falls by less keeps every peak above 1 − θ.
  const largest = Math.max(...falls.map(({ peak }) => question.units[peak] ?? 1)) / (1 - depth);
  const { length: size } = weights;
  const quadratic = { rows: size, columns: size, values: new Float64Array(size * size) };
  const { rowMultipliers, limitMultipliers } = solution;
  const { kktResidual: _, ...optimum } = constrainedOptimum(set, {
    kinked: { ...below, quadratic },
    found: { solved: true, weights, rowMultipliers, limitMultipliers },
    scale: 1,
    objectiveValue: depth,
    method: 'dinkelbach-linear-programs',
  });
  return { ...optimum, dualityGap: Math.max(0, -bound) * largest, falls };
}

/** The falls that the optimum cannot lessen all at once, with their multipliers λ, Σλ = 1. */
function bindingFalls({ falls }: FallQuestion, { prices }: KinkedOptimum): readonly BindingFall[] {
  const binding = falls.flatMap((fall, k) => {
    const share = Math.max(0, -(prices[k] ?? 0));
    return share > 0 ? [{ ...fall, share }] : [];
  });
  const total = binding.reduce((sum, { share }) => sum + share, 0);
  return binding.map((fall) => ({ ...fall, share: fall.share / total }));
}

/** A portfolio that never falls. */
function flat(weights: Float64Array): MixOptimum {
  return {
    weights,
    method: 'dinkelbach-linear-programs',
    objectiveValue: 0,
    dualityGap: 0,
    active: [],
    notes: ['With these weights the portfolio never falls below an earlier value.'],
  };
}
