import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Test } from 'uvu';
import { eventually } from './eventually.ts';
import { explained, lastWords } from './explained.ts';
import { freePorts } from './ports.ts';

const run = promisify(execFile);
/** No command of PM2's and no program under test takes half as long. */
const limitMs = 120_000;

const program = join('node_modules', 'pm2', 'bin', 'pm2');

// Otherwise nothing that is to happen at the exit would.
process.once('SIGTERM', () => process.exit(143));

/** One process as `pm2 jlist` tells of it. */
export interface Pm2Process {
  readonly name: string;
  readonly pid: number;
  readonly pm2_env: {
    readonly status: string;
    readonly restart_time: number;
    readonly NODE_APP_INSTANCE: number;
    readonly NODE_ENV: string;
    readonly axm_monitor: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

/** A PM2 of its own: own home, own ports, own store, real ecosystem file. */
export interface Pm2 {
  readonly env: Readonly<Record<string, string>>;
  readonly basePort: number;
  readonly url: string;
  readonly adminUrl: string;
  /** Runs the pm2 program. @returns what it printed */
  cli(...args: readonly string[]): Promise<string>;
  processes(name?: string): Promise<readonly Pm2Process[]>;
  daemonPid(): Promise<number>;
  /** The end of all that PM2 and what it runs have logged. */
  logs(): Promise<string>;
  /** Ends everything and removes the home. */
  end(): Promise<void>;
}

/**
 * Prepares a PM2 home; nothing runs before the first `cli`.
 *
 * @param extra  further environment, such as `PROXY_RUNTIME`
 */
export async function createPm2(extra: Readonly<Record<string, string>> = {}): Promise<Pm2> {
  const home = await mkdtemp(join(tmpdir(), 'edgefolio-pm2-'));
  const first = await freePorts(18);
  const env = {
    PM2_HOME: home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    LOG_DIR: join(home, 'app-logs'),
    BASE_PORT: String(first + 2),
    PROXY_HOST: '127.0.0.1',
    PROXY_PORT: String(first),
    PROXY_ADMIN_PORT: String(first + 1),
    WORKER_STORE: join(home, 'prices.db'),
    // Nobody listens there: no test ever asks the real source.
    WORKER_YAHOO_URLS: 'http://127.0.0.1:9',
    ...extra,
  };
  const cli = async (...args: readonly string[]): Promise<string> => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: limitMs };
    return (await run(process.execPath, [program, ...args], options)).stdout;
  };
  const daemonPid = async (): Promise<number> =>
    Number(await readFile(join(home, 'pm2.pid'), 'utf8'));
  // PM2's daemon is nobody's child: it would outlive this process.
  const endAtExit = (): void => {
    execFileSync(process.execPath, [program, 'kill'], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    rmSync(home, { recursive: true, force: true });
  };
  // Before the folder with the store is removed, which the workers still use.
  process.prependOnceListener('exit', endAtExit);
  return {
    env,
    basePort: first + 2,
    url: `http://127.0.0.1:${first}`,
    adminUrl: `http://127.0.0.1:${first + 1}`,
    cli,
    daemonPid,
    logs: () => logsIn([join(home, 'pm2.log'), env.LOG_DIR]),
    processes: async (name) => {
      const all = jsonIn(await cli('jlist'));
      return name === undefined ? all : all.filter((one) => one.name === name);
    },
    end: async () => {
      await cli('kill').catch(async () => {
        // It does not listen any more. Those whom it has started end when it does.
        process.kill(await daemonPid(), 'SIGKILL');
      });
      process.off('exit', endAtExit);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Whether the service answers through its proxy. */
export async function answers({ url }: Pick<Pm2, 'url'>): Promise<boolean> {
  const response = await fetch(`${url}/backend`).catch(() => undefined);
  return (await response?.text()) === 'Success!';
}

/** The last words of files, and of all files of folders. */
async function logsIn(paths: readonly string[]): Promise<string> {
  const told: string[] = [];
  for (const path of paths) {
    const names = await readdir(path).catch(() => undefined);
    if (names !== undefined) {
      told.push(await logsIn(names.map((name) => join(path, name))));
      continue;
    }
    const text = await readFile(path, 'utf8').catch(() => 'it is missing');
    told.push(lastWords(path, text.trimEnd().split('\n'), 15));
  }
  return told.join('\n');
}

/** Declares tests of a suite that has a PM2, such that a failure tells its logs. */
export function telling(
  tests: Test<{ pm2: Pm2 }>,
): (title: string, run: (context: { readonly pm2: Pm2 }) => Promise<void>) => void {
  return (title, run) =>
    tests(title, ({ pm2 }) =>
      explained(
        () => run({ pm2 }),
        () => pm2.logs(),
      ),
    );
}

/** PM2 may print notices before its JSON, which begin with a bracket, too. */
function jsonIn(text: string): readonly Pm2Process[] {
  const line = text.split('\n').find((one) => /^\[[{\]]/.test(one));
  if (line === undefined) throw new Error(`PM2 has listed nothing: ${text}`);
  return JSON.parse(line);
}

/** Waits until a process is gone. */
export async function gone(pid: number): Promise<void> {
  // What is under way is finished first.
  await eventually(`process ${pid} is gone`, () => !alive(pid), 60_000);
}

/** Whether a process lives. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end, and kills it when that does not come. @returns its exit code and what it printed */
export async function runToEnd(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}
