import { fork } from 'node:child_process';
import { once } from 'node:events';

/** One kind of request of a load. */
export interface PacedKind {
  readonly name: string;
  readonly path: string;
  /** Of all requests, from 0 to 1; those of all kinds are 1 together. */
  readonly share: number;
}

/** Requests that are sent at their times, whether or not those before are answered. */
export interface PacedLoad {
  readonly url: string;
  readonly kinds: readonly PacedKind[];
  /** Mean; the times are those of independent askers (a Poisson process). */
  readonly ratePerS: number;
  readonly durationS: number;
  /** The same seed gives the same requests at the same times. */
  readonly seed: number;
}

/** What came of the requests of one kind. */
export interface PacedFigures {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Other statuses than 200, and requests without an answer. */
  readonly failures: number;
  /** The status of the first of them; 0 = no answer. */
  readonly failedWith: number;
}

/** How long answers may take after the last request, in ms. */
const patienceMs = 60_000;

/** Sends a load from a process of its own. @returns the figures of each kind, by its name */
export async function runPaced(load: PacedLoad): Promise<Readonly<Record<string, PacedFigures>>> {
  const child = fork(new URL('./paced-process.js', import.meta.url));
  try {
    child.send(load);
    const signal = AbortSignal.timeout(1000 * load.durationS + patienceMs);
    const [result] = await once(child, 'message', { signal });
    return result;
  } finally {
    child.kill('SIGKILL');
  }
}
