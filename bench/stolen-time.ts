import { readFile } from 'node:fs/promises';

/** What all processors did since the machine started, in ticks. */
export interface ProcessorTicks {
  /** What the hypervisor gave to other machines while a process here wanted to run. */
  readonly stolen: number;
  readonly all: number;
}

/** Reads the counters of now. Linux only. */
export async function processorTicks(): Promise<ProcessorTicks> {
  return parseTicks(await readFile('/proc/stat', 'utf8'));
}

/** @param text  as /proc/stat has it (proc(5)): the times of all processors in its first line */
export function parseTicks(text: string): ProcessorTicks {
  const [line = ''] = text.split('\n', 1);
  // user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user.
  const times = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { stolen: times[7] ?? 0, all: times.reduce((sum, one) => sum + one, 0) };
}

/** The share of the processors' time that was stolen in between, from 0 to 1; 0 of no time. */
export function stolenShare(before: ProcessorTicks, after: ProcessorTicks): number {
  const all = after.all - before.all;
  return all > 0 ? (after.stolen - before.stolen) / all : 0;
}
