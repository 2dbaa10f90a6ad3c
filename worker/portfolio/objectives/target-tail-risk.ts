import type { SolveLinear } from '../mix/linear-solver.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { unfinished } from './linear-time-limit.ts';
import { leastTail } from './min-tail-risk.ts';
import { spreadTail } from './spread-tail.ts';
import type { TailHints } from './tail-program.ts';
import {
  freeOfCost,
  gainOf,
  highestGain,
  noBetter,
  type TailSetting,
  tailOf,
  tailOptimum,
  tailSetting,
  termsOf,
} from './tail-setting.ts';
import { worstTail } from './worst-tail.ts';

/** A limit of what the worst days may come to. */
export interface TailLimit {
  readonly name: 'target_cvar' | 'target_cdar';
  /** β. */
  readonly confidence: number;
  /** A share of the value. */
  readonly limit: number;
}

/** Of the limit: a risk this near to it has reached it. */
const rounding = 1e-11;
const idle = 'The portfolio of the highest return has less risk than the limit.';

/**
 * Maximises μᵀw − cost − γ·wᵀw over a mean loss, or a mean drawdown, of the worst 1 − β of days of at
 * most a limit.
 *
 * @param hints  where it is one question among many that differ in their bounds
 */
export function targetTailRisk(
  problem: MixProblem,
  { name, confidence, limit }: TailLimit,
  solve: SolveLinear,
  hints?: TailHints,
): MixOptimum | MixFault {
  const of = name === 'target_cvar' ? 'losses' : 'drawdowns';
  const setting = tailSetting(problem, { confidence, of }, hints);
  if ('reason' in setting) return setting;
  if (problem.l2 > 0) return spreadTail(setting, { limit: { name, most: limit } });
  // The first of many has told already how far the limit is within reach.
  if (hints?.memory.last !== undefined) return mostWithin(setting, { name, most: limit }, solve);
  const { hints: _, ...alone } = setting;
  const terms = termsOf(problem, setting.set, new Float64Array(problem.mean.length));
  const least = leastTail(alone, freeOfCost(terms), solve);
  if ('reason' in least) return least;
  if (least.worst.mean > limit * (1 + rounding)) {
    const highest = highestGain(setting, solve);
    if ('reason' in highest) return highest;
    const most = tailOf(setting.measure, highest.weights).mean;
    return { reason: 'risk-out-of-reach', limit: name, least: least.worst.mean, most };
  }
  // Rounding must not leave the limit just out of reach.
  const most = Math.max(limit, least.worst.mean);
  return mostWithin({ ...setting, start: least.weights }, { name, most }, solve);
}

function mostWithin(
  setting: TailSetting,
  { name, most }: { readonly name: TailLimit['name']; readonly most: number },
  solve: SolveLinear,
): MixOptimum | MixFault {
  const { problem, set, measure, start, hints } = setting;
  const terms = termsOf(problem, set, problem.mean);
  const question = { terms, measure, start, limit: most, ...(hints ? { hints } : {}) };
  const found = worstTail(question, solve);
  if (found === 'beyond') return noBetter;
  if (found === 'infeasible' && hints !== undefined) return noBetter;
  if (typeof found === 'string') return unfinished;
  const objectiveValue = gainOf(setting, found.weights);
  const target: ActiveConstraint = { kind: name, shadowPrice: found.tailPrice };
  return tailOptimum(setting, {
    ...{ terms, found, objectiveValue, value: 0 - objectiveValue, limit: most },
    ...(found.tailPrice > 0 ? { target, notes: [] } : { notes: [idle] }),
  });
}
