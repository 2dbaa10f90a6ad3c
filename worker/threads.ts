import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { Overloaded } from './errors.ts';
import { drawsInParts } from './portfolio/draw-parts.ts';
import {
  type Drawn,
  type DrawsInput,
  expectedDrawsMs,
  type SolveDraws,
  solveDraws,
} from './portfolio/draws.ts';
import { expectedMixMs } from './portfolio/expected-mix-work.ts';
import { expectedWorkMs } from './portfolio/expected-work.ts';
import { type FrontierSolution, solveFrontier } from './portfolio/frontier.ts';
import { type MixSolution, solveMix } from './portfolio/mix-solve.ts';
import type { Solve } from './portfolio/optimise.ts';
import type { SolveMix } from './portfolio/optimise-mix.ts';
import { type Solution, type SolveInput, solve } from './portfolio/solve.ts';
import type { SolveFrontier } from './portfolio/trace-frontier.ts';

/** How a worker uses threads. */
export interface ThreadOptions {
  /** Solves expected to take longer run in a thread, in ms: the event loop has to stay free. */
  readonly inlineLimitMs: number;
  readonly threads: number;
  /** Tasks that may wait for a thread; more are refused. */
  readonly threadQueue: number;
}

/** The work that may run in threads. */
export interface Threads {
  /** Runs here when short, in a thread when long. @throws {Overloaded} too many are waiting */
  readonly solve: Solve;
  /** Likewise. @throws {Overloaded} too many are waiting */
  readonly solveMix: SolveMix;
  /** Likewise. @throws {Overloaded} too many are waiting */
  readonly solveFrontier: SolveFrontier;
  /** Likewise, in parts between which others get their turn. @throws {Overloaded} too many are waiting */
  readonly solveDraws: SolveDraws;
  /** Renders the table of an answer. @throws {Overloaded} too many are waiting */
  performanceCsv(answer: Buffer): Promise<Buffer>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Threads are started by the first task, so that a worker without any stays small. */
export function createThreads({ inlineLimitMs, threads, threadQueue }: ThreadOptions): Threads {
  let pool: Piscina | undefined;
  const run = async (name: string, task: unknown): Promise<unknown> => {
    pool ??= new Piscina({
      // The build keeps a source's name but for its ending; Deno and Node run either.
      filename: new URL(`./thread${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: 1,
      maxThreads: threads,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    if (pool.queueSize >= threadQueue) throw new Overloaded();
    return pool.run(task, { name });
  };
  return {
    solve: async (input) =>
      workMs(input) <= inlineLimitMs ? solve(input) : ((await run('solve', input)) as Solution),
    solveMix: async (input) =>
      expectedMixMs(input) <= inlineLimitMs
        ? solveMix(input)
        : ((await run('solveMix', input)) as MixSolution),
    solveFrontier: async (input) =>
      expectedMixMs(input) <= inlineLimitMs
        ? solveFrontier(input)
        : ((await run('solveFrontier', input)) as FrontierSolution),
    solveDraws: async (input) =>
      expectedDrawsMs(input) <= inlineLimitMs
        ? solveDraws(input)
        : inTurn(drawsInParts(input), async (part) => (await run('solveDraws', part)) as Drawn[]),
    performanceCsv: async (answer) => Buffer.from((await run('performanceCsv', answer)) as string),
    close: async () => pool?.destroy(),
  };
}

/** One part after the other: a thread is then free for others in between. */
async function inTurn(
  parts: readonly DrawsInput[],
  runPart: (part: DrawsInput) => Promise<readonly Drawn[]>,
): Promise<readonly Drawn[]> {
  const drawn: Drawn[] = [];
  for (const part of parts) drawn.push(...(await runPart(part)));
  return drawn;
}

function workMs({ closes: { rows, columns }, globalBound }: SolveInput): number {
  return expectedWorkMs({ rows, columns, globalBound });
}
