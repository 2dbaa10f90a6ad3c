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
 * had, which {@link cpuUs} has not, and with their children that have ended. For loads of a second and
 * more. Linux only.
 *
 * @param pids  one that is no more counts with its parent, if that is among them
 */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(ticksOf));
  return each.reduce((sum, one) => sum + one, 0) * tickMs;
}

async function ticksOf(pid: number): Promise<number> {
  // nginx's cache loader ends after a minute.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return 0;
  // The name in parentheses may hold anything; utime, stime and those of children follow it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}
