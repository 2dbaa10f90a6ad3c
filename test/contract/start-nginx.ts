import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '../../service/environment.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/ports.ts';
import type { Edge, EdgeOptions, LoggedExchange } from './edge.ts';
import { nginxConfiguration } from './nginx-configuration.ts';
import { Child, residentBytes } from './support/child.ts';
import { openClient } from './support/raw-client.ts';

/** Debian's user and group without rights, for when the suite runs as root. */
const nobody = 65_534;

/** What only nginx gets. */
export interface NginxExtras {
  /** Settings that the other edges of the contract do not share. */
  readonly env?: Environment;
  /** Files beside its configuration: text by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** An nginx, and where its status is to be had. */
export interface NginxEdge extends Edge {
  readonly adminUrl: string;
}

/**
 * Starts nginx with what is generated for the settings, as an ordinary user.
 *
 * @throws {Error} nginx refuses its configuration
 */
export async function startNginx(
  options: EdgeOptions,
  { env = {}, files = {} }: NginxExtras = {},
): Promise<NginxEdge> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const tlsPort = options.certificate === undefined ? 0 : await freePort();
  const prefix = await makePrefix({ ...files, ...(await certificateFiles(options)) });
  const remove = (): Promise<void> => rm(prefix, { recursive: true, force: true });
  const more = { ...encrypted(prefix, tlsPort), ...env };
  const start = async (): Promise<Child> => {
    const configuration = await nginxConfiguration(options, { port, adminPort }, more);
    await writeFile(join(prefix, 'nginx/nginx.conf'), configuration);
    return startIn(prefix, port);
  };
  const child = await start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    port,
    tlsPort,
    memoryBytes: async () => residentBytes(await onlyWorker(child)),
    logged: async () =>
      (await readLog(prefix, 'access')).map((line) => exchangeOf(JSON.parse(line))),
    loggedLines: () => readLog(prefix, 'access'),
    events: () => readLog(prefix, 'error'),
    drain: () => child.end('SIGQUIT'),
    stop: async () => {
      try {
        await child.end('SIGTERM');
      } finally {
        await remove();
      }
    },
  };
}

/** Resolves once it listens; one that does not is ended. */
async function startIn(prefix: string, port: number): Promise<Child> {
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const args = ['-p', prefix, '-c', 'nginx/nginx.conf', '-g', 'daemon off;'];
  const child = new Child('nginx', args, { stdio: 'ignore', ...identity });
  try {
    await listening(child, port, prefix);
  } catch (error) {
    await child.end('SIGTERM');
    throw error;
  }
  return child;
}

/**
 * Makes a folder for an nginx that runs as an ordinary user.
 *
 * @param files  text by name, to lie in its folder `nginx`
 * @returns      the prefix to start it with
 */
export async function makePrefix(files: Readonly<Record<string, string>>): Promise<string> {
  const prefix = await mkdtemp(join(tmpdir(), 'edgefolio-nginx-'));
  const run = join(prefix, 'nginx/run');
  await mkdir(run, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(prefix, 'nginx', name), text);
  }
  if (process.getuid?.() === 0) {
    for (const path of [prefix, run]) await chown(path, nobody, nobody);
  }
  return prefix;
}

/** Copies, for an nginx that runs as another user. */
async function certificateFiles({ certificate }: EdgeOptions): Promise<NginxExtras['files']> {
  if (certificate === undefined) return {};
  const { certificatePath, keyPath } = certificate;
  const [pem, key] = [await readFile(certificatePath, 'utf8'), await readFile(keyPath, 'utf8')];
  return { 'edge.pem': pem, 'edge.key': key };
}

function encrypted(prefix: string, port: number): Environment {
  if (port === 0) return {};
  const path = join(prefix, 'nginx/edge');
  return {
    PROXY_TLS_PORT: String(port),
    PROXY_TLS_CERTIFICATES: `${path}.pem;key=${path}.key`,
  };
}

async function listening(child: Child, port: number, prefix: string): Promise<void> {
  await eventually('nginx listens', async () => {
    if (child.ended) throw new Error((await readLog(prefix, 'error')).join('\n'));
    const client = await openClient(port).catch(() => undefined);
    client?.destroy();
    return client;
  });
}

// The master listens before it has forked the worker.
async function onlyWorker({ process: { pid } }: Child): Promise<number> {
  const children = (): Promise<string> => readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return eventually('nginx has a worker', async () => Number(await children()) || undefined);
}

interface LogLine {
  readonly requestId: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly peers: string;
  readonly peerStatuses: string;
}

async function readLog(prefix: string, name: 'access' | 'error'): Promise<readonly string[]> {
  const path = join(prefix, `nginx/run/${name}.log`);
  // Where the log is off there is no file.
  if (!existsSync(path)) return [];
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
}

function exchangeOf({ requestId, method, target, status, ...tries }: LogLine): LoggedExchange {
  const peers = entries(tries.peers).map((address) => Number(address.split(':')[1]));
  const statuses = entries(tries.peerStatuses).map(triedStatus);
  return { requestId, method, target, status, peers, statuses };
}

function entries(list: string): readonly string[] {
  return list === '' ? [] : list.split(', ');
}

// A try without an answer stands in nginx's log with the status that it would have led to.
function triedStatus(status: string): number {
  return status === '502' || status === '504' || status === '-' ? 0 : Number(status);
}
