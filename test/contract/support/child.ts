import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { atExit } from '../../support/at-exit.ts';

const running = new Set<ChildProcess>();
atExit(() => {
  for (const child of running) child.kill('SIGTERM');
});

/** How long a process may take to end: longer than any drain does. */
const endLimitMs = 20_000;

/** A process that a case started, and that does not outlive this one. */
export class Child {
  readonly process: ChildProcess;
  /**
   * Resolves with the exit code once it has ended and all that it wrote has come: a process can be
   * gone while its last lines are still in the pipe. Null when a signal ended it.
   */
  readonly exit: Promise<number | null>;

  constructor(command: string, args: readonly string[], options: SpawnOptions) {
    this.process = spawn(command, args, options);
    running.add(this.process);
    this.exit = once(this.process, 'close').then(([code]) => {
      running.delete(this.process);
      return code;
    });
  }

  /** Whether it is gone, by itself or by a signal. */
  get ended(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Sends `signal` unless it is gone, and waits for the end. @throws {Error} it had to be killed */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.ended) this.process.kill(signal);
    let killed = false;
    const limit = setTimeout(() => {
      killed = this.process.kill('SIGKILL');
    }, endLimitMs);
    const code = await this.exit.finally(() => clearTimeout(limit));
    if (!killed) return code;
    throw new Error(`${this.process.spawnfile} did not end in ${endLimitMs} ms after ${signal}`);
  }
}

/** Resident memory of a process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} tells no VmRSS`);
  return Number(kilobytes) * 1024;
}
