import type { Errand } from './errand.ts';
import { Ending, type JobEnd, JobGone, TooManyJobs, UnknownJob } from './errors.ts';

/** What a job is made of. */
export interface Pending<Outcome> {
  readonly errand: Errand;
  /** The answer to be; its failures are answers, too. */
  readonly outcome: Promise<Outcome>;
  /** Gives the answer up. */
  leave(): void;
}

/** A question that is answered later. */
export interface Job<Outcome> extends Pending<Outcome> {
  readonly id: string;
  /** Where it was asked. */
  readonly question: string;
  /** Undefined until it is done. */
  readonly done: Outcome | undefined;
}

/** How many jobs there are. */
export interface JobCounts {
  readonly queued: number;
  readonly running: number;
  /** Whose answers are kept. */
  readonly done: number;
}

/** The bounds of all jobs of a worker. */
export interface JobsOptions<Outcome> {
  /** That are not done. */
  readonly jobs: number;
  /** Of kept answers. */
  readonly jobResultBytes: number;
  /** How long an answer is kept, in ms. */
  readonly jobKeepMs: number;
  readonly sizeBytes: (outcome: Outcome) => number;
  readonly newId: () => string;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** Ended jobs whose end is remembered. */
const remembered = 1000;

interface Kept<Outcome> extends Job<Outcome> {
  done: Outcome | undefined;
  doneAt: number;
  /** Whether it is to be fetched before the worker may end. */
  awaited: boolean;
}

/**
 * The jobs of one worker, in its memory: bounded in number, bytes and time. They are gone with the
 * worker, which costs nobody more than to ask again.
 */
export class Jobs<Outcome extends object> {
  readonly #options: JobsOptions<Outcome>;
  readonly #unfinished = new Map<string, Kept<Outcome>>();
  /** In the order in which they were done. */
  readonly #finished = new Map<string, Kept<Outcome>>();
  readonly #ends = new Map<string, JobEnd>();
  #bytes = 0;
  #ending: (() => void) | undefined;

  constructor(options: JobsOptions<Outcome>) {
    this.#options = options;
  }

  /**
   * Takes a job.
   *
   * @param question  where it was asked
   * @throws {TooManyJobs} {@link Ending}
   */
  open(question: string, pending: Pending<Outcome>): Job<Outcome> {
    if (this.#ending !== undefined) throw new Ending();
    if (this.#unfinished.size >= this.#options.jobs) throw new TooManyJobs(this.#options.jobs);
    const id = this.#options.newId();
    const job = { ...pending, id, question, done: undefined, doneAt: 0, awaited: false };
    this.#unfinished.set(id, job);
    // It never fails: failures are outcomes.
    void pending.outcome.then((outcome) => this.#finish(job, outcome));
    return job;
  }

  /**
   * The job of an id.
   *
   * @throws {JobGone} it was there
   * @throws {UnknownJob} it was not, or the worker has been started since
   */
  find(id: string): Job<Outcome> {
    this.#expire();
    const job = this.#unfinished.get(id) ?? this.#finished.get(id);
    if (job !== undefined) return job;
    const end = this.#ends.get(id);
    if (end !== undefined) throw new JobGone(end);
    throw new UnknownJob(
      'No such job is known: the worker that had it was started anew, or never had it.',
    );
  }

  /** Notes that a job's answer has been fetched. */
  collected({ id }: Pick<Job<Outcome>, 'id'>): void {
    const job = this.#finished.get(id);
    if (job !== undefined) job.awaited = false;
    this.#tellIdle();
  }

  /** Ends a job, or forgets its answer. */
  cancel({ id }: Pick<Job<Outcome>, 'id'>): void {
    const job = this.#unfinished.get(id);
    this.#unfinished.delete(id);
    job?.leave();
    if (this.#finished.has(id)) this.#forget(id, 'cancelled');
    else this.#remember(id, 'cancelled');
    this.#tellIdle();
  }

  /** Jobs as they are now. */
  get counts(): JobCounts {
    this.#expire();
    const queued = [...this.#unfinished.values()].filter(({ errand }) => errand.progress.waiting);
    return {
      queued: queued.length,
      running: this.#unfinished.size - queued.length,
      done: this.#finished.size,
    };
  }

  /** Takes no more jobs. Resolves once those not yet done are, and their answers have been fetched. */
  end(): Promise<void> {
    for (const job of this.#unfinished.values()) job.awaited = true;
    return new Promise((resolve) => {
      this.#ending = resolve;
      this.#tellIdle();
    });
  }

  /** Gives up all that is not done. */
  abandon(): void {
    for (const { errand } of this.#unfinished.values()) errand.giveUp(new Ending());
  }

  #finish(job: Kept<Outcome>, outcome: Outcome): void {
    // Cancelled in the meantime.
    if (!this.#unfinished.delete(job.id)) return;
    job.done = outcome;
    job.doneAt = this.#options.now();
    this.#finished.set(job.id, job);
    this.#bytes += this.#options.sizeBytes(outcome);
    for (const id of this.#finished.keys()) {
      if (this.#bytes <= this.#options.jobResultBytes) break;
      this.#forget(id, 'crowded-out');
    }
    this.#tellIdle();
  }

  #expire(): void {
    const oldest = this.#options.now() - this.#options.jobKeepMs;
    for (const [id, { doneAt }] of this.#finished) {
      if (doneAt > oldest) break;
      this.#forget(id, 'expired');
    }
  }

  #forget(id: string, end: JobEnd): void {
    const outcome = this.#finished.get(id)?.done;
    this.#finished.delete(id);
    if (outcome !== undefined) this.#bytes -= this.#options.sizeBytes(outcome);
    this.#remember(id, end);
  }

  #remember(id: string, end: JobEnd): void {
    this.#ends.set(id, end);
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > remembered && oldest !== undefined) this.#ends.delete(oldest);
  }

  #tellIdle(): void {
    if (this.#ending === undefined || this.#unfinished.size > 0) return;
    if ([...this.#finished.values()].some(({ awaited }) => awaited)) return;
    this.#ending();
  }
}
