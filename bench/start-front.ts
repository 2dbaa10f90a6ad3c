import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '../service/environment.ts';
import type { EdgePeer } from '../test/contract/edge.ts';
import { nginxConfiguration } from '../test/contract/nginx-configuration.ts';
import { freePort } from '../test/support/ports.ts';
import { argumentsIn, shippedApp } from '../test/support/shipped-app.ts';
import { type Running, startRunning } from './running.ts';

/** Debian's user and group without rights, for nginx when this runs as root. */
const nobody = 65_534;

/** Where a front is started, and before whom. */
export interface Place {
  /** Of the log files. */
  readonly folder: string;
  readonly peers: readonly EdgePeer[];
}

/** The proxy as this run wants it. */
export interface ProxyPlan extends Place {
  /** Of its log file; one front of a kind may run with several settings. */
  readonly name: string;
  /** Added to what PM2 would set. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the runtime. */
  readonly flags?: readonly string[];
}

/** Starts the compiled proxy on Node, with V8's flags as it is shipped. */
export async function startOnNode(plan: ProxyPlan): Promise<Running> {
  const { node_args, script } = await shippedApp('proxy', { PROXY_RUNTIME: 'node' });
  const args = [...argumentsIn(node_args), ...(plan.flags ?? []), script];
  return startProxy(plan, { command: process.execPath, args });
}

/** Starts the proxy's sources on Deno, with V8's flags and the rights that it is shipped with. */
export async function startOnDeno(plan: ProxyPlan): Promise<Running> {
  const shipped = await shippedApp('proxy', { PROXY_RUNTIME: 'deno' });
  const { interpreter = '', interpreter_args, script } = shipped;
  const args = [...argumentsIn(interpreter_args), ...(plan.flags ?? []), script];
  return startProxy(plan, { command: interpreter, args });
}

async function startProxy(
  { name, folder, peers, env }: ProxyPlan,
  program: { readonly command: string; readonly args: readonly string[] },
): Promise<Running> {
  const port = await freePort();
  const all = {
    PROXY_HOST: '127.0.0.1',
    PROXY_PORT: String(port),
    PROXY_ADMIN_PORT: '0',
    PROXY_PEERS: peers.map(peerText).join(','),
    // As PM2 starts it.
    PROXY_BALANCER: 'least-connections',
    PROXY_RETRY_ON: 'error,timeout,non_idempotent',
    MALLOC_ARENA_MAX: '1',
    ...env,
  };
  return startRunning({ name, ...program, env: all, folder, port });
}

function peerText({ port, maxConns }: EdgePeer): string {
  return `127.0.0.1:${port}${maxConns === undefined ? '' : `;max-conns=${maxConns}`}`;
}

/** nginx as this run wants it. */
export interface NginxPlan extends Place {
  readonly name: string;
  readonly balancer?: 'least-connections';
  readonly env?: Environment;
  /** What stands once in the configuration, and what is put in its place. */
  readonly changes?: readonly (readonly [from: string, to: string])[];
}

/** Starts what is generated for the settings, with one worker process, as the proxy has one. */
export async function startNginx({ name, folder, peers, ...plan }: NginxPlan): Promise<Running> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const { balancer, env = {}, changes = [] } = plan;
  const options = { peers, ...(balancer === undefined ? {} : { balancer }) };
  const generated = await nginxConfiguration(options, { port, adminPort }, env);
  const text = changes.reduce(changed, generated);
  return startNginxWith({ name, folder, port, text });
}

function changed(text: string, [from, to]: readonly [string, string]): string {
  const parts = text.split(from);
  if (parts.length === 2) return parts.join(to);
  throw new Error(`nginx.conf has ${parts.length - 1} times, not once: ${from}`);
}

/** Starts an nginx of any configuration; its paths begin with `nginx/`. */
export async function startNginxWith(options: {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  readonly text: string;
}): Promise<Running> {
  const { name, folder, port, text } = options;
  const prefix = join(folder, `${name}-prefix`);
  const run = join(prefix, 'nginx/run');
  await mkdir(run, { recursive: true });
  await writeFile(join(prefix, 'nginx/nginx.conf'), text);
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  if (identity) for (const path of [folder, prefix, run]) await chown(path, nobody, nobody);
  const args = ['-p', prefix, '-c', 'nginx/nginx.conf', '-g', 'daemon off;'];
  const command = process.env['NGINX'] ?? 'nginx';
  // Killed, it would leave its worker process behind.
  return startRunning({ name, command, args, folder, port, signal: 'SIGTERM', identity });
}
