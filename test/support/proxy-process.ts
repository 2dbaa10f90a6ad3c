import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Child } from '../contract/support/child.ts';
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
  /** Resolves with the exit code, all logs being complete; null when a signal ended it. */
  readonly exit: Promise<number | null>;
  signal(name: 'SIGHUP' | 'SIGTERM' | 'SIGKILL'): void;
  /** Lets it drain and end. @throws {Error} it had to be killed */
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
  const child = new Child(program, args, {
    env: { ...process.env, ...free, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const accessed: string[] = [];
  const events: Record<string, unknown>[] = [];
  readLines(child.process.stdout, (line) => accessed.push(line));
  readLines(child.process.stderr, (line) => events.push(parsed(line)));
  const end = async (): Promise<void> => {
    await child.end('SIGTERM');
  };
  const { url, adminUrl } = await listening(child, events).catch(async (error: unknown) => {
    await end();
    throw new Error(`${error}: ${JSON.stringify(events)}`);
  });
  return {
    pid: child.process.pid ?? 0,
    url: String(url),
    adminUrl: String(adminUrl),
    accessed,
    events,
    exit: child.exit,
    signal: (name) => child.process.kill(name),
    end,
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) throw new Error('the proxy has no output');
  createInterface({ input: stream }).on('line', onLine);
}

function listening(
  child: Child,
  events: ProxyProcess['events'],
): Promise<Readonly<Record<string, unknown>>> {
  return eventually('the proxy listens', () => {
    if (child.ended) throw new Error('the proxy ended');
    return events.find(({ event, adminUrl }) => event === 'listening' && adminUrl !== undefined);
  });
}

/** A runtime may say something that is no JSON. */
function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return { event: line };
  }
}
