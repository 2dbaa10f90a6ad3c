import type { AppParts } from '../../worker/app.ts';
import type { Errand } from '../../worker/errand.ts';
import { solve } from '../../worker/portfolio/solve.ts';
import { WaitingLine } from '../../worker/waiting-line.ts';
import { workHere } from './worker-app.ts';

/** Threads without threads: solves wait until the test lets them go on. */
export interface GatedThreads {
  readonly threads: AppParts['threads'];
  /** Solves that were begun. */
  readonly begun: () => number;
  /** Solves that were given up, begun or not. */
  readonly givenUp: () => number;
  /** Lets the solve that has its turn come to its end. */
  release(): void;
}

/** @param expectedMs  of every solve: above 2000 ms it is long */
export function gatedThreads(expectedMs: number): GatedThreads {
  const line = new WaitingLine(1, 10);
  const counts = { begun: 0, givenUp: 0 };
  let open: () => void = () => undefined;
  const gate = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      open = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const workFor = (errand: Errand): ReturnType<AppParts['threads']['workFor']> => ({
    ...workHere(() => undefined),
    solve: async (input) => {
      errand.expect(expectedMs);
      const place = line.enter(errand.signal);
      errand.lineUp(place);
      if (expectedMs > 2000) errand.turnLong();
      try {
        await place.turn;
        counts.begun += 1;
        errand.begin();
        await gate(errand.signal);
        return solve(input);
      } catch (error) {
        counts.givenUp += 1;
        throw error;
      } finally {
        place.leave();
      }
    },
  });
  return {
    threads: { workFor, performanceCsv: async () => Buffer.from('date,Optimized\n') },
    begun: () => counts.begun,
    givenUp: () => counts.givenUp,
    release: () => open(),
  };
}
