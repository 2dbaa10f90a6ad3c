import { InvalidQuery } from '../../errors.ts';
import type { Day } from '../../prices/day.ts';
import type { WalkForward } from '../query/walk-field.ts';
import { rebalancingDays } from './rebalancing-days.ts';

/** One optimisation on the way: rows of the days. */
export interface Decision {
  /** At whose close the weights are bought. */
  readonly row: number;
  /** The closes that they rest on, both inclusive; never after {@link row}. */
  readonly from: number;
  readonly to: number;
}

/** Two returns are the fewest that have a sample standard deviation. */
const fewestAfter = 2;

const policies = { month: 'monthly', quarter: 'quarterly', year: 'yearly' } as const;

/**
 * When weights are optimised, and from which closes: first as soon as there are enough, then at the
 * last close of each period, or after so many days, but not on the last day.
 *
 * @param days  ascending
 * @throws {InvalidQuery} when so few days are left that nothing can be told of them
 */
export function walkSchedule(days: ArrayLike<Day>, walk: WalkForward): readonly Decision[] {
  const { window, trainDays, every, lagDays } = walk;
  const first = trainDays + lagDays;
  const last = days.length - 1;
  if (first + fewestAfter > last) throw new InvalidQuery([tooFewDays(days.length, walk)]);
  const due = typeof every === 'number' ? undefined : rebalancingDays(days, policies[every]);
  const decisions: Decision[] = [];
  for (let row = first; row < last; row++) {
    const now = due === undefined ? (row - first) % Number(every) === 0 : due[row] === 1;
    if (!now && row > first) continue;
    const to = row - lagDays;
    decisions.push({ row, from: window === 'rolling' ? to - trainDays : 0, to });
  }
  return decisions;
}

function tooFewDays(count: number, { trainDays, lagDays }: WalkForward) {
  const most = count - 1 - lagDays - fewestAfter;
  const cure = most < 2 ? 'widen the window' : `train on at most ${most}, or widen the window`;
  const reason = `leaves fewer than ${fewestAfter} of the ${count} days that all symbols share to walk on, after ${trainDays} returns of training: ${cure}`;
  return { field: 'walk_forward.train_days', reason };
}
