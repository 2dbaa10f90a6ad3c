import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { nginxConfiguration } from '../test/contract/nginx-configuration.ts';
import { freePort } from '../test/support/ports.ts';
import { childrenOf } from './process-figures.ts';
import { type Running, startRunning } from './running.ts';

/** What stands between the clients and the worker; `direct` is nothing. */
export type FrontName = 'direct' | 'proxy on Node' | 'proxy on Deno' | 'nginx';

/** A way to the worker. */
export interface Front {
  readonly name: FrontName;
  readonly url: string;
  /** The processes that stand in between. */
  readonly pids: readonly number[];
}

/** Debian's user and group without rights, for nginx when this runs as root. */
const nobody = 65_534;

/** Where a front is started. */
interface Place {
  readonly folder: string;
  readonly workerPort: number;
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
  const place = { folder, workerPort: Number(new URL(worker.url).port) };
  const note = (running: Running): Running => {
    started.push(running);
    return running;
  };
  const node = note(await startOnNode(place));
  const deno = note(await startOnDeno(place));
  const nginx = note(await startNginx(place));
  return [
    { name: 'direct', url: worker.url, pids: [] },
    { name: 'proxy on Node', url: node.url, pids: [node.pid] },
    { name: 'proxy on Deno', url: deno.url, pids: [deno.pid] },
    { name: 'nginx', url: nginx.url, pids: [nginx.pid, ...(await childrenOf(nginx.pid))] },
  ];
}

async function startOnNode(place: Place): Promise<Running> {
  const args = ['dist/proxy/main.js'];
  return startProxy('proxy-on-node', { command: process.execPath, args }, place);
}

async function startOnDeno(place: Place): Promise<Running> {
  const rights = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys'];
  // The program itself: its wrapper in .bin would be stopped, and leave it behind.
  const command = 'node_modules/deno/deno';
  return startProxy('proxy-on-deno', { command, args: ['run', ...rights, 'proxy/main.ts'] }, place);
}

async function startProxy(
  name: string,
  program: { readonly command: string; readonly args: readonly string[] },
  { folder, workerPort }: Place,
): Promise<Running> {
  const port = await freePort();
  const env = {
    PROXY_HOST: '127.0.0.1',
    PROXY_PORT: String(port),
    PROXY_ADMIN_PORT: '0',
    PROXY_PEERS: `127.0.0.1:${workerPort}`,
    // As PM2 starts it.
    PROXY_BALANCER: 'least-connections',
    PROXY_RETRY_ON: 'error,timeout,non_idempotent',
  };
  return startRunning({ name, ...program, env, folder, port });
}

/** The shipped configuration with one worker process, as the proxy has one. */
async function startNginx({ folder, workerPort }: Place): Promise<Running> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const peers = [{ port: workerPort }];
  const prefix = join(folder, 'nginx-prefix');
  const run = join(prefix, 'nginx/run');
  await mkdir(run, { recursive: true });
  const file = join(prefix, 'nginx/nginx.conf');
  await writeFile(file, await nginxConfiguration({ peers }, { port, adminPort }));
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  if (identity) for (const path of [folder, prefix, run]) await chown(path, nobody, nobody);
  const args = ['-p', prefix, '-c', 'nginx/nginx.conf', '-g', 'daemon off;'];
  return startRunning({
    name: 'nginx',
    command: process.env['NGINX'] ?? 'nginx',
    args,
    folder,
    port,
    // Killed, it would leave its worker process behind.
    signal: 'SIGTERM',
    identity,
  });
}
