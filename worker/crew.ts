import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { grownTooLarge } from './solvers/recycle-thread.ts';

/** How threads are run. */
export interface CrewOptions {
  readonly threads: number;
  /** Those of them that stay though they have nothing to do. */
  readonly kept: number;
  /** Added to the nice value of the threads, where the system knows such. */
  readonly nice: number;
}

/** How long a thread that is not kept waits for work. */
const idleMs = 10_000;

/** Threads that are replaced together: where one has grown too large, all take no more tasks. */
export class Crew {
  readonly #pool: Piscina;
  #tasks = 0;
  #retired = false;

  constructor({ threads, kept, nice }: CrewOptions) {
    this.#pool = new Piscina({
      // The build keeps a source's name but for its ending; Deno and Node run either.
      filename: new URL(`./thread${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: kept,
      maxThreads: threads,
      idleTimeout: idleMs,
      niceIncrement: nice,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#pool.on('message', (message) => {
      if (message === grownTooLarge) this.#retire();
    });
  }

  /** Whether it is to be given no more tasks: it ends once those that it has are done. */
  get retired(): boolean {
    return this.#retired;
  }

  /**
   * Runs a task.
   *
   * @param name    one of the exports of worker/thread.ts
   * @param signal  ends the thread that has it
   */
  async run(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    this.#tasks += 1;
    try {
      return await this.#pool.run(input, { name, signal });
    } finally {
      this.#tasks -= 1;
      if (this.#retired) this.#retire();
    }
  }

  /** Ends the threads. */
  async end(): Promise<void> {
    await this.#pool.destroy();
  }

  #retire(): void {
    this.#retired = true;
    if (this.#tasks === 0) void this.end();
  }
}
