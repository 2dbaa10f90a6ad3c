import { childrenOf } from './process-figures.ts';
import type { Running } from './running.ts';
import { startNginx, startOnDeno, startOnNode } from './start-front.ts';

/** What stands between the clients and the worker; `direct` is nothing. */
export type FrontName = 'direct' | 'proxy on Node' | 'proxy on Deno' | 'nginx';

/** A way to the worker. */
export interface Front {
  readonly name: FrontName;
  readonly url: string;
  /** The processes that stand in between. */
  readonly pids: readonly number[];
}

/**
 * Starts the proxy on both runtimes and nginx, all before the same worker.
 *
 * @param started  takes each process once it runs, so that it can be stopped if a later one fails
 */
export async function startFronts(
  worker: Running,
  folder: string,
  started: Running[],
): Promise<readonly Front[]> {
  const place = { folder, peers: [{ port: Number(new URL(worker.url).port) }] };
  const note = (running: Running): Running => {
    started.push(running);
    return running;
  };
  const node = note(await startOnNode({ ...place, name: 'proxy-on-node' }));
  const deno = note(await startOnDeno({ ...place, name: 'proxy-on-deno' }));
  const nginx = note(await startNginx({ ...place, name: 'nginx' }));
  return [
    { name: 'direct', url: worker.url, pids: [] },
    { name: 'proxy on Node', url: node.url, pids: [node.pid] },
    { name: 'proxy on Deno', url: deno.url, pids: [deno.pid] },
    { name: 'nginx', url: nginx.url, pids: [nginx.pid, ...(await childrenOf(nginx.pid))] },
  ];
}
