import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product } from '../../kernels/algebra/quadratic-form.ts';
import { summedDrawdowns } from '../../kernels/downside/summed-drawdowns.ts';
import { type Tail, tailMean } from '../../kernels/downside/tail-mean.ts';
import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { keptWeights } from '../../kernels/linear/kept-weights.ts';
import {
  readTailDual,
  type TailDual,
  type TailProblem,
  tailProgram,
} from '../../kernels/linear/tail-program.ts';
import { tailSlope } from '../../kernels/linear/tail-slope.ts';
import { inner } from '../estimate/expected.ts';
import { scenarioReturns } from '../estimate/scenarios.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { linearPrices } from './linear-prices.ts';
import { linearTimeLimitMs, unfinished } from './linear-time-limit.ts';
import { type SpreadQuestion, spreadRisk } from './spread-risk.ts';

/** What is asked of the worst days. */
export interface TailObjective {
  readonly name: 'min_cvar' | 'min_cdar';
  /** β. */
  readonly confidence: number;
  /** The least return a year. */
  readonly targetReturn?: number;
}

/** Fewer days in the tail than this are told: they fit chance. */
const fewCases = 10;

/** Minimises the mean loss, or the mean drawdown, of the worst 1 − β of all days, and γ·wᵀw. */
export function minTailRisk(
  problem: MixProblem,
  objective: TailObjective,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const { mean, lower, upper, budget } = problem;
  const returns = scenarioReturns(problem.closes);
  if (returns.rows < 1) return { reason: 'no-scenarios' };
  const bounds = { lower, upper, budget };
  const { name, confidence, targetReturn: target } = objective;
  const of = name === 'min_cvar' ? 'losses' : 'drawdowns';
  const free: TailProblem = { ...bounds, returns, confidence, of };
  if (problem.l2 > 0) {
    return spreadTail(problem, free, target === undefined ? {} : { targetReturn: target });
  }
  const most = -cheapestWeights(
    mean.map((one) => -one),
    bounds,
  ).value;
  if (target !== undefined && !(target <= most + 1e-12 * Math.abs(most))) {
    return outOfReach(problem, { free, most }, solve);
  }
  const floor = target === undefined ? undefined : { gains: mean, target: Math.min(target, most) };
  const tail: TailProblem = floor === undefined ? free : { ...free, floor };
  const dual = solveTail(tail, solve);
  return dual === undefined ? unfinished : optimumOf(tail, dual);
}

/** Likewise with γ·wᵀw, or the most return less γ·wᵀw within a limit of that risk. */
export function spreadTail(
  problem: MixProblem,
  tail: TailProblem,
  question: SpreadQuestion,
): MixOptimum | MixFault {
  const risk = {
    valueOf: (weights: Float64Array) => tailOf(tail, weights).mean,
    slopeOf: (weights: Float64Array) => tailSlope(tail, weights),
  };
  const found = spreadRisk(problem, risk, question);
  if ('reason' in found) return found;
  const worst = tailOf(tail, found.weights);
  return {
    ...found,
    tail: { level: worst.level, days: worst.cases },
    notes: [...found.notes, ...fewDays(tail, worst)],
  };
}

function solveTail(tail: TailProblem, solve: SolveLinear): TailDual | undefined {
  const found = solve(tailProgram(tail), { timeLimitMs: linearTimeLimitMs });
  return found.status === 'optimal' ? readTailDual(tail, found) : undefined;
}

/** The efficient ones reach from the return of the least risk up to the highest. */
function outOfReach(
  { mean }: MixProblem,
  { free, most }: { readonly free: TailProblem; readonly most: number },
  solve: SolveLinear,
): MixFault {
  const dual = solveTail(free, solve);
  if (dual === undefined) return unfinished;
  const least = inner(mean, keptWeights(dual.weights, free));
  return { reason: 'return-out-of-reach', least, most };
}

function optimumOf(tail: TailProblem, dual: TailDual): MixOptimum {
  const weights = keptWeights(dual.weights, tail);
  const worst = tailOf(tail, weights);
  const { floorPrice, shares } = dual;
  const { floor, returns } = tail;
  // For these shares of the days no weights do better than the cheapest: weak duality.
  const slopes = pooled(returns, shares).map(
    (one, i) => -one - floorPrice * (floor?.gains[i] ?? 0),
  );
  const { bound, active } = linearPrices(tail, { weights, slopes });
  const target: ActiveConstraint = { kind: 'target_return', shadowPrice: floorPrice };
  return {
    weights,
    method: 'dual-linear-program',
    objectiveValue: worst.mean,
    risk: worst.mean,
    dualityGap: Math.max(0, worst.mean - bound - floorPrice * (floor?.target ?? 0)),
    tail: { level: worst.level, days: worst.cases },
    active: floorPrice > 0 ? [target, ...active] : active,
    notes: notesOf(tail, worst, floorPrice),
  };
}

/** The worst days of given weights. */
export function tailOf({ returns, of, confidence }: TailProblem, weights: Float64Array): Tail {
  const path = product(returns, weights);
  const values = of === 'losses' ? path.map((one) => -one) : summedDrawdowns(path);
  return tailMean(values, confidence);
}

/** Σ qₜ·rₜᵢ for each symbol. */
function pooled({ rows, columns, values }: Matrix, shares: Float64Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    const share = shares[t] ?? 0;
    if (share === 0) continue;
    for (let i = 0; i < columns; i++) {
      sums[i] = (sums[i] ?? 0) + share * (values[t * columns + i] ?? 0);
    }
  }
  return sums;
}

function notesOf(tail: TailProblem, worst: Tail, floorPrice: number): readonly string[] {
  const idle = 'The portfolio of the least risk has at least the target return.';
  return [...(tail.floor !== undefined && floorPrice === 0 ? [idle] : []), ...fewDays(tail, worst)];
}

/** That few days decide. */
function fewDays({ returns }: TailProblem, { cases }: Tail): readonly string[] {
  const few = `Only ${cases} of ${returns.rows} days count as the worst: the answer fits these more than the symbols. Widen the window, or lower "confidence".`;
  return cases < fewCases ? [few] : [];
}
