import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allInThreads } from '../support/all-in-threads.ts';
import { ask, post, type Reply, sixDays } from '../support/asking.ts';
import { simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const walk = suite<{ running: RunningApp; threaded: RunningApp; close: () => Promise<void> }>(
  'walk-forward',
);

/** 3,000 closes a symbol from 1997-05-19 on. */
function longSeries() {
  const { columns, values } = simulatedCloses(9, { days: 3000, symbols: 3, dailyDeviation: 0.02 });
  return ['L1', 'L2', 'L3'].map((name, i) => {
    const closes = Array.from(values).filter((_, k) => k % columns === i);
    return priceSeries(name, closes, { first: 10_000 });
  });
}

walk.before(async (context) => {
  const series = [...sixDays, ...longSeries()];
  context.running = await startApp(series);
  const threads = allInThreads();
  context.threaded = await startApp(series, { threads });
  context.close = threads.close;
});

walk.after(async ({ running, threaded, close }) => {
  await running.stop();
  await threaded.stop();
  await close();
});

/** What is read of a re-optimisation. */
interface Told {
  readonly answered: boolean;
  readonly in_sample_sharpe_ratio: number;
}

type Closes = Readonly<Record<string, readonly (number | null)[]>>;

const dates = Array.from({ length: 150 }, (_, t) =>
  new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10),
);

/** Closes of a seeded market, a day each from 2020-01-01 on. */
function market(seed: number, days = dates.length): Closes {
  const { columns, values } = simulatedCloses(seed, { days, symbols: 4, dailyDeviation: 0.01 });
  const column = (i: number): number[] => Array.from(values).filter((_, k) => k % columns === i);
  return Object.fromEntries(['A', 'B', 'C', 'IDX'].map((name, i) => [name, column(i)]));
}

/** The question for A, B and C on such closes. */
function question(closes: Closes, fields: object = {}) {
  const symbols = Object.keys(closes).filter((name) => name !== 'IDX');
  const length = Object.values(closes)[0]?.length ?? 0;
  return {
    symbols,
    benchmark: 'IDX' in closes ? 'IDX' : null,
    prices: { dates: dates.slice(0, length), closes },
    walk_forward: { train_days: 60, every: 'month' },
    ...fields,
  };
}

async function send(running: RunningApp, body: object): Promise<Reply> {
  return ask(`${running.url}/backend/backtest`, { method: 'POST', body: JSON.stringify(body) });
}

async function answer(running: RunningApp, body: object) {
  const reply = await send(running, body);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

const mix = { objective: 'min_volatility', risk_model: 'ledoit_wolf' };

walk('the answer holds every member of the contract', async ({ running }) => {
  const told = await answer(running, question(market(1)));

  assert.equal(Object.keys(told), [
    'objective',
    'walk_forward',
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
    'reoptimisations',
    'final_weights',
    'final_cash',
    'monthly_returns',
    'yearly_returns',
    'rolling',
    'performance',
    'warnings',
  ]);
  assert.equal(Object.keys(told.metrics), ['portfolio', 'equal_weight', 'benchmark']);
  assert.is(told.objective.in_sample, false);
  assert.equal(told.performance[0], { date: '2020-03-01', Portfolio: 1, EqualWeight: 1, IDX: 1 });
  assert.equal(
    told.reoptimisations.map(({ date }: { date: string }) => date),
    ['2020-03-01', '2020-03-31', '2020-04-30'],
  );
});

for (const { title, fields, closes } of [
  { title: 'the best portfolio to hold', fields: {}, closes: market(2) },
  { title: 'a fixed mix', fields: mix, closes: market(2) },
  { title: 'a mix of pairwise histories', fields: pairwise(), closes: lateB(market(2)) },
]) {
  walk(`weights on the way are those of /backend: ${title}`, async ({ running }) => {
    for (const window of ['rolling', 'expanding']) {
      const walk_forward = { window, train_days: 60, every: 20 };
      const told = await answer(running, question(closes, { ...fields, walk_forward }));

      assert.ok(told.reoptimisations.length >= 3);
      for (const one of told.reoptimisations.filter(({ answered }: Told) => answered)) {
        const { walk_forward: _, ...asked } = question(closes, fields);
        const { start: start_date, end: end_date } = one.trained;
        assert.is(end_date, one.date);
        const reply = await post(running, { ...asked, start_date, end_date });
        const once = JSON.parse(reply.body);

        assert.is(once.sharpe_ratio, one.in_sample_sharpe_ratio, reply.body);
        for (const name of ['A', 'B', 'C']) {
          near(one.weights[name] ?? 0, once.optimal_allocations[name], 1e-12);
        }
      }
    }
  });
}

function pairwise() {
  return { ...mix, risk_model: 'sample', missing: 'pairwise' };
}

/** B has no closes on its first ten days. */
function lateB({ B = [], ...others }: Closes): Closes {
  const { A, ...rest } = others;
  return { A: A ?? [], B: B.map((close, t) => (t < 10 ? null : close)), ...rest };
}

walk('no price can change weights or values of days before it', async ({ running }) => {
  const closes = market(3);
  const cut = 110;
  const jolted = Object.fromEntries(
    Object.entries(closes).map(([name, path], i) => [
      name,
      path.map((close, t) =>
        t <= cut ? close : (close ?? 0) * (1 + 0.3 * i) * (1.1 - (t % 3) / 10),
      ),
    ]),
  );
  for (const fields of [{}, mix, { objective: 'hrp' }, { objective: 'risk_parity' }]) {
    for (const window of ['rolling', 'expanding']) {
      const asked = {
        ...fields,
        walk_forward: { window, train_days: 40, every: 10 },
        cost_rate: 0.01,
      };
      const calm = await answer(running, question(closes, asked));
      const wild = await answer(running, question(jolted, asked));
      const before = ({ date }: { date: string }): boolean => date <= (dates[cut] ?? '');
      const decided = ({ reoptimisations }: typeof calm) =>
        reoptimisations
          .filter(before)
          .map(({ out_of_sample_sharpe_ratio: _, ...rest }: Record<string, unknown>) => rest);

      assert.ok(decided(calm).length >= 7);
      assert.equal(decided(wild), decided(calm));
      assert.equal(wild.performance.filter(before), calm.performance.filter(before));
      assert.not.equal(wild.performance.at(-1), calm.performance.at(-1));
    }
  }
});

walk(
  'the closing price of the day itself counts, and with a lag it does not',
  async ({ running }) => {
    const closes = market(4);
    const [day, later] = [60, 61];
    const moved = {
      ...closes,
      A: (closes['A'] ?? []).map((close, t) => (t === day ? (close ?? 0) * 1.2 : close)),
    };
    const first = async (prices: Closes, lag_days: number) => {
      const walk_forward = { train_days: 60, every: 'year', lag_days };
      const told = await answer(running, question(prices, { ...mix, walk_forward }));
      return told.reoptimisations[0];
    };
    const [now, lagged] = [await first(closes, 0), await first(closes, 1)];

    assert.is(now.date, dates[day]);
    assert.is.not((await first(moved, 0)).weights.A, now.weights.A);
    // Bought a day later, on what was known the day before: day 60 is its last, still.
    assert.is(lagged.date, dates[later]);
    assert.is(lagged.trained.end, dates[day]);
    near(lagged.weights.A, now.weights.A, 1e-12);
  },
);

walk('the path is that of the weights it tells', async ({ running }) => {
  const closes = market(5);
  const walk_forward = { train_days: 50, every: 15 };
  const told = await answer(running, question(closes, { ...mix, walk_forward, cost_rate: 0.002 }));
  const chosen = new Map<string, Record<string, number>>(
    told.reoptimisations.map(({ date, weights }: { date: string; weights: object }) => [
      date,
      weights,
    ]),
  );
  const third = { A: 1 / 3, B: 1 / 3, C: 1 / 3 };
  // Nothing is traded on the last day.
  const own = followed(closes, (date) => chosen.get(date));
  const equal = followed(closes, (date) => (chosen.has(date) ? third : undefined));

  for (const [i, { Portfolio, EqualWeight }] of told.performance.entries()) {
    near(Portfolio, own[i] ?? 0, 1e-9);
    near(EqualWeight, equal[i] ?? 0, 1e-9);
  }
  near(told.metrics.equal_weight.total_return, (equal.at(-1) ?? 0) - 1, 1e-9);
  const traded = told.reoptimisations.map((one: { traded: number }) => one.traded).slice(1);
  const years = (dates.length - 51) / 365.25;
  near(told.trading.turnover_per_year, sum(traded) / 2 / years, 1e-9);
});

type Weights = Readonly<Record<string, number>>;

/** Values from day 50 on, the closes' own way: shares are bought whenever there are weights. */
function followed(closes: Closes, weightsOn: (date: string) => Weights | undefined): number[] {
  const worth = (shares: Weights, t: number): Weights =>
    Object.fromEntries(
      Object.entries(shares).map(([name, count]) => [name, count * (closes[name]?.[t] ?? 0)]),
    );
  let shares: Weights | undefined;
  return dates.slice(50).map((date, i) => {
    const amounts = worth(shares ?? {}, i + 50);
    const value = shares === undefined ? 1 : sum(Object.values(amounts));
    const weights = weightsOn(date);
    if (weights === undefined) return value;
    const left = afterCosts(value, amounts, weights);
    const price = worth({ A: 1, B: 1, C: 1 }, i + 50);
    shares = Object.fromEntries(
      Object.entries(price).map(([name, close]) => [name, ((weights[name] ?? 0) * left) / close]),
    );
    return value;
  });
}

/** What is left when 0.2 % of all that is traded has been paid, by halving. */
function afterCosts(value: number, amounts: Weights, weights: Weights): number {
  let [low, high] = [0, value];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    const trades = ['A', 'B', 'C'].map((name) =>
      Math.abs((weights[name] ?? 0) * middle - (amounts[name] ?? 0)),
    );
    if (middle + 0.002 * sum(trades) > value) high = middle;
    else low = middle;
  }
  return low;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A falls and rises and falls again, 50 days each, wavering; B does so half as much. */
function slopes(): Closes {
  const path = (size: number): number[] => {
    let close = 100;
    return dates.map((_, t) => {
      const drift = Math.floor(t / 50) === 1 ? 0.01 : -0.01;
      close *= 1 + size * (drift + (t % 2 === 0 ? 0.004 : -0.004));
      return close;
    });
  };
  return { A: path(1), B: path(0.5) };
}

const hopeless = { walk_forward: { train_days: 40, every: 30 } };

for (const portfolio of ['buy_and_hold', 'fixed_mix']) {
  walk(`without a gain to expect all is cash: ${portfolio}`, async ({ running }) => {
    const told = await answer(
      running,
      question(slopes(), { ...hopeless, portfolio, risk_free_rate: 0.05 }),
    );
    const [first, second, , last] = told.reoptimisations;

    assert.equal(
      [first.answered, first.reason, first.weights, first.cash],
      [false, 'no_excess', {}, 1],
    );
    assert.match(first.detail, /No portfolio/);
    assert.is(second.answered, true);
    assert.is(last.answered, false);
    near(told.performance[30].Portfolio, 1.05 ** (30 / 252), 1e-9);
    assert.is(told.final_cash, 1);
    assert.is(told.walk_forward.unanswered, 2);
    assert.match(told.warnings.join(' '), /no answer on 2020-02-10, 2020-05-10, and all was cash/);
  });
}

walk('what is held may be kept instead', async ({ running }) => {
  const walk_forward = { ...hopeless.walk_forward, on_ill_posed: 'keep' };
  const told = await answer(running, question(slopes(), { walk_forward, cost_rate: 0.01 }));
  const [first, , third, last] = told.reoptimisations;

  assert.is(first.cash, 1);
  assert.equal(last.weights, third.weights);
  assert.equal([last.answered, last.traded, last.cash], [false, 0, 0]);
  assert.is(told.trading.rebalancings, 2);
  assert.match(told.warnings.join(' '), /what was held before, or cash, was kept/);
});

walk('ratios are told of the samples and of what came after', async ({ running }) => {
  const told = await answer(
    running,
    question(market(6), { walk_forward: { train_days: 60, every: 30 } }),
  );
  const { excess_over, in_sample, out_of_sample } = told.walk_forward.sharpe_ratio;
  const promised = told.reoptimisations
    .filter(({ answered }: Told) => answered)
    .map((one: Told) => one.in_sample_sharpe_ratio);

  assert.is(excess_over, 'IDX');
  near(in_sample, sum(promised) / promised.length);
  near(out_of_sample, told.against_benchmark.information_ratio, 1e-9);
  const mixed = await answer(running, question(market(6), mix));
  assert.is(mixed.walk_forward.sharpe_ratio.excess_over, 'risk_free_rate');
  near(mixed.walk_forward.sharpe_ratio.out_of_sample, mixed.metrics.portfolio.sharpe_ratio, 1e-9);
});

walk('weights are kept up between, and cash beside them', async ({ running }) => {
  const fields = {
    ...mix,
    rebalancing: 'fixed_mix',
    cash: 0.25,
    walk_forward: { train_days: 60, every: 60 },
  };
  const told = await answer(running, question(market(7), fields));

  assert.is(told.reoptimisations.length, 2);
  assert.is(told.trading.rebalancings, dates.length - 62);
  for (const { weights, cash } of told.reoptimisations) {
    near(sum(Object.values(weights)), 0.75);
    assert.is(cash, 0.25);
  }
});

walk('one question gives the same bytes, here and in a thread', async ({ running, threaded }) => {
  for (const fields of [{}, { objective: 'max_diversification' }]) {
    const asked = question(market(8), { ...fields, walk_forward: { train_days: 30, every: 5 } });
    const [here, there] = [await send(running, asked), await send(threaded, asked)];

    assert.is(here.status, 200, here.body);
    assert.is(here.body, there.body);
  }
});

walk('figures of one’s own are warned of: they may know the future', async ({ running }) => {
  const expected_returns = { A: 0.1, B: 0.1, C: 0.1 };
  const fields = { objective: 'max_utility', expected_returns };
  const { warnings } = await answer(running, question(market(1), fields));

  assert.match(warnings.join(' '), /The "expected_returns" that you gave are the same/);
});

walk('a walk of weeks trains on a year of weeks', async ({ running }) => {
  const asked = question(market(5), { walk_forward: { every: 'month' }, periods_per_year: 52 });
  const told = await answer(running, asked);
  const daily = await answer(running, question(market(5), { walk_forward: { train_days: 52 } }));
  const again = await answer(running, { ...asked, walk_forward: { train_days: 52 } });
  const root = Math.sqrt(52 / 252);

  assert.is(told.walk_forward.train_days, 52);
  assert.is(told.reoptimisations[0].trained.returns, 52);
  assert.is(told.objective.periods_per_year, 52);
  assert.is(told.conventions.periods_per_year, 52);
  near(
    again.walk_forward.sharpe_ratio.in_sample,
    root * daily.walk_forward.sharpe_ratio.in_sample,
    1e-9,
  );
  near(
    again.walk_forward.sharpe_ratio.out_of_sample,
    root * daily.walk_forward.sharpe_ratio.out_of_sample,
    1e-6,
  );
});

walk('a walk of a mix takes its estimate by the periods of a year', async ({ running }) => {
  const fields = { objective: 'max_utility', risk_aversion: 3, walk_forward: { train_days: 60 } };
  const daily = await answer(running, question(market(6), fields));
  const weekly = await answer(running, question(market(6), { ...fields, periods_per_year: 52 }));

  // Means and covariances are alike a fifth, so that the weights are the same and the ratios less.
  for (const [k, one] of weekly.reoptimisations.entries()) {
    const other = daily.reoptimisations[k];
    near(one.in_sample_sharpe_ratio, Math.sqrt(52 / 252) * other.in_sample_sharpe_ratio, 1e-9);
  }
});

for (const { title, fields, told } of [
  { title: 'weights beside a walk', fields: { weights: { A: 1 } }, told: ['weights'] },
  { title: 'a walk that is a number', fields: { walk_forward: 3 }, told: ['walk_forward'] },
  {
    title: 'members that no walk has',
    fields: {
      walk_forward: { trian_days: 3, train_days: 1.5, every: 'week', lag_days: 1.5, window: 1 },
    },
    told: ['trian_days', 'window', 'train_days', 'every', 'lag_days'].map(
      (one) => `walk_forward.${one}`,
    ),
  },
  {
    title: 'what belongs to one optimum',
    fields: { principle: 100, global_bound: true, bootstrap: true },
    told: ['principle', 'global_bound', 'bootstrap'],
  },
  { title: 'a band without bands', fields: { band: 0.1 }, told: ['band'] },
  { title: 'a misspelt field', fields: { train_days: 3 }, told: ['train_days'] },
  {
    title: 'a training as long as the window',
    fields: { walk_forward: { train_days: 148 } },
    told: ['walk_forward.train_days'],
  },
]) {
  walk(`${title} is a fault`, async ({ running }) => {
    const reply = await send(running, question(market(1), fields));
    const { faults = [] } = JSON.parse(reply.body);

    assert.is(reply.status, 400, reply.body);
    assert.equal(
      faults.map(({ field }: { field: string }) => field),
      told,
    );
  });
}

walk.run();
