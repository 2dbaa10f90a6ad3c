import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Child } from '../test/contract/support/child.ts';
import { eventually } from '../test/support/eventually.ts';

/** A server that was started to be measured. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** Ends it, by its pid. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface RunningOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its logs go, as under PM2: to files. */
  readonly folder: string;
  readonly port: number;
  /** What ends it and all that it has started. Default: SIGKILL. */
  readonly signal?: NodeJS.Signals;
  /** Whom to run it as; default: who runs this. */
  readonly identity?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Starts a server and waits until it answers.
 *
 * @throws {Error} it ended instead; with the end of its log
 */
export async function startRunning(options: RunningOptions): Promise<Running> {
  const { name, command, args, env = {}, folder, port, signal = 'SIGKILL' } = options;
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = new Child(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    ...options.identity,
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.process.exitCode === null) await child.end(signal);
  };
  try {
    await eventually(`${name} answers`, () => {
      if (child.process.exitCode !== null) throw ended(name, logFile);
      return succeeds(`${url}/backend`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.process.pid ?? 0, stop };
}

function ended(name: string, logFile: string): Error {
  return new Error(`${name} ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

/** Whether a GET is answered as /backend answers it. */
export async function succeeds(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return (await response?.text()) === 'Success!';
}

/** The port that it listens on. */
export function portOf({ url }: Pick<Running, 'url'>): number {
  return Number(new URL(url).port);
}
