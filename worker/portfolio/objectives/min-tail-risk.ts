import { absoluteSum, type KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { unfinished } from './linear-time-limit.ts';
import { spreadTail } from './spread-tail.ts';
import type { TailHints } from './tail-program.ts';
import type { TailFound } from './tail-search.ts';
import {
  freeOfCost,
  gainOf,
  highestGain,
  noBetter,
  type TailSetting,
  tailOptimum,
  tailSetting,
  termsOf,
  withFloor,
} from './tail-setting.ts';
import { worstTail } from './worst-tail.ts';

/** What is asked of the worst days. */
export interface TailObjective {
  readonly name: 'min_cvar' | 'min_cdar';
  /** β. */
  readonly confidence: number;
  /** The least return a year, after costs. */
  readonly targetReturn?: number;
}

/** Prices below it, of the risk for a unit of return, are none. */
const noPrice = 1e-12;
const idle = 'The portfolio of the least risk has at least the target return.';

/**
 * Minimises the mean loss, or the mean drawdown, of the worst 1 − β of all days, and γ·wᵀw; beside
 * it what trading costs, or where there is a target that comes off the return.
 *
 * @param hints  where it is one question among many that differ in their bounds
 */
export function minTailRisk(
  problem: MixProblem,
  { name, confidence, targetReturn }: TailObjective,
  solve: SolveLinear,
  hints?: TailHints,
): MixOptimum | MixFault {
  const of = name === 'min_cvar' ? 'losses' : 'drawdowns';
  const setting = tailSetting(problem, { confidence, of }, hints);
  if ('reason' in setting) return setting;
  if (problem.l2 > 0) {
    return spreadTail(setting, targetReturn === undefined ? {} : { targetReturn });
  }
  const nothing = problem.mean.map(() => 0);
  const plain = termsOf(problem, setting.set, nothing);
  if (targetReturn === undefined) return leastOf(setting, plain, solve);
  return leastOfReturn(setting, { plain: freeOfCost(plain), targetReturn }, solve);
}

function leastOf(
  setting: TailSetting,
  terms: KinkedTerms,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const found = leastTail(setting, terms, solve);
  if ('reason' in found) return found;
  const value = found.worst.mean + absoluteSum(terms.cost, found.weights);
  return tailOptimum(setting, { terms, found, value, objectiveValue: value, limit: 0, notes: [] });
}

function leastOfReturn(
  setting: TailSetting,
  { plain, targetReturn }: { readonly plain: KinkedTerms; readonly targetReturn: number },
  solve: SolveLinear,
): MixOptimum | MixFault {
  const highest = highestGain(setting, solve);
  if ('reason' in highest) return highest;
  const { gain: most } = highest;
  if (!(targetReturn <= most + 1e-12 * Math.abs(most))) {
    const { hints: _, ...alone } = setting;
    const least = leastTail(alone, plain, solve);
    if ('reason' in least) return least;
    return { reason: 'return-out-of-reach', least: gainOf(setting, least.weights), most };
  }
  const terms = withFloor(plain, setting, Math.min(targetReturn, most));
  const found = leastTail({ ...setting, start: highest.weights }, terms, solve);
  if ('reason' in found) return found;
  const shadowPrice = found.limitMultipliers.at(-1) ?? 0;
  const target: ActiveConstraint = { kind: 'target_return', shadowPrice };
  const value = found.worst.mean;
  return tailOptimum(setting, {
    ...{ terms, found, value, objectiveValue: value, limit: 0 },
    ...(shadowPrice > noPrice ? { target, notes: [] } : { notes: [idle] }),
  });
}

/** The least mean of the worst under given terms. */
export function leastTail(
  { measure, start, hints }: Pick<TailSetting, 'measure' | 'start' | 'hints'>,
  terms: KinkedTerms,
  solve: SolveLinear,
): TailFound | MixFault {
  const found = worstTail({ terms, measure, start, ...(hints ? { hints } : {}) }, solve);
  if (found === 'beyond') return noBetter;
  return typeof found === 'string' ? unfinished : found;
}
