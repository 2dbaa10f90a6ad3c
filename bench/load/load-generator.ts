import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Requests to send, `connections` at a time; plain data, for it crosses to another process. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly amount: number;
  readonly method: 'GET' | 'POST';
  /** `{amount}` in it becomes another amount for each request ever sent. */
  readonly body?: string;
}

/** What came of a load. */
export interface LoadResult {
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly durationMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that are not 2xx, and requests without one. */
  readonly failures: number;
}

/** Sends loads from a process of its own, so that it shares no event loop with what is measured. */
export class LoadGenerator {
  readonly #process: ChildProcess;
  readonly #died: Promise<undefined>;

  constructor() {
    this.#process = fork(new URL('./main.js', import.meta.url));
    this.#died = once(this.#process, 'exit').then(() => undefined);
  }

  /** @throws {Error} when a request failed: figures of failures say nothing */
  async run(load: Load): Promise<LoadResult> {
    this.#process.send(load);
    const answered = once(this.#process, 'message').then(([result]): LoadResult => result);
    const result = await Promise.race([answered, this.#died]);
    if (result === undefined) throw new Error('the load generator ended');
    if (result.failures === 0) return result;
    throw new Error(`${result.failures} of ${load.amount} requests to ${load.url} failed`);
  }

  /** Ends the process. */
  end(): void {
    this.#process.kill('SIGTERM');
  }
}
