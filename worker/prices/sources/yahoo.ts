import { SourceUnavailable } from '../errors.ts';
import type { PriceSource } from '../source.ts';
import { createHttpText, type TextAnswer } from './http-text.ts';
import { createPace } from './pace.ts';
import { readChart } from './yahoo-chart.ts';

/** How Yahoo is asked. */
export interface YahooOptions {
  /** Hosts that answer alike, asked in turn. Default: query2 and query1 of finance.yahoo.com. */
  readonly baseUrls?: readonly URL[];
  /** The time in ms since 1970. */
  readonly now: () => number;
  /** Uniform between 0 and 1: spreads the repeats of many workers. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Of one request, in ms. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Of one connection, in ms, to half a second: short, to notice soon that none is made. Default: 1500. */
  readonly connectTimeoutMs?: number;
  /** Least time between two requests of this process, in ms. Default: 500. */
  readonly intervalMs?: number;
  /** Repeats after "too many requests" and failures of the server. Default: 2. */
  readonly retries?: number;
  /** Mean pause before the first repeat, in ms; it doubles with each. Default: 1000. */
  readonly backOffMs?: number;
}

const defaultBaseUrls = [
  new URL('https://query2.finance.yahoo.com'),
  new URL('https://query1.finance.yahoo.com'),
];

/** Without a browser's name Yahoo answers 429 to everything. */
const headers = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0',
  accept: 'application/json',
};

const maxBytes = 16 * 1024 * 1024;
const secondsPerDay = 86_400;

/**
 * Yahoo's chart (version 8): whole daily histories without a key, adjusted for splits and
 * dividends. Unofficial: it may refuse or change at any time.
 */
export function createYahoo(options: YahooOptions): PriceSource {
  const { baseUrls = defaultBaseUrls, now, random, sleep, retries = 2 } = options;
  const { timeoutMs = 10_000, connectTimeoutMs = 1500, intervalMs = 500 } = options;
  const { backOffMs = 1000 } = options;
  const get = createHttpText({ connectTimeoutMs, timeoutMs, maxBytes });
  const turn = createPace({ intervalMs, now, sleep });
  let host = 0;

  const attempt = async (symbol: string): Promise<TextAnswer> => {
    await turn();
    const base = baseUrls[host++ % baseUrls.length];
    if (base === undefined) throw new RangeError('no base URL');
    try {
      return await get(chartUrl(base, symbol, now()), headers);
    } catch (cause) {
      throw new SourceUnavailable('yahoo', `Yahoo can't be reached: ${named(cause)}`, { cause });
    }
  };

  const patiently = async (symbol: string): Promise<TextAnswer> => {
    for (let repeats = 0; ; repeats++) {
      const answer = await attempt(symbol);
      if (!passing(answer.status) || repeats >= retries) return answer;
      await sleep(backOffMs * 2 ** repeats * (0.5 + random()));
    }
  };

  return {
    name: 'yahoo',
    fetch: async (symbol) => {
      const answer = await patiently(symbol);
      refuseRefusal(answer);
      return readChart(answer.text, { symbol, nowMs: now() });
    },
  };
}

/** The address of a symbol's whole daily history; `period2` is exclusive and lies in the future. */
function chartUrl(base: URL, symbol: string, nowMs: number): URL {
  const url = new URL(`/v8/finance/chart/${encodeURIComponent(symbol)}`, base);
  const tomorrow = (Math.floor(nowMs / 1000 / secondsPerDay) + 2) * secondsPerDay;
  url.search = new URLSearchParams({
    period1: '0',
    period2: String(tomorrow),
    interval: '1d',
    events: 'div|split',
    includePrePost: 'false',
    useYfid: 'true',
    lang: 'en-US',
  }).toString();
  return url;
}

function passing(status: number): boolean {
  return status === 429 || status >= 500;
}

/**
 * Tells a refusal of everything from an answer about one symbol, which is JSON even with 400 and
 * 404.
 */
function refuseRefusal({ status, contentType, text }: TextAnswer): void {
  const html = /html/i.test(contentType) || /^\s*</.test(text);
  if (status === 200 && !html) return;
  if ((status === 400 || status === 404) && /^\s*\{/.test(text)) return;
  const reason = html && status < 400 ? 'a page that asks for consent' : text.trim().slice(0, 120);
  throw new SourceUnavailable('yahoo', `Yahoo refuses: ${status} ${reason}`.trim());
}

/** A failure in few words: its code, where it has one. */
function named(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? `${cause.code}` : cause.name;
  return `${code} ${cause.message}`.trim();
}
