import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.ts';

/** The whole program, as a process of its own. */
export interface ProxyProcess {
  readonly pid: number;
  readonly url: string;
  readonly adminUrl: string;
  /** Lines of the access log. */
  readonly accessed: readonly string[];
  /** What it logged beside, as objects. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Resolves with the exit code; null when a signal ended it. */
  readonly exit: Promise<number | null>;
  signal(name: 'SIGHUP' | 'SIGTERM' | 'SIGKILL'): void;
  /** Ends it whatever it does. */
  end(): Promise<void>;
}

const rights = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys', '--allow-run'];

/** How the program is run on each runtime. */
const commands = {
  node: [process.execPath, 'dist/proxy/main.js'],
  deno: ['node_modules/deno/deno', 'run', ...rights, 'proxy/main.ts'],
} as const;

/** What the program runs on. */
export type ProxyRuntime = keyof typeof commands;

/** Starts it on free ports, without probes unless `env` asks for them. */
export async function startProxyProcess(
  runtime: ProxyRuntime,
  env: Readonly<Record<string, string>>,
): Promise<ProxyProcess> {
  const free = { PROXY_PORT: '0', PROXY_ADMIN_PORT: '0', PROXY_PROBE_PATH: 'off' };
  const [program, ...args] = commands[runtime];
  const child = spawn(program, args, {
    env: { ...process.env, ...free, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit').then(([code]): number | null => code);
  const accessed: string[] = [];
  const events: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => accessed.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => events.push(parsed(line)));
  const { url, adminUrl } = await eventually('the proxy listens or ends', () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${JSON.stringify(events)}`);
    return events.find(({ event, adminUrl }) => event === 'listening' && adminUrl !== undefined);
  });
  return {
    pid: child.pid ?? 0,
    url: String(url),
    adminUrl: String(adminUrl),
    accessed,
    events,
    exit,
    signal: (name) => child.kill(name),
    end: () => end(child, exit),
  };
}

async function end(child: ChildProcess, exit: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await exit;
}

/** A runtime may say something that is no JSON. */
function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return { event: line };
  }
}
