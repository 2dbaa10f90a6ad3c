import { Problem } from '../service/problem.ts';

/** One thing that is wrong with a request. */
export interface Fault {
  /** The field as the client wrote it, or the documented name where it is missing. */
  readonly field: string;
  /** What is wrong and what to change; a full sentence without its stop. */
  readonly reason: string;
  /** The symbols it is about, where it is about symbols. */
  readonly symbols?: readonly string[];
}

/** The query can't be understood or contradicts itself; `faults` lists everything at once. */
export class InvalidQuery extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 400,
      name: 'invalid-query',
      title: 'The query is not valid',
      detail: sentence(faults),
      extensions: { faults },
    });
  }
}

/** The body is not JSON at all. */
export class MalformedJson extends Problem {
  constructor(reason: string) {
    super({
      status: 400,
      name: 'malformed-json',
      title: 'The body is not JSON',
      detail: `${reason}. Send one JSON object, such as {"symbols": ["AAPL"], …}.`,
    });
  }
}

/** The body is larger than the worker reads. */
export class BodyTooLarge extends Problem {
  constructor(limitBytes: number) {
    super({
      status: 413,
      detail: `The body is larger than ${limitBytes} bytes. Send fewer symbols, days or prices.`,
      headers: { Connection: 'close' },
    });
  }
}

/** The body is encoded in a way that the worker does not read. */
export class UnreadableEncoding extends Problem {
  constructor(encoding: string) {
    super({
      status: 415,
      detail: `The body's Content-Encoding is "${encoding}". Send it without one.`,
      headers: { 'Accept-Encoding': 'identity' },
    });
  }
}

/** Some symbols are known to no source. */
export class UnknownSymbols extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 422,
      name: 'unknown-symbol',
      title: 'A symbol is unknown',
      detail: reasons(faults),
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
    });
  }
}

/** The window holds too few common days to say anything. */
export class TooFewPrices extends Problem {
  constructor(faults: readonly Fault[]) {
    super({
      status: 422,
      name: 'too-few-prices',
      title: 'There are too few prices in the window',
      detail: reasons(faults),
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
    });
  }
}

/** Prices are needed that neither the store nor a source can give now. */
export class PricesUnavailable extends Problem {
  constructor(faults: readonly Fault[], cause?: unknown) {
    super({
      status: 503,
      cause,
      name: 'prices-unavailable',
      title: 'Prices can not be had right now',
      detail: `${reasons(faults)} Try again, import the prices, or send them in "prices".`,
      extensions: { faults, symbols: faults.flatMap((fault) => fault.symbols ?? []) },
      headers: { 'Retry-After': '10' },
    });
  }
}

/** The question has no answer, such as a ratio whose denominator is always zero. */
export class IllPosed extends Problem {
  constructor(detail: string) {
    super({ status: 422, name: 'ill-posed', title: 'The question has no answer', detail });
  }
}

/** The request did not come through the proxy, and whoever sent it does not know its token. */
export class ProxyRequired extends Problem {
  constructor() {
    super({ status: 403, detail: 'Only the proxy in front of this server is answered: ask that.' });
  }
}

/** More tasks are waiting for a thread than the worker will queue. */
export class Overloaded extends Problem {
  constructor() {
    super({
      status: 503,
      detail: 'Too many long optimisations are waiting. Try again in a moment.',
      headers: { 'Retry-After': '1' },
    });
  }
}

/** A question whose answer takes, or would take, longer than any may. */
export class TooLong extends Problem {
  /** @param expectedMs  undefined when it was not expected but has taken so long */
  constructor(limitMs: number, expectedMs?: number) {
    const found =
      expectedMs === undefined
        ? 'It has taken'
        : `It would take about ${seconds(expectedMs)} and may take`;
    super({
      status: 422,
      name: 'too-long',
      title: 'The question takes too long',
      detail: `${found} ${seconds(limitMs)}: ask for fewer symbols, days, steps or repetitions.`,
      ...(expectedMs === undefined ? {} : { extensions: { expected_ms: Math.round(expectedMs) } }),
    });
  }
}

/** Nobody waits for the answer any more: its client left, or its job was cancelled. */
export class Abandoned extends Problem {
  constructor() {
    // nginx's number for it; whoever is told it is gone.
    super({
      status: 499,
      title: 'Nobody waits for the answer',
      detail: 'The question was given up.',
    });
  }
}

/** The worker keeps as many jobs as it may. */
export class TooManyJobs extends Problem {
  constructor(most: number) {
    super({
      status: 503,
      detail: `This worker has ${most} jobs that are not done, and takes no more. Try again in a moment.`,
      headers: { 'Retry-After': '5' },
    });
  }
}

/** The worker is about to end, and would take the job with it. */
export class Ending extends Problem {
  constructor() {
    super({
      status: 503,
      detail: 'This worker is about to end, and its jobs with it: ask the question again.',
      headers: { 'Retry-After': '2' },
    });
  }
}

/** Nobody has such a job. */
export class UnknownJob extends Problem {
  constructor(why: string) {
    super({
      status: 404,
      name: 'unknown-job',
      title: 'There is no such job',
      detail: `${why} A question may be asked again at any time: it changes nothing.`,
    });
  }
}

/** Why a job is not kept any more. */
export type JobEnd = 'cancelled' | 'expired' | 'crowded-out';

const jobEnds: Readonly<Record<JobEnd, string>> = {
  cancelled: 'It was cancelled',
  expired: 'Its answer was kept for as long as answers of jobs are',
  'crowded-out': 'Its answer had to make room for those of others',
};

/** There was such a job. */
export class JobGone extends Problem {
  constructor(end: JobEnd) {
    super({
      status: 410,
      name: 'job-gone',
      title: 'The job is gone',
      detail: `${jobEnds[end]}: ask the question again if you want its answer.`,
      extensions: { reason: end },
    });
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** The worker that has a job does not answer. */
export class SiblingSilent extends Problem {
  constructor(cause?: unknown) {
    super({
      status: 503,
      cause,
      detail: 'The worker that has the job does not answer now. Look again in a moment.',
      headers: { 'Retry-After': '2' },
    });
  }
}

function sentence(faults: readonly Fault[]): string {
  return faults.map(({ field, reason }) => `${field}: ${reason}.`).join(' ');
}

/** Faults of symbols name these themselves; what many share is said once. */
function reasons(faults: readonly Fault[]): string {
  return [...new Set(faults.map(({ reason }) => `${reason}.`))].join(' ');
}
