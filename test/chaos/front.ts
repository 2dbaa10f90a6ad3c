import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Child } from '../contract/support/child.ts';
import { eventually } from '../support/eventually.ts';

/** The runtimes of the proxy. */
export type Runtime = 'node' | 'deno';

/** A proxy that writes its logs to files. */
export interface LoggingFront {
  readonly port: number;
  readonly adminUrl: string;
  readonly pid: number;
  /** Lines of the access log so far. */
  accessLines(): Promise<readonly string[]>;
  /** Lines of the error log so far. */
  eventLines(): Promise<readonly string[]>;
  /** Drains it, so that everything is in its logs. @returns its exit code */
  drain(): Promise<number | null>;
  /** Ends it at once, if it is not gone. */
  stop(): Promise<void>;
}

const rights = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys'];

/** How each runtime is started. */
const programs: Readonly<
  Record<
    Runtime,
    { readonly command: string; readonly args: readonly string[]; readonly script: string }
  >
> = {
  node: { command: process.execPath, args: [], script: 'dist/proxy/main.js' },
  // The program itself: its wrapper in .bin would be stopped, and leave it behind.
  deno: { command: 'node_modules/deno/deno', args: ['run', ...rights], script: 'proxy/main.ts' },
};

/** What a front is started with. */
export interface FrontPlan {
  readonly runtime: Runtime;
  /** Of its logs. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of the runtime. */
  readonly flags?: readonly string[];
}

/** Starts the proxy on free ports; resolves once it listens. */
export async function startFront(plan: FrontPlan): Promise<LoggingFront> {
  const { runtime, folder, env, flags = [] } = plan;
  const { command, args, script } = programs[runtime];
  const access = join(folder, `${runtime}-access.log`);
  const events = join(folder, `${runtime}-events.log`);
  const files = [openSync(access, 'w'), openSync(events, 'w')];
  const child = new Child(command, [...args, ...flags, script], {
    env: { ...process.env, PROXY_PORT: '0', PROXY_ADMIN_PORT: '0', ...env },
    stdio: ['ignore', ...files],
  });
  for (const file of files) closeSync(file);
  const stop = async (): Promise<void> => {
    await child.end('SIGKILL');
  };
  const { url, adminUrl } = await eventually('the front listens', async () => {
    if (child.ended) throw new Error(await readFile(events, 'utf8'));
    return listening(await linesOf(events));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    port: Number(new URL(url).port),
    adminUrl,
    pid: child.process.pid ?? 0,
    accessLines: () => linesOf(access),
    eventLines: () => linesOf(events),
    drain: () => child.end('SIGTERM'),
    stop,
  };
}

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
}

interface Listening {
  readonly url: string;
  readonly adminUrl: string;
}

function listening(lines: readonly string[]): Listening | undefined {
  const line = lines.find((one) => one.includes('"event":"listening"'));
  return line === undefined ? undefined : (JSON.parse(line) as Listening);
}
