import { Overloaded } from './errors.ts';

/** Somebody's place in a line. */
export interface Place {
  /** Resolves once it is this one's turn; rejects with the signal's reason when that comes first. */
  readonly turn: Promise<void>;
  /** How many are to be done before, those whose turn it is included; 0 once it is this one's turn. */
  ahead(): number;
  /** Gives the turn back. Once is enough. */
  leave(): void;
}

/** Lets so many have their turn at a time; the others wait, first come, first served. */
export class WaitingLine {
  readonly #atOnce: number;
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /**
   * @param atOnce  turns at a time
   * @param most    that may wait
   */
  constructor(atOnce: number, most: number) {
    this.#atOnce = atOnce;
    this.#most = most;
  }

  /**
   * Lines up.
   *
   * @param signal  leaves the line when it aborts before the turn has come
   * @throws {Overloaded} when too many wait already
   */
  enter(signal: AbortSignal): Place {
    signal.throwIfAborted();
    if (this.#busy < this.#atOnce) {
      this.#busy += 1;
      return { turn: Promise.resolve(), ahead: () => 0, leave: once(() => this.#next()) };
    }
    if (this.#waiting.length >= this.#most) throw new Overloaded();
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal): Place {
    const { promise, resolve, reject } = settleable();
    const index = (): number => this.#waiting.indexOf(resolve);
    const forgo = (): void => {
      // Its turn may have come a moment ago: then it is not here any more.
      if (index() < 0) return;
      this.#waiting.splice(index(), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener('abort', forgo, { once: true });
    return {
      turn: promise.then(() => signal.removeEventListener('abort', forgo)),
      ahead: () => (index() < 0 ? 0 : this.#busy + index()),
      leave: once(() => this.#next()),
    };
  }

  /** Hands the turn on to whoever waits longest. */
  #next(): void {
    const first = this.#waiting.shift();
    if (first === undefined) this.#busy -= 1;
    else first();
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

interface Settleable {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

function settleable(): Settleable {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((fulfil, refuse) => {
    [resolve, reject] = [fulfil, refuse];
  });
  return { promise, resolve, reject };
}
