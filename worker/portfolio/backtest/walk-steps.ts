import type { Targets } from '../../kernels/paths/rebalanced-path.ts';
import type { Day } from '../../prices/day.ts';
import { faultName, faultSentence } from '../bootstrap/drawn-faults.ts';
import type { Outcome } from '../bootstrap/optimisation.ts';
import type { WalkQuery } from '../query/walk-query.ts';
import type { Decision } from './walk-schedule.ts';

/** One optimisation on the way, and what it led to. */
export interface WalkStep {
  /** Counted from the first purchase, which is on day 0. */
  readonly day: number;
  /** First and last day of the closes that it rests on. */
  readonly trained: { readonly from: Day; readonly to: Day };
  /** Returns between these. */
  readonly returns: number;
  /** The weights and what is told of them; or why there are none. */
  readonly found:
    | {
        readonly sharpeRatio: number | undefined;
        readonly kktResidual: number | undefined;
      }
    | { readonly reason: string; readonly detail: string };
  /** What is aimed at from now on. */
  readonly targets: Targets;
  /** The same where it is bought now; undefined where what is there is kept. */
  readonly bought: Targets | undefined;
}

/** Rows of prices that weights rest on, both inclusive. */
export interface TrainingWindow {
  readonly from: number;
  readonly to: number;
}

interface Walked {
  readonly schedule: readonly Decision[];
  /** As many; undefined where prices are past what numbers hold. */
  readonly outcomes: readonly (Outcome | undefined)[];
  /** As many: what each outcome rests on. */
  readonly windows: readonly TrainingWindow[];
  /** The days that the rows of these windows are of. */
  readonly days: Int32Array;
}

/**
 * What to hold from each day of the schedule on. Where a question has no answer, that is cash, or what
 * is there already, as the query says. A portfolio to buy and hold whose ratio is not above 0 counts
 * as no answer, since such a ratio rewards volatility.
 */
export function walkSteps(
  query: WalkQuery,
  { schedule, outcomes, windows, days }: Walked,
): readonly WalkStep[] {
  const first = schedule[0]?.row ?? 0;
  const steps: WalkStep[] = [];
  for (const [i, { row }] of schedule.entries()) {
    const { from, to } = windows[i] ?? { from: 0, to: 0 };
    const { weights, told } = foundBy(outcomes[i], query);
    const before = steps.at(-1)?.targets;
    const kept = keptOf(weights, before, query);
    const targets = kept ?? aimedAt(weights, query);
    steps.push({
      day: row - first,
      trained: { from: days[from] ?? 0, to: days[to] ?? 0 },
      returns: to - from,
      found: told,
      targets,
      bought: kept === undefined ? targets : undefined,
    });
  }
  return steps;
}

/** What was held before, where there are no weights and it is to be kept. */
function keptOf(
  weights: Float64Array | undefined,
  before: Targets | undefined,
  { walkForward }: WalkQuery,
): Targets | undefined {
  return weights === undefined && walkForward.onIllPosed === 'keep' ? before : undefined;
}

/** Weights of what is left beside cash; all cash without any. */
function aimedAt(weights: Float64Array | undefined, { symbols, cash }: WalkQuery): Targets {
  if (weights === undefined) return { weights: new Float64Array(symbols.length), cash: 1 };
  return { weights: cash === 0 ? weights : weights.map((weight) => weight * (1 - cash)), cash };
}

function foundBy(
  outcome: Outcome | undefined,
  query: WalkQuery,
): { readonly weights?: Float64Array; readonly told: WalkStep['found'] } {
  if (outcome === undefined || !outcome.answered) {
    const detail =
      outcome === undefined
        ? 'The closes are past what numbers hold: check them for jumps.'
        : faultSentence(outcome, query);
    return { told: { reason: faultName(outcome), detail } };
  }
  const { weights, sharpeRatio, kktResidual } = outcome;
  if (query.mix === undefined && !((sharpeRatio ?? 0) > 0)) {
    const hurdle = query.benchmark ?? 'the risk-free rate';
    const detail = `No portfolio of these symbols did better than ${hurdle} on these days.`;
    return { told: { reason: 'no_excess', detail } };
  }
  return { weights, told: { sharpeRatio, kktResidual } };
}
