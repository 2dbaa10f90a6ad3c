import { setImmediate as nextTurn } from 'node:timers/promises';
import { Errand } from './errand.ts';
import { TooLong } from './errors.ts';
import { Lane } from './lane.ts';
import { taskOf, tasks, type Work } from './tasks.ts';

/** How a worker uses threads. */
export interface ThreadOptions {
  /** Work expected to take longer runs in a thread, in ms: the event loop has to stay free. */
  readonly inlineLimitMs: number;
  readonly threads: number;
  /** Tasks that may wait for a thread; more are refused. */
  readonly threadQueue: number;
  /** Work expected to take longer is not waited for but made a job, in ms. */
  readonly jobAboveMs: number;
  /** Threads for jobs alone: a job of minutes is to hold up no question of milliseconds. */
  readonly jobThreads: number;
  /** Jobs that are not done. */
  readonly jobs: number;
  /** The longest work, expected or real, in ms. */
  readonly jobLimitMs: number;
}

/** The work that may run in threads. */
export interface Threads {
  /** An errand's work: here when short, in a thread when long, and the errand is told when very long. */
  workFor(errand: Errand): Work;
  /** Renders the table of an answer. @throws {Overloaded} too many are waiting */
  performanceCsv(answer: Buffer): Promise<Buffer>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** A running task that is expected to take less is not stopped: a new thread costs as much. */
const worthStoppingMs = 500;
/** Jobs give way to questions whose clients wait. */
const jobThreadNice = 5;

/** @param now  a monotonic clock in ms */
export function createThreads(options: ThreadOptions, now: () => number): Threads {
  const { inlineLimitMs, jobAboveMs, jobLimitMs: limitMs } = options;
  const { threads, threadQueue: queue, jobThreads, jobs } = options;
  const prompt = new Lane({ threads, kept: 1, queue, patient: false, limitMs, nice: 0 });
  const forJobs = { threads: jobThreads, queue: jobs, patient: true, nice: jobThreadNice };
  const patient = new Lane({ ...forJobs, kept: 0, limitMs });
  const run = async (errand: Errand, name: string, input: unknown): Promise<unknown> => {
    const task = taskOf(name);
    const expectedMs = task.expectedMs(input);
    errand.expect(expectedMs);
    if (expectedMs <= inlineLimitMs) return task.run(input);
    if (expectedMs > limitMs) throw new TooLong(limitMs, expectedMs);
    // Copying a large input to a thread takes a while, as reading it did.
    await nextTurn();
    const stoppable = expectedMs >= worthStoppingMs;
    const lane = expectedMs > jobAboveMs ? patient : prompt;
    const named = { name: 'runTask', input: { name, input } };
    return lane.run(errand, { ...named, stoppable });
  };
  return {
    workFor: (errand) =>
      Object.fromEntries(
        Object.keys(tasks).map((name) => [name, (input: unknown) => run(errand, name, input)]),
      ) as unknown as Work,
    performanceCsv: async (answer) => {
      const task = { name: 'performanceCsv', input: answer, stoppable: false };
      return Buffer.from((await prompt.run(new Errand(now), task)) as string);
    },
    close: async () => {
      await Promise.all([prompt.close(), patient.close()]);
    },
  };
}
