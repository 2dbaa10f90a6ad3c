import { request } from 'undici';
import type { Series } from '../../worker/prices/series.ts';
import { priceSeries } from './price-series.ts';
import type { RunningApp } from './worker-app.ts';

/** A query that {@link sixDays} can answer. */
export const query = {
  symbols: ['AAA', 'BBB'],
  start_date: '2020-01-01',
  end_date: '2020-02-01',
  principle: '1000',
};

/** Six days of closes from 2020-01-01 on, and some that start late or later. */
export const sixDays: readonly Series[] = [
  daily('AAA', [10, 11, 10.5, 11.5, 12, 11.8]),
  daily('BBB', [20, 19, 20.5, 21, 20.8, 21.7]),
  daily('SPY', [100, 100.5, 100.4, 101, 101.2, 101.1]),
  daily('FLAT', [5, 5, 5, 5, 5, 5]),
  daily('LATE', [7, 7.1, 7.3, 7.2], 3),
  daily('AFTER', [7, 7.1, 7.3, 7.2], 38),
];

/** A close a day from 2020-01-01 on, or so many days later. */
function daily(symbol: string, closes: readonly number[], later = 0): Series {
  return priceSeries(symbol, closes, { first: 18_262 + later });
}

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends one request. */
export async function ask(
  url: string,
  options: {
    method?: 'GET' | 'POST' | 'OPTIONS' | 'PUT' | 'HEAD' | 'DELETE';
    body?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Reply> {
  const response = await request(url, { method: 'GET', ...options, body: options.body ?? null });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: await response.body.text(),
  };
}

/** Sends a query to /backend as JSON. */
export async function post(running: RunningApp, body: unknown, headers = {}): Promise<Reply> {
  return ask(`${running.url}/backend`, { method: 'POST', body: JSON.stringify(body), headers });
}
