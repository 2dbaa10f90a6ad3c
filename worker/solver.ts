import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { Overloaded } from './errors.ts';
import type { Solve } from './portfolio/optimise.ts';
import { expectedMs, type Solution, type SolveInput, solve } from './portfolio/solve.ts';

/** How a worker solves. */
export interface SolverOptions {
  /** Solves expected to take longer run in a thread, in ms: the event loop has to stay free. */
  readonly inlineLimitMs: number;
  readonly threads: number;
  /** Solves that may wait for a thread; more are refused. */
  readonly threadQueue: number;
}

/** A `solve` that chooses where to run, and the end of its threads. */
export interface Solver {
  readonly solve: Solve;
  close(): Promise<void>;
}

/** Threads are started by the first long solve, so that a worker without any stays small. */
export function createSolver({ inlineLimitMs, threads, threadQueue }: SolverOptions): Solver {
  let pool: Piscina | undefined;
  const inThread = async (input: SolveInput): Promise<Solution> => {
    pool ??= new Piscina({
      // The build keeps a source's name but for its ending; Deno and Node run either.
      filename: new URL(`./solver-thread${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: 1,
      maxThreads: threads,
      maxQueue: threadQueue,
    });
    if (pool.queueSize >= threadQueue) throw new Overloaded(undefined);
    return pool.run(input);
  };
  return {
    solve: async (input) => (expectedMs(input) <= inlineLimitMs ? solve(input) : inThread(input)),
    close: async () => pool?.destroy(),
  };
}
