import type { EdgeCache } from '../cache/edge-cache.ts';
import type { Flight, FlightResult, FlightWaiter } from '../cache/flights.ts';
import type { Waited } from '../cache/verdict.ts';
import type { CachedExchange } from './cached-exchange.ts';

/** After this a flight is looked at again: its leader may have become slow. */
const lookMs = 500;

/** The part of one exchange in the flights of a cache: others wait for it, or it waits for another. */
export class FlightPart {
  readonly #cache: Pick<EdgeCache, 'flights' | 'settings'>;
  readonly #exchange: Pick<CachedExchange, 'context' | 'patience'>;
  readonly #waiter: FlightWaiter;
  #led: Flight | undefined;
  #awaited: Flight | undefined;
  /** Whether it has waited in vain, or for what may be of another variant. */
  #waited = false;
  /** When the wait is over, whatever it is for then. */
  #waitsUntil = Number.POSITIVE_INFINITY;

  /** @param waiter  the exchange, as those see it that it waits for */
  constructor(
    cache: Pick<EdgeCache, 'flights' | 'settings'>,
    exchange: Pick<CachedExchange, 'context' | 'patience'>,
    waiter: FlightWaiter,
  ) {
    this.#cache = cache;
    this.#exchange = exchange;
    this.#waiter = waiter;
  }

  /** Leads a flight, if there is one. */
  lead(flight: Flight | undefined): void {
    this.#led = flight;
  }

  /** The client takes no more now of what others wait for. */
  noteHeldBack(): void {
    if (this.#led !== undefined) this.#cache.flights.noteHeldBack(this.#led);
  }

  /** Ends the flight that is led, if one is. */
  land(result: FlightResult): void {
    const flight = this.#led;
    this.#led = undefined;
    if (flight !== undefined) this.#cache.flights.land(flight, result);
  }

  /** Waits for the flight of a key. @returns false when there is none, or no place or time for it */
  wait(key: string): boolean {
    const { flights, settings } = this.#cache;
    const now = this.#exchange.context.now();
    // Who waits for one after the other waits no longer for that.
    this.#waitsUntil = Math.min(this.#waitsUntil, now + settings.waitTimeoutMs);
    if (now >= this.#waitsUntil) return false;
    this.#awaited = flights.join(key, this.#waiter);
    if (this.#awaited !== undefined) this.#rest();
    return this.#awaited !== undefined;
  }

  /** @param landed  how the wait for a flight ended, if one did. @returns what was waited for so far */
  noteWaited(landed: FlightResult | undefined): Waited {
    if (landed === undefined) return 'never';
    const once = landed === 'shared' && !this.#waited;
    this.#waited = true;
    return once ? 'once' : 'enough';
  }

  /** A part of the wait is over. @returns false when all of it is; else others see to what comes */
  waitOn(): boolean {
    const flight = this.#awaited;
    if (flight === undefined || this.#exchange.context.now() >= this.#waitsUntil) {
      this.leave();
      return false;
    }
    this.#cache.flights.look(flight);
    // Who was woken waits for another flight now, or for none.
    if (this.#awaited === flight) this.#rest();
    return true;
  }

  /** Waits no longer. */
  leave(): void {
    if (this.#awaited !== undefined) this.#cache.flights.leave(this.#awaited, this.#waiter);
    this.#awaited = undefined;
  }

  #rest(): void {
    const { context, patience } = this.#exchange;
    patience.beginFor('cache', Math.min(lookMs, this.#waitsUntil - context.now()));
  }
}
