import { readdir, readFile } from 'node:fs/promises';

/**
 * Processor time that processes have taken so far, in µs: the threads that they have now, as the
 * scheduler counts them. /proc/PID/stat has whole ticks of 10 ms only. Linux only.
 */
export async function cpuUs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(ofThreads));
  return each.reduce((sum, one) => sum + one, 0);
}

async function ofThreads(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const each = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')),
  );
  // Nanoseconds on a processor come first (proc documentation, sched-stats.rst).
  return each.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1000, 0);
}

/** Processes that a process has started. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

/** What the kernel counts processor time in, in ms: USER_HZ is 100 wherever Linux runs today. */
const tickMs = 10;

/**
 * Processor time that processes have taken so far, in ms, to 10 ms: with all threads that they ever
 * had, which {@link cpuUs} has not. For loads of a second and more. Linux only.
 */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(ticksOf));
  return each.reduce((sum, one) => sum + one, 0) * tickMs;
}

async function ticksOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold anything; utime and stime are the 12th and 13th after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
