import { childrenOf, processorMs } from '../process-figures.ts';
import type { Running } from '../running.ts';

/** One of the fronts that are compared. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  /** All its processes. */
  readonly pids: readonly number[];
}

/** Names a front that runs, and finds its processes. */
export async function contender(name: string, { url, pid }: Running): Promise<Contender> {
  return { name, url, pids: [pid, ...(await childrenOf(pid))] };
}

/** Runs `work` and tells what processor time a front took for it, in ms. */
export async function metered<Result>(
  { pids }: Contender,
  work: () => Promise<Result>,
): Promise<Result & { readonly frontMs: number }> {
  const before = await processorMs(pids);
  const result = await work();
  return { ...result, frontMs: (await processorMs(pids)) - before };
}
