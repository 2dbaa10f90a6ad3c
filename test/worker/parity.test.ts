import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isoDate } from '../../worker/prices/day.ts';
import type { Series } from '../../worker/prices/series.ts';
import { ask } from '../support/asking.ts';
import { stockPrices } from '../support/stock-prices.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// What PyPortfolioOpt's own tests assert or ask, over HTTP: see test/data/README.md.
const parity = suite<{ running: RunningApp }>('parity');

interface Case {
  readonly id: string;
  readonly question: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly rtol: number; readonly atol: number };
  /** Which part of the answer has the figures; those of the portfolio by default. */
  readonly tell?: 'expected_returns' | 'market' | 'weights' | 'covariance' | 'order' | 'tracking';
  /** Asked of the first close of each week or month instead of all of them. */
  readonly every?: 'week' | 'month';
}

type Numbers = Readonly<Record<string, number>>;

interface Answer {
  readonly optimal_allocations: Numbers;
  readonly expected: Numbers;
  readonly estimate: {
    readonly expected_returns: Numbers;
    readonly equilibrium?: Numbers;
    readonly covariance?: { readonly covariance: readonly (readonly number[])[] };
  };
  readonly tracking?: Numbers;
  readonly certificate: { readonly tree?: { readonly order: readonly string[] } };
}

const prices = stockPrices();
/** As the library has them. */
const columns = prices?.stocks.map(({ symbol }) => symbol) ?? [];

/** The rate by which the library measures, whatever it optimised with. */
const rate = 0.02;

/** The part of an answer that has the figures. */
const parts: Readonly<Record<NonNullable<Case['tell']>, (answer: Answer) => Numbers>> = {
  weights: ({ optimal_allocations }) => optimal_allocations,
  expected_returns: ({ estimate }) => estimate.expected_returns,
  covariance: ({ estimate }) =>
    Object.fromEntries((estimate.covariance?.covariance.flat() ?? []).entries()),
  order: ({ certificate }) => {
    const places = certificate.tree?.order.map((symbol) => columns.indexOf(symbol)) ?? [];
    return Object.fromEntries(places.entries());
  },
  market: ({ estimate }) => estimate.equilibrium ?? {},
  tracking: ({ tracking }) => tracking ?? {},
};

function figures(answer: Answer, tell: Case['tell']): Numbers {
  if (tell !== undefined) return parts[tell](answer);
  const { expected } = answer;
  const excess = (expected['return'] ?? Number.NaN) - rate;
  return {
    ...expected,
    sharpe: excess / (expected['volatility'] ?? Number.NaN),
    sortino: excess / (expected['semideviation'] ?? Number.NaN),
  };
}

/** The first close of each week (from Monday) or month, as a request sends prices. */
function firstCloses(stocks: readonly Series[], every: 'week' | 'month') {
  const periodOf = (day: number): string =>
    every === 'week'
      ? isoDate(7 * Math.floor((day + 3) / 7) - 3)
      : `${isoDate(day).slice(0, 7)}-01`;
  const columns = stocks.map(({ symbol, days, closes }) => {
    const first = new Map<string, number>();
    for (const [k, day] of days.entries()) {
      const period = periodOf(day);
      if (!first.has(period)) first.set(period, closes[k] ?? Number.NaN);
    }
    return { symbol, first };
  });
  const dates = [...new Set(columns.flatMap(({ first }) => [...first.keys()]))].sort();
  const closes = columns.map(({ symbol, first }) => [
    symbol,
    dates.map((date) => first.get(date) ?? null),
  ]);
  return { dates, closes: Object.fromEntries(closes) };
}

if (prices !== undefined) {
  const all: readonly Case[] = ['parity', 'agreement'].flatMap((name) =>
    JSON.parse(readFileSync(`test/data/${name}.json`, 'utf8')),
  );
  const shared = {
    symbols: columns,
    // Mondays and first days of a month may stand before the first close.
    start_date: '1989-12-01',
    end_date: '2018-04-11',
    risk_free_rate: rate,
    expected_returns: 'geometric',
    missing: 'pairwise',
  };

  parity.before(async (context) => {
    context.running = await startApp([...prices.stocks, ...prices.market], {
      bodyLimitBytes: 2 ** 20,
    });
  });

  parity.after(({ running }) => running.stop());

  for (const { id, question, expected, tolerance, tell, every } of all) {
    parity(`${id} agrees with PyPortfolioOpt`, async ({ running }) => {
      const sent = every === undefined ? {} : { prices: firstCloses(prices.stocks, every) };
      const body = JSON.stringify({ ...shared, ...sent, ...question });
      const reply = await ask(`${running.url}/backend`, { method: 'POST', body });
      assert.is(reply.status, 200, reply.body.slice(0, 600));
      const actual = figures(JSON.parse(reply.body), tell);
      for (const [name, figure] of Object.entries(expected)) {
        const off = Math.abs((actual[name] ?? Number.NaN) - figure);
        const allowed = tolerance.atol + tolerance.rtol * Math.abs(figure);
        assert.ok(off <= allowed, `${name}: ${actual[name]}, not ${figure} (${off})`);
      }
    });
  }
}

parity.run();
