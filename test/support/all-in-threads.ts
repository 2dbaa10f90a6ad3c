import { createThreads, type Threads } from '../../worker/threads.ts';

/** Threads in which everything is computed, however short; nothing is a job. */
export function allInThreads(): Threads {
  const everything = { inlineLimitMs: 0, jobAboveMs: 600_000, jobLimitMs: 600_000 };
  const options = { ...everything, threads: 1, threadQueue: 4, jobThreads: 1, jobs: 4 };
  return createThreads(options, () => 0);
}
