import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, type Reply, sixDays } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { golden } from '../support/report-figures.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

/** One way to keep weights up, as `test/data/backtest-paths.py` followed it. */
interface Followed {
  readonly path: readonly number[];
  /** Day, traded and cost of each. */
  readonly trades: readonly (readonly [number, number, number])[];
  /** The shares at the end, cash last. */
  readonly final: readonly number[];
}

interface Paths extends Readonly<Record<(typeof policies)[number], Followed>> {
  readonly weights: readonly number[];
  readonly cash: number;
  readonly cost_rate: number;
  readonly risk_free_rate: number;
}

const policies = ['buy_and_hold', 'fixed_mix', 'monthly', 'quarterly', 'yearly', 'bands'] as const;

const paths: Paths = JSON.parse(
  readFileSync(resolve('test', 'data', 'backtest-paths.json'), 'utf8'),
);

const backtest = suite<{ running: RunningApp }>('backtest');

backtest.before(async (context) => {
  context.running = await startApp(sixDays);
});

backtest.after(({ running }) => running.stop());

const six = {
  weights: { AAA: 0.5, BBB: 0.5 },
  start_date: '2020-01-01',
  end_date: '2020-02-01',
};

async function post(running: RunningApp, body: unknown, headers = {}): Promise<Reply> {
  const url = `${running.url}/backend/backtest`;
  return ask(url, { method: 'POST', body: JSON.stringify(body), headers });
}

async function answer(running: RunningApp, body: unknown) {
  const reply = await post(running, body);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

backtest('the answer holds every member of the contract', async ({ running }) => {
  const told = await answer(running, six);

  assert.equal(Object.keys(told), [
    'weights',
    'cash',
    'rebalancing',
    'period',
    'benchmark',
    'conventions',
    'window',
    'prices',
    'metrics',
    'against_benchmark',
    'trading',
    'final_weights',
    'final_cash',
    'monthly_returns',
    'yearly_returns',
    'rolling',
    'performance',
    'warnings',
  ]);
  assert.equal(Object.keys(told.metrics), ['portfolio', 'benchmark']);
  assert.equal(told.rebalancing, { policy: 'buy_and_hold', cost_rate: 0 });
  assert.equal(told.performance[0], { date: '2020-01-01', Portfolio: 1, SPY: 1 });
});

for (const rebalancing of policies) {
  backtest(`${rebalancing} follows the path that numpy follows`, async ({ running }) => {
    const [AAA, BBB, CCC] = paths.weights;
    const { cash, cost_rate, risk_free_rate } = paths;
    const { path, trades, final } = paths[rebalancing];
    const told = await answer(running, {
      weights: { AAA, BBB, CCC },
      cash,
      cost_rate,
      risk_free_rate,
      rebalancing,
      ...(rebalancing === 'bands' ? { band: 0.03 } : {}),
      benchmark: null,
      prices: { dates: golden.dates, closes: golden.closes },
    });

    for (const [t, value] of path.entries()) near(told.performance[t].Portfolio, value, 1e-9);
    near(told.metrics.portfolio.total_return, (path.at(-1) ?? 0) - 1, 1e-10);
    assert.is(told.trading.rebalancings, trades.length - 1);
    for (const [i, [day, traded, cost]] of trades.slice(1).entries()) {
      assert.is(told.trading.list[i].date, golden.dates[day]);
      near(told.trading.list[i].traded, traded, 1e-10);
      near(told.trading.list[i].cost, cost, 1e-10);
    }
    near(told.final_weights.CCC, final[2] ?? 0, 1e-10);
    near(told.final_cash, final[3] ?? 0, 1e-10);
  });
}

backtest('a policy is shown beside the same weights untouched', async ({ running }) => {
  const held = await answer(running, six);
  const daily = await answer(running, { ...six, rebalancing: 'fixed_mix' });

  assert.equal(daily.metrics.buy_and_hold, held.metrics.portfolio);
});

backtest('costs of the first purchase lower the first return', async ({ running }) => {
  const [free, paid] = [
    await answer(running, six),
    await answer(running, { ...six, cost_rate: 0.01 }),
  ];

  near(1 + paid.metrics.portfolio.total_return, (1 + free.metrics.portfolio.total_return) / 1.01);
  assert.is(paid.performance[0].Portfolio, 1);
  near(paid.trading.first_purchase.cost, 1 - 1 / 1.01);
});

backtest('cash earns the risk-free rate', async ({ running }) => {
  const told = await answer(running, {
    ...six,
    weights: { FLAT: 0.5 },
    cash: 0.5,
    risk_free_rate: 0.1,
  });

  near(told.metrics.portfolio.total_return, 0.5 * (1.1 ** (5 / 252) - 1), 1e-10);
});

for (const { title, body, told } of [
  { title: 'weights that leave no room for cash', body: { cash: 0.2 }, told: ['weights'] },
  { title: 'an unknown policy', body: { rebalancing: 'weekly' }, told: ['rebalancing'] },
  { title: 'a band without bands', body: { band: 0.1 }, told: ['band'] },
  { title: 'a cost of more than a twentieth', body: { cost_rate: 0.1 }, told: ['cost_rate'] },
  { title: 'nothing but cash', body: { cash: 1 }, told: ['cash'] },
  { title: 'a field of the report', body: { portfolio: 'fixed_mix' }, told: ['portfolio'] },
]) {
  backtest(`${title} is a fault`, async ({ running }) => {
    const reply = await post(running, { ...six, ...body });
    const { faults = [] } = JSON.parse(reply.body);

    assert.is(reply.status, 400);
    assert.equal(
      faults.map(({ field }: { field: string }) => field),
      told,
    );
  });
}

backtest('costs of the whole value are ill-posed', async ({ running }) => {
  const weights = { AAA: 10, BBB: -10, SPY: 10, LATE: -9 };
  const reply = await post(running, { ...six, weights, cost_rate: 0.05 });

  assert.is(reply.status, 422);
  assert.match(reply.body, /Positions of 39\.0 times the value/);
});

backtest('what is lost when left alone is null and said so', async ({ running }) => {
  const prices = {
    dates: ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'],
    closes: { AAA: [1, 1.5, 2.2, 3.3], BBB: [1, 1, 1, 1] },
  };
  const body = { weights: { AAA: -0.5, BBB: 1.5 }, benchmark: null, prices };
  const told = await answer(running, { ...body, rebalancing: 'fixed_mix' });
  const alone = await post(running, body);

  assert.is(told.metrics.buy_and_hold, null);
  assert.match(
    told.warnings.join(' '),
    /buy_and_hold is null: left alone, the weights lose everyth/,
  );
  assert.is(alone.status, 422);
  assert.match(alone.body, /lose everything by 2020-01-04/);
});

backtest('cash earns the rate of the periods that a year has', async ({ running }) => {
  const still = { ...six, weights: { FLAT: 0.5 }, cash: 0.5, risk_free_rate: 0.1 };
  const { performance, conventions, metrics } = await answer(running, {
    ...still,
    periods_per_year: 12,
  });

  assert.is(conventions.periods_per_year, 12);
  near(performance.at(-1).Portfolio, 0.5 + 0.5 * 1.1 ** (5 / 12), 1e-9);
  const daily = await answer(running, { ...six, rebalancing: 'fixed_mix' });
  const weekly = await answer(running, { ...six, rebalancing: 'fixed_mix', periods_per_year: 52 });
  near(
    weekly.metrics.buy_and_hold.annual_volatility,
    Math.sqrt(52 / 252) * daily.metrics.buy_and_hold.annual_volatility,
  );
  assert.is(typeof metrics.portfolio.annual_volatility, 'number');
});

backtest('the Omega ratio has a threshold here, too', async ({ running }) => {
  const { metrics, conventions } = await answer(running, { ...six, omega_threshold: 0.02 });

  assert.is(conventions.omega_threshold, 0.02);
  assert.ok(metrics.portfolio.omega_ratio > 0);
});

backtest('a client that accepts CSV gets the performance', async ({ running }) => {
  const reply = await post(running, six, { accept: 'text/csv' });

  assert.match(String(reply.headers['content-type']), /^text\/csv/);
});

backtest('equal questions have one ETag', async ({ running }) => {
  const first = await post(running, six);
  const again = await post(running, six, { 'if-none-match': String(first.headers['etag']) });

  assert.is(again.status, 304);
});

backtest.run();
