import { Crew, type CrewOptions } from './crew.ts';
import type { Errand } from './errand.ts';
import { TooLong } from './errors.ts';
import { WaitingLine } from './waiting-line.ts';

/** How a lane's threads are run. */
export interface LaneOptions extends CrewOptions {
  /** Tasks that may wait for a thread; more are refused. */
  readonly queue: number;
  /** Whether its tasks are too long to be waited for. */
  readonly patient: boolean;
  /** The longest that a task may have its thread, in ms. */
  readonly limitMs: number;
}

/** A task on its way to a thread. */
export interface LaneTask {
  /** One of the exports of worker/thread.ts. */
  readonly name: string;
  readonly input: unknown;
  /** Whether it is ended, too, once a thread has it; that costs a new thread. */
  readonly stoppable: boolean;
}

/** Threads with a line before them: whoever is given up in the line never costs a thread anything. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #line: WaitingLine;
  #crew: Crew | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#line = new WaitingLine(options.threads, options.queue);
  }

  /**
   * Runs a task when its turn has come.
   *
   * @throws {Overloaded} too many are waiting; or what the errand was given up for
   */
  async run(errand: Errand, task: LaneTask): Promise<unknown> {
    const place = this.#line.enter(errand.signal);
    errand.lineUp(place);
    if (this.#options.patient) errand.turnLong();
    try {
      await place.turn;
      // It may have been given up the moment before.
      errand.signal.throwIfAborted();
      errand.begin();
      return await this.#haveTurn(errand, task);
    } finally {
      place.leave();
    }
  }

  async #haveTurn(errand: Errand, { name, input, stoppable }: LaneTask): Promise<unknown> {
    const { limitMs } = this.#options;
    const stop = new AbortController();
    const giveUp = (): void => stop.abort(errand.signal.reason);
    const limit = setTimeout(() => stop.abort(new TooLong(limitMs)), limitMs);
    if (stoppable) errand.signal.addEventListener('abort', giveUp, { once: true });
    try {
      // Threads are started by the first task, so that a worker without any stays small.
      if (this.#crew === undefined || this.#crew.retired) this.#crew = new Crew(this.#options);
      return await this.#crew.run(name, input, stop.signal);
    } catch (error) {
      // Piscina has an error of its own for what it was told to stop.
      stop.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(limit);
      errand.signal.removeEventListener('abort', giveUp);
    }
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#crew?.end();
  }
}
