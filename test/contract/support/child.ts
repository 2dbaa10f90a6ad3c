import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** A process that a case started, and that does not outlive this one. */
export class Child {
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(command: string, args: readonly string[], options: SpawnOptions) {
    this.process = spawn(command, args, options);
    running.add(this.process);
    this.exit = once(this.process, 'exit').then(([code]) => {
      running.delete(this.process);
      return code;
    });
  }

  /** Sends `signal` and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.exit;
  }
}

/** Resident memory of a process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} tells no VmRSS`);
  return Number(kilobytes) * 1024;
}
