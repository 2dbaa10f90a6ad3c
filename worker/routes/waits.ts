/** The bounds of waiting for jobs. */
export interface WaitsOptions {
  /** The longest that a request waits for a job, in ms. */
  readonly waitLimitMs: number;
  /** Requests that may wait for jobs at a time: a proxy holds only so many for a worker. */
  readonly waits: number;
}

/** What a wait came to. */
export interface Waited<Value> {
  /** Undefined when it was not there in time. */
  readonly value: Value | undefined;
  /** How long it would have been waited for, in ms; undefined when the wish was not granted. */
  readonly grantedMs: number | undefined;
}

/** Requests that wait for jobs, because their clients would rather wait than ask again. */
export class Waits {
  readonly #options: WaitsOptions;
  #waiting = 0;

  constructor(options: WaitsOptions) {
    this.#options = options;
  }

  /** Waits for a promise that never fails. @param wishMs  undefined waits not at all */
  async within<Value>(awaited: Promise<Value>, wishMs: number | undefined): Promise<Waited<Value>> {
    const { waitLimitMs, waits } = this.#options;
    if (wishMs === undefined || this.#waiting >= waits) {
      return { value: undefined, grantedMs: undefined };
    }
    const grantedMs = Math.min(wishMs, waitLimitMs);
    const time = timer(grantedMs);
    this.#waiting += 1;
    try {
      return { value: await Promise.race([awaited, time.over]), grantedMs };
    } finally {
      this.#waiting -= 1;
      time.cancel();
    }
  }
}

/** A time that will be over. */
export interface Timer {
  readonly over: Promise<undefined>;
  cancel(): void;
}

/** Starts one of so many ms. */
export function timer(ms: number): Timer {
  let handle: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    handle = setTimeout(() => resolve(undefined), ms);
  });
  return { over, cancel: () => clearTimeout(handle) };
}
