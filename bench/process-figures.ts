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
