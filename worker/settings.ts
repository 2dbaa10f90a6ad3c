import { type Environment, EnvironmentReader } from '../service/environment.ts';
import { parseProxyToken } from '../service/proxy-token.ts';

/** Everything a worker can be told from outside. */
export interface Settings {
  readonly host: string;
  /** Port of instance 0. */
  readonly basePort: number;
  readonly instance: number;
  readonly port: number;
  readonly siblings: number;
  /** development: the demo market stands in for an unreachable source. */
  readonly mode: 'development' | 'staging' | 'production';
  /** Path of the SQLite file that all workers of the host share. */
  readonly storeFile: string;
  readonly yahooBaseUrls: readonly URL[];
  readonly priceMaxAgeMs: number;
  readonly bodyLimitBytes: number;
  readonly maxSymbols: number;
  readonly answerCacheBytes: number;
  readonly inlineLimitMs: number;
  readonly threads: number;
  readonly threadQueue: number;
  readonly jobAboveMs: number;
  readonly jobThreads: number;
  readonly jobs: number;
  readonly jobLimitMs: number;
  readonly jobResultBytes: number;
  readonly jobKeepMs: number;
  readonly waitLimitMs: number;
  readonly waits: number;
  readonly keepAliveMs: number;
  readonly requestTimeoutMs: number;
  readonly drainNoticeMs: number;
  readonly drainLimitMs: number;
  /** What only the proxy knows; undefined = everybody who reaches the port is answered. */
  readonly proxyToken: string | undefined;
}

const minute = 60_000;
const hour = 60 * minute;
const mebibyte = 1_048_576;

/**
 * Reads a worker's settings. The port is BASE_PORT + NODE_APP_INSTANCE: PM2 numbers the instances
 * of an app from 0, fills gaps, and keeps the number over restart, reload and resurrect.
 *
 * @throws {InvalidEnvironment} with every fault
 */
export function readSettings(env: Environment): Settings {
  const read = new EnvironmentReader(env);
  const basePort = read.integer('BASE_PORT', 8001, { min: 1, max: 65_000 });
  const instance = read.integer('NODE_APP_INSTANCE', 0, { min: 0, max: 500 });
  const settings = {
    host: read.text('WORKER_HOST', '127.0.0.1'),
    basePort,
    instance,
    port: basePort + instance,
    siblings: read.integer('WORKER_SIBLINGS', 16, { min: 1, max: 501 }),
    mode: read.choice('NODE_ENV', 'development', ['development', 'staging', 'production']),
    storeFile: read.text('WORKER_STORE', 'data/prices.db'),
    yahooBaseUrls: read.parsed('WORKER_YAHOO_URLS', defaultYahooUrls, urls) ?? [],
    priceMaxAgeMs: read.integer('WORKER_PRICE_MAX_AGE_MS', 12 * hour, { min: 0, max: 8760 * hour }),
    bodyLimitBytes: read.integer('WORKER_BODY_LIMIT_BYTES', mebibyte, {
      min: 1024,
      max: 64 * mebibyte,
    }),
    maxSymbols: read.integer('WORKER_MAX_SYMBOLS', 500, { min: 1, max: 999 }),
    answerCacheBytes: read.integer('WORKER_ANSWER_CACHE_BYTES', 8 * mebibyte, {
      min: 0,
      max: 4096 * mebibyte,
    }),
    inlineLimitMs: read.integer('WORKER_INLINE_LIMIT_MS', 10, { min: 0, max: 50 }),
    threads: read.integer('WORKER_THREADS', 1, { min: 1, max: 64 }),
    threadQueue: read.integer('WORKER_THREAD_QUEUE', 64, { min: 1, max: 10_000 }),
    ...readJobSettings(read),
    keepAliveMs: read.integer('WORKER_KEEP_ALIVE_MS', 75_000, { min: 1000, max: hour }),
    requestTimeoutMs: read.integer('WORKER_REQUEST_TIMEOUT_MS', minute, { min: 1000, max: hour }),
    drainNoticeMs: read.integer('WORKER_DRAIN_NOTICE_MS', 1200, { min: 0, max: minute }),
    drainLimitMs: read.integer('WORKER_DRAIN_LIMIT_MS', 14_000, { min: 0, max: 10 * minute }),
    proxyToken: read.secret('WORKER_PROXY_TOKEN', 'none', parseProxyToken)?.token,
  } as const;
  read.finish();
  return settings;
}

function readJobSettings(read: EnvironmentReader): JobSettings {
  return {
    jobAboveMs: read.integer('WORKER_JOB_ABOVE_MS', 2000, { min: 0, max: minute }),
    jobThreads: read.integer('WORKER_JOB_THREADS', 1, { min: 1, max: 64 }),
    jobs: read.integer('WORKER_JOBS', 16, { min: 1, max: 1000 }),
    jobLimitMs: read.integer('WORKER_JOB_LIMIT_MS', 10 * minute, { min: 1000, max: 24 * hour }),
    jobResultBytes: read.integer('WORKER_JOB_RESULT_BYTES', 32 * mebibyte, {
      min: mebibyte,
      max: 4096 * mebibyte,
    }),
    jobKeepMs: read.integer('WORKER_JOB_KEEP_MS', 10 * minute, { min: 1000, max: 24 * hour }),
    waitLimitMs: read.integer('WORKER_WAIT_LIMIT_MS', 10_000, { min: 0, max: 50_000 }),
    waits: read.integer('WORKER_WAITS', 4, { min: 0, max: 1000 }),
  };
}

type JobSettings = Pick<
  Settings,
  | 'jobAboveMs'
  | 'jobThreads'
  | 'jobs'
  | 'jobLimitMs'
  | 'jobResultBytes'
  | 'jobKeepMs'
  | 'waitLimitMs'
  | 'waits'
>;

const defaultYahooUrls = 'https://query2.finance.yahoo.com,https://query1.finance.yahoo.com';

function urls(text: string): readonly URL[] {
  return text.split(',').map((part) => {
    const url = URL.canParse(part.trim()) ? new URL(part.trim()) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
      throw new Error('must be http(s) URLs divided by commas');
    }
    return url;
  });
}
