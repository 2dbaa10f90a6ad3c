import type { Fault } from '../../errors.ts';
import { tradingDaysPerYear } from '../../prices/day.ts';
import { asObject } from '../../prices/narrow.ts';
import { readUpkeep, type Upkeep, upkeepFields } from './backtest-query.ts';
import { type PortfolioQuery, type QueryLimits, type Reading, readQuery } from './query.ts';
import { readWalkForward, type WalkForward } from './walk-field.ts';

/** A question about how weights would have fared that are optimised again on the way. */
export interface WalkQuery extends PortfolioQuery, Upkeep {
  readonly walkForward: WalkForward;
}

/** Such a question as far as it could be read. */
export interface WalkReading extends Reading {
  readonly query: WalkQuery | undefined;
}

/** Whether a body asks for weights that are optimised on the way, rather than for given ones. */
export function asksToWalk(body: unknown): boolean {
  const value = asObject(body)?.['walk_forward'];
  return value !== undefined && value !== null && value !== false;
}

/**
 * Reads a question about optimising again on the way: the fields of an optimisation, those of keeping
 * weights up, and `walk_forward`. Collects every fault.
 *
 * @param body  a JSON object with `walk_forward`
 */
export function readWalkQuery(body: unknown, limits: QueryLimits): WalkReading {
  const { walk_forward: walk, weights, ...others } = asObject(body) ?? {};
  const faults: Fault[] = [];
  if (weights !== undefined) {
    const reason = 'are what a walk forward finds by itself: leave out either of the two';
    faults.push({ field: 'weights', reason });
  }
  const upkeep = readUpkeep(others, faults);
  const asked = Object.entries(others).filter(([name]) => !isUpkeep(name));
  const reading = readQuery(Object.fromEntries(asked), {
    ...limits,
    answer: 'walk-forward',
    readElsewhere: ['walk_forward', ...upkeepFields],
  });
  const year = reading.query?.periodsPerYear ?? tradingDaysPerYear;
  const walkForward = readWalkForward({ name: 'walk_forward', value: walk }, year, faults);
  const all = [...reading.faults, ...faults];
  if (reading.query === undefined || walkForward === undefined || upkeep === undefined) {
    return { ...reading, faults: all, query: undefined };
  }
  const query = { ...reading.query, ...upkeep, walkForward };
  return { ...reading, faults: all, query: all.length === 0 ? query : undefined };
}

function isUpkeep(name: string): boolean {
  return upkeepFields.some((field) => field === name);
}
