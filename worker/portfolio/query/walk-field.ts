import type { Fault } from '../../errors.ts';
import { tradingDaysPerYear } from '../../prices/day.ts';
import { asObject } from '../../prices/narrow.ts';
import { refuseStrangeMembers } from './own-members.ts';
import { type NumberRange, readNumber, readOneOf, type SentField } from './simple-fields.ts';

/** When and from what weights are optimised again on the way. */
export interface WalkForward {
  /** `rolling`: the latest {@link trainDays} returns; `expanding`: all returns so far. */
  readonly window: 'rolling' | 'expanding';
  /** Returns that the first weights rest on. */
  readonly trainDays: number;
  /** The last close of each such period of the calendar, or every so many days. */
  readonly every: 'month' | 'quarter' | 'year' | number;
  /** Days between the last close that weights rest on and the close at which they are bought. */
  readonly lagDays: number;
  /** What is held from a day on whose question has no answer. */
  readonly onIllPosed: 'cash' | 'keep';
}

const members = ['window', 'train_days', 'every', 'lag_days', 'on_ill_posed'];
const periods = ['quarter', 'month', 'year'] as const;

const ranges = {
  train_days: {
    least: 2,
    most: 10_000,
    fallback: tradingDaysPerYear,
    example: `${tradingDaysPerYear} is a year of daily returns`,
  },
  every: { least: 1, most: 10_000, fallback: 0, example: '21 days, or "month", "quarter", "year"' },
  lag_days: { least: 0, most: 20, fallback: 0, example: '1 buys at the close of the next day' },
} as const;

/**
 * Reads `walk_forward`: `{"window": "rolling", "train_days": 252, "every": "quarter", "lag_days": 0,
 * "on_ill_posed": "cash"}`, each with this default, or true for all of them. What the first weights rest on
 * by default is a year.
 *
 * @param periodsPerYear  how many closes make one
 * @param faults  what is wrong is added here
 * @returns       undefined when faulty
 */
export function readWalkForward(
  { name, value }: SentField,
  periodsPerYear: number,
  faults: Fault[],
): WalkForward | undefined {
  const given = value === true ? {} : asObject(value);
  if (given === undefined) {
    const reason =
      'must be true, or an object such as {"window": "rolling", "train_days": 252, "every": "quarter"}';
    faults.push({ field: name, reason });
    return undefined;
  }
  const before = faults.length;
  refuseStrangeMembers({ name, given, known: members }, faults);
  const sent = (member: string) => ({ name: `${name}.${member}`, value: given[member] });
  const whole = (member: keyof typeof ranges): number =>
    readWhole(sent(member), ranges[member], faults);
  const window = readOneOf(sent('window'), ['rolling', 'expanding'], faults);
  const year = Math.max(ranges.train_days.least, Math.round(periodsPerYear));
  const trainDays = given['train_days'] === undefined ? year : whole('train_days');
  const every =
    typeof given['every'] === 'number' ? whole('every') : readOneOf(sent('every'), periods, faults);
  const lagDays = whole('lag_days');
  const onIllPosed = readOneOf(sent('on_ill_posed'), ['cash', 'keep'], faults);
  if (faults.length > before) return undefined;
  if (window === undefined || every === undefined || onIllPosed === undefined) return undefined;
  return { window, trainDays, every, lagDays, onIllPosed };
}

function readWhole(field: SentField, range: NumberRange, faults: Fault[]): number {
  const number = readNumber(field, range, faults);
  if (number !== undefined && !Number.isInteger(number)) {
    faults.push({ field: field.name, reason: `must be a whole number of days: ${range.example}` });
  }
  return number ?? 0;
}
