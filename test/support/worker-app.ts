import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogFields } from '../../service/log.ts';
import { Answers } from '../../worker/answers.ts';
import { type AppParts, createApp } from '../../worker/app.ts';
import { jobId } from '../../worker/job-id.ts';
import { Jobs } from '../../worker/jobs.ts';
import type { SolveLinear } from '../../worker/portfolio/mix/linear-solver.ts';
import { answerText } from '../../worker/portfolio/questions.ts';
import { StoreUnavailable } from '../../worker/prices/errors.ts';
import type { Prices, Quote } from '../../worker/prices/prices.ts';
import type { Series } from '../../worker/prices/series.ts';
import { type Reply, replyBytes } from '../../worker/routes/reply.ts';
import { Siblings, type SiblingsOptions } from '../../worker/routes/siblings.ts';
import { Waits } from '../../worker/routes/waits.ts';
import { openLinearSolver } from '../../worker/solvers/linear-program.ts';

/** A worker's app on a port of loopback, without PM2, store or source. */
export interface RunningApp {
  readonly url: string;
  /** What was logged as an error or a warning. */
  readonly events: readonly LogFields[];
  readonly accesses: readonly LogFields[];
  readonly jobs: Jobs<Reply>;
  /** How many portfolios were optimised. */
  readonly solves: () => number;
  drain(): void;
  stop(): Promise<void>;
}

/** What is not as in most tests. */
export interface AppOptions {
  readonly proxyToken?: string;
  readonly threads?: AppParts['threads'];
  /** Default: 4 unfinished jobs, 1 MB, a minute of the app's clock. */
  readonly jobs?: Partial<{ jobs: number; jobResultBytes: number; jobKeepMs: number }>;
  /** Default: 2 waits, of 10 s at most. */
  readonly waits?: Waits;
  /** Default: 64 KB. */
  readonly bodyLimitBytes?: number;
  /** A monotonic clock in ms; by default each look at it is a millisecond. */
  readonly now?: () => number;
  /** Default: instance 0, and no siblings. */
  readonly siblings?: Partial<SiblingsOptions>;
}

/**
 * Starts the app on prices by symbol. DOWN is unavailable, DAMAGED finds the store unreadable, BROKEN makes the prices fail as no one
 * expects, and all symbols that are not known are unknown.
 */
export async function startApp(
  known: readonly Series[],
  options: AppOptions = {},
): Promise<RunningApp> {
  const events: LogFields[] = [];
  const accesses: LogFields[] = [];
  let solves = 0;
  let ready = true;
  let clock = 0;
  const now = options.now ?? (() => clock++);
  const siblings = siblingsOptions(options);
  const jobs = jobsOf(siblings.instance, now, options);
  const app = createApp({
    prices: pricesOf(known),
    answers: new Answers(1 << 20, now),
    threads: options.threads ?? {
      answer: async (_, question) => {
        if (question.name === 'optimise') solves += 1;
        return Buffer.from(await answerText(question, linearSolver));
      },
      performanceCsv: async () => Buffer.from('date,Optimized\n'),
    },
    jobs,
    waits: options.waits ?? new Waits({ waitLimitMs: 10_000, waits: 2 }),
    siblings: new Siblings(siblings),
    noteOptimisation: () => undefined,
    now,
    maxSymbols: 500,
    bodyLimitBytes: options.bodyLimitBytes ?? 65_536,
    ready: () => ready,
    proxyToken: options.proxyToken,
    log: {
      access: (fields) => accesses.push(fields),
      accessLine: () => undefined,
      accessText: () => undefined,
      info: () => undefined,
      warn: (event, fields) => events.push({ event, ...fields }),
      error: (event, fields) => events.push({ event, ...fields }),
      flush: () => undefined,
    },
  });
  const port = options.siblings?.basePort === undefined ? 0 : siblings.basePort + siblings.instance;
  const server = createServer(app.callback()).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    accesses,
    jobs,
    solves: () => solves,
    drain: () => {
      ready = false;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

let opened: Promise<SolveLinear> | undefined;

/** One for all apps: each takes 20 MB. */
function linearSolver(): Promise<SolveLinear> {
  opened ??= openLinearSolver();
  return opened;
}

/** Ids of tests are no secrets: 128 bits that count. */
function jobsOf(instance: number, now: () => number, { jobs }: AppOptions): Jobs<Reply> {
  let made = 0;
  const bytes = (count: number): Buffer => Buffer.alloc(count, made++);
  return new Jobs({
    jobs: 4,
    jobResultBytes: 1 << 20,
    jobKeepMs: 60_000,
    ...jobs,
    sizeBytes: replyBytes,
    newId: () => jobId(instance, bytes),
    now,
  });
}

function siblingsOptions({ siblings, proxyToken }: AppOptions): SiblingsOptions {
  return {
    instance: 0,
    siblings: 1,
    host: '127.0.0.1',
    basePort: 1,
    proxyToken,
    siblingTimeoutMs: 10_000,
    ...siblings,
  };
}

function pricesOf(known: readonly Series[]): Prices {
  const quote = (symbol: string): Quote => {
    const series = known.find((one) => one.symbol === symbol);
    if (series !== undefined) return { symbol, series };
    if (symbol === 'DOWN') return { symbol, unavailable: 'the source of DOWN is down' };
    if (symbol === 'DAMAGED') throw new StoreUnavailable('prices.db is damaged');
    if (symbol === 'BROKEN') throw new Error('secret');
    return { symbol, unknown: `${symbol} is known to no source` };
  };
  return { quotes: async (symbols) => symbols.map(quote) };
}
