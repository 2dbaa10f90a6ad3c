import type { Running } from '../running.ts';
import { type Contender, contender } from './contender.ts';
import type { EdgeEffort } from './effort.ts';

/** Where a part finds its folder, and who ends what it started. */
export class Stage {
  readonly folder: string;
  readonly effort: EdgeEffort;
  readonly #started: Running[] = [];

  constructor(folder: string, effort: EdgeEffort) {
    this.folder = folder;
    this.effort = effort;
  }

  /** Notes what has been started, so that it is ended. */
  async running(starting: Promise<Running>): Promise<Running> {
    const running = await starting;
    this.#started.push(running);
    return running;
  }

  /** Notes a front that was started, under the name that tables have. */
  async contender(name: string, starting: Promise<Running>): Promise<Contender> {
    return contender(name, await this.running(starting));
  }

  /** Ends everything, the last first. */
  async close(): Promise<void> {
    for (const running of this.#started.toReversed()) await running.stop();
  }
}
