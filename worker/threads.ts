import { Problem } from '../service/problem.ts';
import { Errand } from './errand.ts';
import { TooLong } from './errors.ts';
import { Lane } from './lane.ts';
import { answerText, expectedAnswerMs, needsThread, type Question } from './portfolio/questions.ts';
import type { Series } from './prices/series.ts';
import type { Outcome } from './thread.ts';

/** How a worker uses threads. */
export interface ThreadOptions {
  /** Answers expected to take longer are computed in a thread, in ms: the event loop has to stay free. */
  readonly inlineLimitMs: number;
  readonly threads: number;
  /** Tasks that may wait for a thread; more are refused. */
  readonly threadQueue: number;
  /** Work expected to take longer is not waited for but made a job, in ms. */
  readonly jobAboveMs: number;
  /** Threads for jobs alone: a job of minutes is to hold up no question of milliseconds. */
  readonly jobThreads: number;
  /** Jobs that are not done. */
  readonly jobs: number;
  /** The longest work, expected or real, in ms. */
  readonly jobLimitMs: number;
}

/** The work that may run in threads. */
export interface Threads {
  /**
   * Computes the JSON of an answer: here when that is short, in a thread when it is long; the errand is
   * told when it is too long to be waited for.
   *
   * @throws {Overloaded} too many are waiting
   * @throws {TooLong}
   * @throws {Problem} when there is no answer
   */
  answer(errand: Errand, question: Question): Promise<Buffer>;
  /** Renders the table of an answer. @throws {Overloaded} too many are waiting */
  performanceCsv(answer: Buffer): Promise<Buffer>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** A running task that is expected to take less is not stopped: a new thread costs as much. */
const worthStoppingMs = 500;
/** Jobs give way to questions whose clients wait. */
const jobThreadNice = 5;

/** @param now  a monotonic clock in ms */
export function createThreads(options: ThreadOptions, now: () => number): Threads {
  const { inlineLimitMs, jobAboveMs, jobLimitMs: limitMs } = options;
  const { threads, threadQueue: queue, jobThreads, jobs } = options;
  const prompt = new Lane({ threads, kept: 1, queue, patient: false, limitMs, nice: 0 });
  const forJobs = { threads: jobThreads, queue: jobs, patient: true, nice: jobThreadNice };
  const patient = new Lane({ ...forJobs, kept: 0, limitMs });
  const laneFor = (expectedMs: number): Lane => (expectedMs > jobAboveMs ? patient : prompt);
  return {
    answer: async (errand, question) => {
      const expectedMs = expectedAnswerMs(question);
      errand.expect(expectedMs);
      if (expectedMs <= inlineLimitMs && !needsThread(question)) {
        return Buffer.from(await answerText(question));
      }
      if (expectedMs > limitMs) throw new TooLong(limitMs, expectedMs);
      const outcome = (await laneFor(expectedMs).run(errand, {
        name: 'answer',
        input: compact(question),
        stoppable: expectedMs >= worthStoppingMs,
      })) as Outcome;
      if ('problem' in outcome) throw new Problem(outcome.problem);
      const { buffer, byteOffset, byteLength } = outcome.text;
      return Buffer.from(buffer, byteOffset, byteLength);
    },
    performanceCsv: async (answer) => {
      const task = { name: 'performanceCsv', input: answer, stoppable: false };
      return Buffer.from((await prompt.run(new Errand(now), task)) as string);
    },
    close: async () => {
      await Promise.all([prompt.close(), patient.close()]);
    },
  };
}

/** A question without what its answer does not need: a part of an array crosses with the whole of it. */
function compact(question: Question): Question {
  const { query, material } = question;
  const { series, benchmark } = material;
  return {
    ...question,
    query: { ...query, sentPrices: new Map() },
    material: { series: series.map(alone), benchmark: benchmark && alone(benchmark) },
  };
}

function alone(series: Series): Series {
  const { days, closes } = series;
  if (
    days.buffer.byteLength === days.byteLength &&
    closes.buffer.byteLength === closes.byteLength
  ) {
    return series;
  }
  return { ...series, days: days.slice(), closes: closes.slice() };
}
