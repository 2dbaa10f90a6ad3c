import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** How often something is measured. */
export interface Sampling {
  readonly samples: number;
  /** No further sample is begun after it, in ms of wall clock; there is one at least. */
  readonly limitMs: number;
}

/**
 * The processor time that work takes, in ms a run: that of the whole process, with collecting
 * garbage and compiling, so that it does not depend on how long others keep the processor.
 */
export function cpuTimes(work: () => unknown, { samples, limitMs }: Sampling): readonly number[] {
  const times: number[] = [];
  const limit = performance.now() + limitMs;
  while (times.length < samples && (times.length === 0 || performance.now() < limit)) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times;
}
