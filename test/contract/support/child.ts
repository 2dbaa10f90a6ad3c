import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';

/** A process that a case started, and that never outlives this one. */
export class Child {
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly #end = (): boolean => this.process.kill('SIGTERM');

  constructor(command: string, args: readonly string[], options: SpawnOptions) {
    this.process = spawn(command, args, options);
    process.once('exit', this.#end);
    this.exit = once(this.process, 'exit').then(([code]) => {
      process.removeListener('exit', this.#end);
      return code;
    });
  }

  /** Sends `signal` and waits for the end; forced after `limitMs`. */
  async end(signal: NodeJS.Signals, limitMs = 15_000): Promise<number | null> {
    this.process.kill(signal);
    const limit = setTimeout(() => this.process.kill('SIGKILL'), limitMs);
    const code = await this.exit;
    clearTimeout(limit);
    return code;
  }
}

/** Resident memory of a process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} tells no VmRSS`);
  return Number(kilobytes) * 1024;
}
