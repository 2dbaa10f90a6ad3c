import process from 'node:process';
import { median } from './statistics.ts';

/** What is touched, a byte of each page: 4 MiB. */
const sizeBytes = 4_194_304;

const pageBytes = 4096;

/** How often it is touched, in ms. */
const everyMs = 4;

/** A look at it is slow when it takes so many times as long as usual. */
const slowTimes = 5;

/**
 * Looks again and again how long the machine takes to touch a thousand pages of memory. Under some
 * hypervisors all that a machine knows of its memory is forgotten every second or two: for a tenth of
 * a second everything then takes several times as long, on all processors. No time counts as stolen
 * then, and a larger program is hit harder than a small one.
 */
export class SlowMemory {
  readonly #memory = new Uint8Array(sizeBytes).fill(1);
  #looksUs: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    // Compiled before it counts.
    for (let i = 0; i < 1000; i++) this.#look();
    this.#looksUs = [];
  }

  /** Begins to look, now or later. */
  start(inMs = 0): void {
    this.#looksUs = [];
    this.#timer = setTimeout(() => {
      // The first look after a while is always slow.
      this.#look();
      this.#looksUs = [];
      this.#timer = setInterval(() => this.#look(), everyMs);
    }, inMs);
  }

  /** Ends it. @returns the share of slow looks, from 0 to 1 */
  stop(): number {
    clearInterval(this.#timer);
    return slowShare(this.#looksUs);
  }

  #look(): void {
    // Its own processor time: whoever else had the processor meanwhile is no matter of memory.
    const before = process.cpuUsage();
    for (let at = 0; at < sizeBytes; at += pageBytes) {
      this.#memory[at] = ((this.#memory[at] ?? 0) + 1) & 255;
    }
    const { user, system } = process.cpuUsage(before);
    this.#looksUs.push(user + system);
  }
}

/** The share of looks that took far longer than the middle one, from 0 to 1; 0 of none. */
export function slowShare(looksUs: readonly number[]): number {
  if (looksUs.length === 0) return 0;
  const limitUs = slowTimes * median(looksUs);
  return looksUs.filter((us) => us > limitUs).length / looksUs.length;
}
