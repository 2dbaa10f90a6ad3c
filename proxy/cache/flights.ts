/**
 * How a flight ended: what came is stored (`shared`), can't be stored (`unshared`), nothing came
 * and a stale response stood in (`rescued`), nothing of use came (`failed`), or who fetched left
 * before that was known, or is held back by its client (`abandoned`). After these two the first of
 * those who wait is to fetch.
 */
export type FlightResult = 'shared' | 'unshared' | 'rescued' | 'failed' | 'abandoned';

/** Who waits for a response that another request fetches. */
export interface FlightWaiter {
  /** Only what a GET fetches can be shared. */
  readonly method: string;
  /** The response is there, or will not come: look again. */
  onLanded(result: FlightResult): void;
}

/** One fetch of a key, and who waits for it. */
export interface Flight {
  readonly key: string;
  readonly waiters: Set<FlightWaiter>;
  /** When its leader's client first held it back, in ms of the clock. */
  heldBackAt: number | undefined;
}

/** So long others wait for a leader whose client takes its answer slowly. */
const slowMs = 500;

/** Keys whose responses can't be shared are remembered for so long, and so many of them. */
const soloMs = 10_000;
const mostSolo = 10_000;

/** Letters of these keys: targets and cookies of clients must not fill the memory. */
const mostSoloLetters = 4_000_000;

/** What the flights may be. */
export interface FlightsOptions {
  /** Most requests that wait, of all flights together; 0 = none waits, every one fetches. */
  readonly mostWaiters: number;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/**
 * Request collapsing: of equal requests one fetches, and the others wait for what it stores. A key
 * whose response turned out not to be storable is left alone for a while, or its requests would
 * wait for each other in vain.
 */
export class Flights {
  readonly #mostWaiters: number;
  readonly #now: () => number;
  readonly #byKey = new Map<string, Flight>();
  /** Until when, by key. */
  readonly #solo = new Map<string, number>();
  #soloLetters = 0;
  #waiting = 0;

  constructor({ mostWaiters, now }: FlightsOptions) {
    this.#mostWaiters = mostWaiters;
    this.#now = now;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether somebody fetches the key now. */
  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Begins a flight; undefined when others must not wait for it, or there is one already. */
  begin(key: string): Flight | undefined {
    if (this.#find(key) !== undefined || this.#isSolo(key)) return undefined;
    const flight: Flight = { key, waiters: new Set(), heldBackAt: undefined };
    this.#byKey.set(key, flight);
    return flight;
  }

  /** Waits for the flight of the key. @returns undefined when there is none, or no place */
  join(key: string, waiter: FlightWaiter): Flight | undefined {
    const flight = this.#find(key);
    if (flight === undefined || this.#waiting >= this.#mostWaiters) return undefined;
    flight.waiters.add(waiter);
    this.#waiting += 1;
    return flight;
  }

  /** Waits no longer. */
  leave(flight: Flight, waiter: FlightWaiter): void {
    if (flight.waiters.delete(waiter)) this.#waiting -= 1;
  }

  /** The leader's client takes no more now. */
  noteHeldBack(flight: Flight): void {
    flight.heldBackAt ??= this.#now();
  }

  /** Ends a flight for all but its leader if that one has become slow. */
  look(flight: Flight): void {
    const { heldBackAt } = flight;
    if (heldBackAt === undefined || this.#now() - heldBackAt <= slowMs) return;
    this.land(flight, 'abandoned');
  }

  /** Ends a flight and wakes those who wait; a second time it does nothing. */
  land(flight: Flight, result: FlightResult): void {
    if (this.#byKey.get(flight.key) !== flight) return;
    this.#byKey.delete(flight.key);
    if (result === 'shared') this.#forgetSolo(flight.key);
    else if (result === 'unshared') this.#leaveAlone(flight.key);
    const waiters = [...flight.waiters];
    flight.waiters.clear();
    this.#waiting -= waiters.length;
    // Who can fetch for the others comes first, or those before it would ask for themselves alone.
    for (const waiter of waiters) if (waiter.method === 'GET') waiter.onLanded(result);
    for (const waiter of waiters) if (waiter.method !== 'GET') waiter.onLanded(result);
  }

  #find(key: string): Flight | undefined {
    const flight = this.#byKey.get(key);
    if (flight !== undefined) this.look(flight);
    // Who waited for a slow one may have begun the next.
    return this.#byKey.get(key);
  }

  #isSolo(key: string): boolean {
    const until = this.#solo.get(key);
    if (until === undefined) return false;
    if (this.#now() < until) return true;
    this.#forgetSolo(key);
    return false;
  }

  #leaveAlone(key: string): void {
    this.#forgetSolo(key);
    this.#solo.set(key, this.#now() + soloMs);
    this.#soloLetters += key.length;
    for (const oldest of this.#solo.keys()) {
      if (this.#solo.size <= mostSolo && this.#soloLetters <= mostSoloLetters) return;
      this.#forgetSolo(oldest);
    }
  }

  #forgetSolo(key: string): void {
    if (this.#solo.delete(key)) this.#soloLetters -= key.length;
  }
}
