import type { AppParts } from '../../worker/app.ts';
import { answerText } from '../../worker/portfolio/questions.ts';
import { WaitingLine } from '../../worker/waiting-line.ts';

/** Threads without threads: answers wait until the test lets them go on. */
export interface GatedThreads {
  readonly threads: AppParts['threads'];
  /** Answers that were begun. */
  readonly begun: () => number;
  /** Those that were given up, begun or not. */
  readonly givenUp: () => number;
  /** Lets the answer that has its turn come to its end. */
  release(): void;
}

/** @param expectedMs  of every answer: above 2000 ms it is long */
export function gatedThreads(expectedMs: number): GatedThreads {
  const line = new WaitingLine(1, 10);
  const counts = { begun: 0, givenUp: 0 };
  let open: () => void = () => undefined;
  const gate = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      open = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const answer: AppParts['threads']['answer'] = async (errand, question) => {
    errand.expect(expectedMs);
    const place = line.enter(errand.signal);
    errand.lineUp(place);
    if (expectedMs > 2000) errand.turnLong();
    try {
      await place.turn;
      counts.begun += 1;
      errand.begin();
      await gate(errand.signal);
      return Buffer.from(await answerText(question));
    } catch (error) {
      if (errand.signal.aborted) counts.givenUp += 1;
      throw error;
    } finally {
      place.leave();
    }
  };
  return {
    threads: { answer, performanceCsv: async () => Buffer.from('date,Optimized\n') },
    begun: () => counts.begun,
    givenUp: () => counts.givenUp,
    release: () => open(),
  };
}
