import { expectedMixMs } from './portfolio/expected-mix-work.ts';
import { expectedSolveMs } from './portfolio/expected-work.ts';
import { expectedHoldingMs, followHolding } from './portfolio/follow-holding.ts';
import { expectedTradingMs, followTrading } from './portfolio/follow-trading.ts';
import { solveFrontier } from './portfolio/frontier.ts';
import { solveMix } from './portfolio/mix-solve.ts';
import { solve } from './portfolio/solve.ts';

/** Work that may run in a thread. */
interface Task<Input, Output> {
  /** How long it takes, in ms, on a warm core of 2020s make, within a factor of 3 or so. */
  readonly expectedMs: (input: Input) => number;
  /** Pure; input and output survive `structuredClone`. What is ill posed is returned, not thrown. */
  readonly run: (input: Input) => Output;
}

/** All such work by its name: long work of a new kind is another line. */
export const tasks = {
  solve: { expectedMs: expectedSolveMs, run: solve },
  solveMix: { expectedMs: expectedMixMs, run: solveMix },
  solveFrontier: { expectedMs: expectedMixMs, run: solveFrontier },
  followHolding: { expectedMs: expectedHoldingMs, run: followHolding },
  followTrading: { expectedMs: expectedTradingMs, run: followTrading },
} satisfies Readonly<Record<string, Task<never, unknown>>>;

type Tasks = typeof tasks;

/** Does a piece of work, here or in a thread. */
export type Work = {
  readonly [Name in keyof Tasks]: (
    input: Parameters<Tasks[Name]['run']>[0],
  ) => Promise<ReturnType<Tasks[Name]['run']>>;
};

const byName: ReadonlyMap<string, Task<never, unknown>> = new Map(Object.entries(tasks));

/** The task of a name, for whoever carries its input unread. @throws {RangeError} there is none */
export function taskOf(name: string): Task<unknown, unknown> {
  const task = byName.get(name);
  if (task === undefined) throw new RangeError(`There is no task ${name}.`);
  return task as Task<unknown, unknown>;
}
