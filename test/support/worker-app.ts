import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogFields } from '../../service/log.ts';
import { Answers } from '../../worker/answers.ts';
import { type AppParts, createApp } from '../../worker/app.ts';
import { solveDraws } from '../../worker/portfolio/draws.ts';
import { solveFrontier } from '../../worker/portfolio/frontier.ts';
import { solveMix } from '../../worker/portfolio/mix-solve.ts';
import { solve } from '../../worker/portfolio/solve.ts';
import { StoreUnavailable } from '../../worker/prices/errors.ts';
import type { Prices, Quote } from '../../worker/prices/prices.ts';
import type { Series } from '../../worker/prices/series.ts';

/** A worker's app on a port of loopback, without PM2, store or source. */
export interface RunningApp {
  readonly url: string;
  /** What was logged as an error or a warning. */
  readonly events: readonly LogFields[];
  readonly accesses: readonly LogFields[];
  /** How many solves there were. */
  readonly solves: () => number;
  drain(): void;
  stop(): Promise<void>;
}

/**
 * Starts the app on prices by symbol. DOWN is unavailable, DAMAGED finds the store unreadable, BROKEN makes the prices fail as no one
 * expects, and all symbols that are not known are unknown.
 *
 * @param parts  of the app that are to be others
 */
export async function startApp(
  known: readonly Series[],
  proxyToken?: string,
  parts: Partial<AppParts> = {},
): Promise<RunningApp> {
  const events: LogFields[] = [];
  const accesses: LogFields[] = [];
  let solves = 0;
  let ready = true;
  let clock = 0;
  const app = createApp({
    prices: pricesOf(known),
    answers: new Answers(1 << 20),
    solve: async (input) => {
      solves += 1;
      return solve(input);
    },
    solveMix: async (input) => solveMix(input),
    solveDraws: async (input) => solveDraws(input),
    solveFrontier: async (input) => solveFrontier(input),
    performanceCsv: async () => Buffer.from('date,Optimized\n'),
    noteOptimisation: () => undefined,
    now: () => clock++,
    maxSymbols: 500,
    bodyLimitBytes: 65_536,
    ready: () => ready,
    proxyToken,
    log: {
      access: (fields) => accesses.push(fields),
      accessLine: () => undefined,
      accessText: () => undefined,
      info: () => undefined,
      warn: (event, fields) => events.push({ event, ...fields }),
      error: (event, fields) => events.push({ event, ...fields }),
      flush: () => undefined,
    },
    ...parts,
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    events,
    accesses,
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
