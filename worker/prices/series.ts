import type { Day } from './day.ts';

/** Where prices came from. `simulated` is true of the demo market alone, and is never hidden. */
export interface Origin {
  /** `import`, `yahoo`, `demo`, `request`. */
  readonly source: string;
  readonly simulated: boolean;
  /** The file's name, or the symbol asked for where it is not the one the client named. */
  readonly detail?: string;
  /** When they were imported or fetched, ISO 8601; absent when they came with the request. */
  readonly since?: string;
}

/**
 * One symbol's adjusted closes.
 *
 * `days` ascends strictly; `closes` has its length, each finite and above 0.
 */
export interface Series {
  readonly symbol: string;
  readonly days: Int32Array;
  readonly closes: Float64Array;
  readonly origin: Origin;
  /** Changes whenever a day, a close or the origin changes: a content hash. */
  readonly version: string;
  /** What the reader of an answer must know of this series, such as a stale copy. Plain sentences. */
  readonly notes: readonly string[];
}

/** A span of days, both inclusive. */
export interface Span {
  readonly first: Day;
  readonly last: Day;
}
