import type { Log } from '../../service/log.ts';
import type { Member } from './member.ts';

/** Who is watched, and how. */
export interface HangWatchOptions {
  readonly crew: { readonly members: readonly Watchable[] };
  readonly log: Pick<Log, 'error'>;
  /** Calls back again and again, and lets the process end meanwhile; ends with what it returns. */
  readonly repeat: (callback: () => void, periodMs: number) => () => void;
}

/** What is needed of a member. */
export type Watchable = Pick<Member, 'pid' | 'spoke' | 'kill'>;

/** How often is looked, in ms. */
const periodMs = 5000;

/** Members tell their figures each second; after so many looks without a word one hangs. */
const silentLooks = 3;

/**
 * Ends processes that tell nothing for ten to fifteen seconds, so that others take their places: a
 * process whose event loop is stuck goes on to be dealt connections by the kernel, and answers none.
 *
 * Looks are counted, not time: after a pause of the whole machine nobody has spoken.
 */
export class HangWatch {
  readonly #options: HangWatchOptions;
  readonly #silent = new Map<Watchable, number>();
  /** Ends the watch. */
  readonly stop: () => void;

  constructor(options: HangWatchOptions) {
    this.#options = options;
    this.stop = options.repeat(() => this.#look(), periodMs);
  }

  #look(): void {
    const { crew, log } = this.#options;
    const { members } = crew;
    for (const member of this.#silent.keys()) {
      if (!members.includes(member)) this.#silent.delete(member);
    }
    for (const member of members) {
      const looks = member.spoke() ? 0 : 1 + (this.#silent.get(member) ?? 0);
      this.#silent.set(member, looks);
      if (looks < silentLooks) continue;
      log.error('process hangs', { pid: member.pid });
      member.kill();
    }
  }
}
