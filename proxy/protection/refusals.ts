import type { Log } from '../../service/log.ts';
import { type DenialReason, denialReasons } from '../errors.ts';

/** Lines that one reason may have a second. */
const linesPerSecond = 5;

/** What is known of a refused client. */
export interface Refused {
  readonly client: string;
  readonly requestId?: string;
  readonly method?: string;
  readonly target?: string;
}

interface Tally {
  count: number;
  second: number;
  lines: number;
  unwritten: number;
}

/**
 * Counts and logs what is not let in. Who floods the proxy does not flood its log: of each reason a
 * few are written every second, and the next line says how many were not.
 */
export class Refusals {
  readonly #log: Pick<Log, 'warn'>;
  readonly #now: () => number;
  readonly #tallies = new Map<DenialReason, Tally>(
    denialReasons.map((reason) => [reason, { count: 0, second: 0, lines: 0, unwritten: 0 }]),
  );

  /** @param now  a monotonic clock in ms */
  constructor(log: Pick<Log, 'warn'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** How many there were, by reason. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#tallies].map(([reason, { count }]) => [reason, count]));
  }

  /** Notes one. */
  note(reason: DenialReason, refused: Refused): void {
    const tally = this.#tallies.get(reason);
    if (tally === undefined) return;
    tally.count += 1;
    const second = Math.floor(this.#now() / 1000);
    if (second !== tally.second) {
      tally.second = second;
      tally.lines = 0;
    }
    if (tally.lines === linesPerSecond) {
      tally.unwritten += 1;
      return;
    }
    tally.lines += 1;
    const { unwritten } = tally;
    tally.unwritten = 0;
    this.#log.warn('refused', { reason, ...refused, ...(unwritten > 0 ? { unwritten } : {}) });
  }
}
