import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Series } from '../../worker/prices/series.ts';
import { ask, type Reply, sixDays } from '../support/asking.ts';
import { normals } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { golden } from '../support/report-figures.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const report = suite<{ running: RunningApp }>('report');

/** Two years and a half of three random walks from 2011-01-26 on. */
const walks: readonly Series[] = ['UP', 'DOWNISH', 'MARKET'].map((symbol, i) => {
  const normal = normals(i + 1);
  let close = 100;
  const closes = Array.from({ length: 900 }, () => {
    close *= 1 + 0.01 * normal() + 0.001;
    return close;
  });
  return priceSeries(symbol, closes);
});

report.before(async (context) => {
  context.running = await startApp([...sixDays, ...walks]);
});

report.after(({ running }) => running.stop());

const six = {
  weights: { AAA: 0.5, BBB: 0.5 },
  start_date: '2020-01-01',
  end_date: '2020-02-01',
};

const long = {
  weights: { UP: 0.7, DOWNISH: 0.3 },
  start_date: '2011-01-01',
  end_date: '2014-01-01',
  benchmark: 'MARKET',
};

async function post(running: RunningApp, body: unknown, headers = {}): Promise<Reply> {
  const url = `${running.url}/backend/report`;
  return ask(url, { method: 'POST', body: JSON.stringify(body), headers });
}

async function answer(running: RunningApp, body: unknown) {
  const reply = await post(running, body);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

async function faults(running: RunningApp, body: unknown): Promise<readonly [string, string][]> {
  const reply = await post(running, body);
  assert.is(reply.status, 400, reply.body);
  const { faults: found } = JSON.parse(reply.body);
  return found.map(({ field, reason }: { field: string; reason: string }) => [field, reason]);
}

/** Where an answer is null, however deep: JSON writes NaN so, too. Dates may be. */
function* nulls(value: unknown, place: string): Generator<string> {
  if (value === null && !place.includes('max_drawdown')) yield place;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* nulls(member, `${place}.${name}`);
}

report('the answer holds every member of the contract', async ({ running }) => {
  const told = await answer(running, long);

  assert.equal(Object.keys(told), [
    'weights',
    'portfolio',
    'period',
    'benchmark',
    'conventions',
    'window',
    'prices',
    'metrics',
    'against_benchmark',
    'risk_contributions',
    'diversification',
    'monthly_returns',
    'yearly_returns',
    'rolling',
    'warnings',
  ]);
  assert.equal(Object.keys(told.metrics.portfolio), Object.keys(told.metrics.benchmark));
  assert.is(told.portfolio, 'buy_and_hold');
  assert.equal(told.warnings, []);
});

for (const portfolio of ['buy_and_hold', 'fixed_mix'] as const) {
  report(`pandas and scipy find the figures of ${portfolio}`, async ({ running }) => {
    const { dates, closes, benchmark, weights, risk_free_rate } = golden;
    const expected = golden[portfolio];
    const [AAA, BBB, CCC] = weights;
    const told = await answer(running, {
      weights: { CCC, AAA, BBB },
      portfolio,
      benchmark: 'OTHER',
      risk_free_rate,
      prices: { dates, closes: { ...closes, OTHER: benchmark } },
    });
    const { portfolio: own } = told.metrics;

    near(own.annual_volatility, expected.annual_volatility);
    near(own.sharpe_ratio, expected.sharpe_ratio, 1e-11);
    near(own.sortino_ratio, expected.sortino_ratio, 1e-11);
    near(own.value_at_risk.historical, expected.historical.value_at_risk);
    near(own.conditional_value_at_risk.cornish_fisher, expected.cornish_fisher.conditional);
    near(own.probabilistic_sharpe.probability, expected.probabilistic.probability);
    near(told.against_benchmark.alpha, expected.alpha, 1e-11);
    near(told.against_benchmark.tracking_error, expected.tracking_error);
    near(told.against_benchmark.information_ratio, expected.information_ratio, 1e-11);
    near(told.against_benchmark.r_squared, expected.correlation ** 2);
    near(told.risk_contributions.CCC.contribution, expected.contribution[2] ?? 0, 1e-11);
    near(told.risk_contributions.AAA.marginal, expected.marginal[0] ?? 0, 1e-11);
    for (const { month, portfolio: gain } of told.monthly_returns) {
      near(gain, expected.months[month] ?? Number.NaN);
    }
    assert.is(told.monthly_returns.length, Object.keys(expected.months).length);
    near(told.rolling['63'].beta.at(-1), expected.rolling_beta_63[1], 1e-9);
  });
}

report('the fall and its recovery are dated', async ({ running }) => {
  const told = await answer(running, { ...six, weights: { AAA: 1 }, benchmark: 'BBB' });

  const { depth, ...dates } = told.metrics.portfolio.max_drawdown;

  near(depth, 1 - 10.5 / 11);
  assert.equal(dates, {
    peak: '2020-01-02',
    trough: '2020-01-03',
    recovery: '2020-01-04',
  });
  assert.is(told.metrics.portfolio.worst_day.date, '2020-01-03');
  assert.is(told.metrics.portfolio.positive_months, 1);
});

report('the Omega ratio counts gains and losses from its threshold', async ({ running }) => {
  const alone = { ...six, weights: { AAA: 1 }, benchmark: null };
  const returns = [11 / 10, 10.5 / 11, 11.5 / 10.5, 12 / 11.5, 11.8 / 12].map((one) => one - 1);
  for (const threshold of [0, 0.01]) {
    const told = await answer(running, { ...alone, omega_threshold: threshold });
    const above = returns.reduce((sum, one) => sum + Math.max(0, one - threshold), 0);
    const below = returns.reduce((sum, one) => sum + Math.max(0, threshold - one), 0);

    near(told.metrics.portfolio.omega_ratio, above / below);
    assert.is(told.conventions.omega_threshold, threshold);
  }
  const none = await answer(running, { ...alone, omega_threshold: -0.5 });
  assert.is(none.metrics.portfolio.omega_ratio, null);
  assert.match(none.warnings.join(' '), /omega_ratio is null: no day fell short of the threshold/);
  const [fault] = await faults(running, { ...alone, omega_threshold: 2 });
  assert.is(fault?.[0], 'omega_threshold');
});

report('a mix is restored every day when asked for', async ({ running }) => {
  const [held, mixed] = [
    await answer(running, six),
    await answer(running, { ...six, portfolio: 'fixed_mix' }),
  ];

  near(held.metrics.portfolio.total_return, (11.8 / 10 + 21.7 / 20) / 2 - 1);
  assert.is.not(mixed.metrics.portfolio.total_return, held.metrics.portfolio.total_return);
});

report('the benchmark against itself moves with itself', async ({ running }) => {
  const told = await answer(running, { ...long, weights: { MARKET: 1 } });

  near(told.against_benchmark.beta, 1);
  near(told.against_benchmark.correlation, 1);
  near(told.metrics.portfolio.sortino_ratio, told.metrics.benchmark.sortino_ratio, 1e-10);
  assert.is(told.against_benchmark.information_ratio, null);
  assert.match(told.warnings.join(' '), /information_ratio.* never moves against the benchmark/);
});

report('rolling series are thinned to 260 points and end on the last day', async ({ running }) => {
  const { rolling, period } = await answer(running, long);
  for (const length of [63, 126, 252]) {
    const { every, dates, volatility, sharpe_ratio, beta } = rolling[length];

    assert.is(every, Math.ceil((899 - length + 1) / 260));
    assert.ok(dates.length <= 260);
    assert.is(dates.at(-1), period.end);
    for (const series of [volatility, sharpe_ratio, beta]) {
      assert.is(series.length, dates.length);
      assert.not(series.includes(null));
    }
  }
});

report('shares of risk add up to one, with short positions too', async ({ running }) => {
  const { risk_contributions } = await answer(running, {
    ...long,
    weights: { UP: 1.4, DOWNISH: -0.4 },
  });
  const { UP, DOWNISH } = risk_contributions;

  near(UP.share + DOWNISH.share, 1);
});

report('what is held says how well it is diversified', async ({ running }) => {
  for (const portfolio of ['buy_and_hold', 'fixed_mix']) {
    const weights = { UP: 0.6, DOWNISH: 0.4 };
    const { diversification, risk_contributions } = await answer(running, {
      ...long,
      portfolio,
      weights,
    });
    const [one, other] = [risk_contributions.UP.share, risk_contributions.DOWNISH.share];

    assert.ok(diversification.ratio > 1 && diversification.ratio < 2);
    near(diversification.effective_bets.herfindahl, 1 / (one ** 2 + other ** 2), 1e-12);
    near(diversification.effective_symbols, 1 / 0.52, 1e-12);
  }
});

report('one symbol is one bet, and short positions have no ratio', async ({ running }) => {
  const alone = await answer(running, { ...long, weights: { UP: 1 } });
  const short = await answer(running, { ...long, weights: { UP: 1.4, DOWNISH: -0.4 } });

  near(alone.diversification.ratio, 1, 1e-12);
  near(alone.diversification.effective_bets.entropy, 1, 1e-12);
  assert.is(short.diversification.ratio, null);
});

report('months multiply to years and to the whole', async ({ running }) => {
  const { monthly_returns, yearly_returns, metrics } = await answer(running, long);
  const product = (rows: { portfolio: number }[]) =>
    rows.reduce((value, row) => value * (1 + row.portfolio), 1) - 1;

  near(product(monthly_returns), metrics.portfolio.total_return, 1e-10);
  near(product(yearly_returns), metrics.portfolio.total_return, 1e-10);
  assert.is(yearly_returns[0].year, '2011');
});

report('what does not exist is null and said so', async ({ running }) => {
  const told = await answer(running, { ...six, weights: { FLAT: 1 }, benchmark: null });
  const { portfolio, benchmark } = told.metrics;

  assert.is(benchmark, null);
  assert.is(told.against_benchmark, null);
  assert.is(told.risk_contributions, null);
  assert.is(told.diversification, null);
  assert.equal(told.rolling, { 63: null, 126: null, 252: null });
  assert.is(portfolio.sharpe_ratio, null);
  assert.is(portfolio.annual_return, null);
  assert.is(portfolio.probabilistic_sharpe, null);
  assert.equal(portfolio.max_drawdown, { depth: 0, peak: null, trough: null, recovery: null });
  const warnings = told.warnings.join('\n');
  assert.match(warnings, /metrics\.benchmark, against_benchmark are null: there is no benchmark\./);
  assert.match(warnings, /sharpe_ratio.* null: the value never moves\./);
  assert.match(warnings, /annual_return is null: the window is shorter than a year\./);
});

report('a benchmark that starts late is compared from then on', async ({ running }) => {
  const told = await answer(running, { ...six, benchmark: 'LATE' });

  assert.is(told.against_benchmark.returns, 2);
  assert.is(told.metrics.benchmark.returns, 2);
  assert.is(told.metrics.portfolio.returns, 5);
});

report('a benchmark without prices in common leaves null', async ({ running }) => {
  const prices = {
    dates: ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'],
    closes: { AAA: [1, 2, 3, null], ZZZ: [null, null, null, 5] },
  };
  const told = await answer(running, { weights: { AAA: 1 }, benchmark: 'ZZZ', prices });

  assert.is(told.metrics.benchmark, null);
  assert.is(told.against_benchmark, null);
});

report('the rate counts with a benchmark, too', async ({ running }) => {
  const [none, some] = [
    await answer(running, long),
    await answer(running, { ...long, risk_free_rate: 0.05 }),
  ];

  assert.ok(none.metrics.portfolio.sharpe_ratio > some.metrics.portfolio.sharpe_ratio);
  assert.is(none.against_benchmark.sharpe_ratio, some.against_benchmark.sharpe_ratio);
  assert.is(some.conventions.risk_free_rate, 0.05);
});

report('weights that do not add up are told their sum', async ({ running }) => {
  const found = await faults(running, { ...six, weights: { AAA: 0.5, BBB: 0.4 } });

  assert.equal(found, [
    ['weights', 'add up to 0.9 and not to 1: mend them, or multiply each by 1.11111111111'],
  ]);
});

report('weights within a millionth are divided by their sum', async ({ running }) => {
  const { weights } = await answer(running, {
    ...six,
    weights: { aaa: 0.3333333, BBB: 0.6666666 },
  });

  near(weights.AAA, 0.3333333 / 0.9999999);
  near(weights.AAA + weights.BBB, 1, 1e-15);
});

report('every fault is told at once', async ({ running }) => {
  const found = await faults(running, {
    weights: { AAA: 11, 'B B': 0.5, aaa: 0.5 },
    symbols: ['AAA'],
    start_date: 'yesterday',
    end_date: '2020-02-01',
    portfolio: 'sold',
    confidence: 95,
    risk_free_rate: 'high',
    principle: 1,
  });

  assert.equal(found.map(([field]) => field).sort(), [
    'confidence',
    'portfolio',
    'principle',
    'risk_free_rate',
    'start_date',
    'weights.AAA',
    'weights.B B',
  ]);
});

for (const { title, body, told } of [
  {
    title: 'no weights',
    body: { start_date: six.start_date, end_date: six.end_date },
    told: ['weights'],
  },
  { title: 'weights that are a list', body: { ...six, weights: [1] }, told: ['weights'] },
  { title: 'weights of nothing', body: { ...six, weights: {} }, told: ['weights'] },
  { title: 'a body that is a list', body: [six], told: ['body'] },
  {
    title: 'a symbol without weight',
    body: { ...six, symbols: ['AAA', 'BBB', 'SPY'] },
    told: ['weights'],
  },
  { title: 'a weight without symbol', body: { ...six, symbols: ['AAA'] }, told: ['weights'] },
  {
    title: 'a symbol named twice',
    body: { ...six, weights: { AAA: 0.5, aaa: 0.5 } },
    told: ['weights.aaa'],
  },
  {
    title: 'weights that are no numbers',
    body: { ...six, weights: { AAA: '1' } },
    told: ['weights.AAA'],
  },
  {
    title: 'weights of an unknown symbol and no sum',
    body: { ...six, weights: { NOPE: 0.5 } },
    told: ['weights'],
  },
  { title: 'no dates', body: { weights: { AAA: 1 } }, told: ['start_date', 'end_date'] },
]) {
  report(`${title} is a fault`, async ({ running }) => {
    const found = await faults(running, body);

    assert.equal(
      found.map(([field]) => field),
      told,
    );
  });
}

report('unknown symbols are told', async ({ running }) => {
  const reply = await post(running, { ...six, weights: { AAA: 0.5, NOPE: 0.5 } });

  assert.is(reply.status, 422);
  assert.match(reply.body, /NOPE is known to no source/);
});

report('weights that lose everything have no figures', async ({ running }) => {
  const prices = {
    dates: ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'],
    closes: { AAA: [1, 3, 2, 1], BBB: [1, 1, 1, 1] },
  };
  for (const portfolio of ['buy_and_hold', 'fixed_mix']) {
    const body = { weights: { AAA: -1, BBB: 2 }, portfolio, benchmark: null, prices };
    const reply = await post(running, body);

    assert.is(reply.status, 422);
    assert.match(reply.body, /lose everything by 2020-01-02.*smaller short positions/);
  }
});

for (const AAA of [
  [1, 1, 1, 1, 1],
  [1, 2, 4, 8, 16],
  [1e-20, 1e20, 1e-20, 1e20, 1],
  [1, null, null, 2, 3],
  [5, 4, 3, 2, 1],
  [1, 1 + 1e-15, 1, 1, 1],
]) {
  for (const portfolio of ['buy_and_hold', 'fixed_mix']) {
    report(`every null of ${portfolio} on ${AAA.join(' ')} is told`, async ({ running }) => {
      const dates = AAA.map((_, i) => `2020-01-0${i + 1}`);
      const prices = { dates, closes: { AAA, BBB: [1, 2, 1, 2, 1] } };
      const body = { weights: { AAA: 1 }, portfolio, benchmark: 'BBB', prices };
      const reply = await post(running, body);

      assert.ok([200, 422].includes(reply.status), reply.body);
      const { metrics, against_benchmark, warnings = [] } = JSON.parse(reply.body);
      for (const [place, figures] of [
        ['metrics.portfolio', metrics?.portfolio],
        ['metrics.benchmark', metrics?.benchmark],
        ['against_benchmark', against_benchmark],
      ]) {
        for (const figure of nulls(figures, place)) assert.match(warnings.join(' '), figure);
      }
    });
  }
}

report('a year of weeks has fifty-two of them', async ({ running }) => {
  const daily = await answer(running, long);
  const weekly = await answer(running, { ...long, periods_per_year: 52 });
  const root = Math.sqrt(52 / 252);

  assert.is(weekly.conventions.periods_per_year, 52);
  const [own, other] = [weekly.metrics.portfolio, daily.metrics.portfolio];
  near(own.annual_volatility, root * other.annual_volatility);
  near(own.sharpe_ratio, root * other.sharpe_ratio);
  near(own.sortino_ratio, root * other.sortino_ratio);
  near(own.probabilistic_sharpe.interval.low, root * other.probabilistic_sharpe.interval.low);
  near(own.probabilistic_sharpe.probability, other.probabilistic_sharpe.probability);
  const track = own.probabilistic_sharpe.minimum_track_record;
  near(track.years, track.returns / 52);
  // Of the calendar.
  near(own.annual_return, other.annual_return);
  near(weekly.against_benchmark.alpha, (52 / 252) * daily.against_benchmark.alpha);
  near(weekly.against_benchmark.tracking_error, root * daily.against_benchmark.tracking_error);
  near(weekly.against_benchmark.beta, daily.against_benchmark.beta);
  near(weekly.risk_contributions.UP.contribution, root * daily.risk_contributions.UP.contribution);
  assert.equal(Object.keys(weekly.rolling), ['13', '26', '52']);
  assert.is(weekly.monthly_returns.length, daily.monthly_returns.length);
});

report('the risk-free rate is spread over the periods of a year', async ({ running }) => {
  const monthly = { ...long, periods_per_year: 12, risk_free_rate: 0.02, benchmark: null };
  const { metrics, rolling } = await answer(running, monthly);
  const plain = await answer(running, { ...monthly, risk_free_rate: 0 });
  const { sharpe_ratio: ratio, annual_volatility: volatility } = plain.metrics.portfolio;
  const cost = (12 * (1.02 ** (1 / 12) - 1)) / volatility;

  near(metrics.portfolio.sharpe_ratio, ratio - cost, 1e-10);
  assert.equal(Object.keys(rolling), ['3', '6', '12']);
});

report('a year of one price has no rolling figures', async ({ running }) => {
  const { rolling, warnings } = await answer(running, { ...long, periods_per_year: 1 });

  assert.is(rolling, null);
  assert.match(warnings.join(' '), /rolling is null: a year has fewer than 3 prices/);
});

report('a year of too many prices is a fault', async ({ running }) => {
  const found = await faults(running, { ...long, periods_per_year: 400 });

  assert.is(found[0]?.[0], 'periods_per_year');
  assert.match(found[0]?.[1] ?? '', /from 1 to 366/);
});

report('equal questions have one ETag, that of no optimum', async ({ running }) => {
  const question = { ...six, confidence: 0.97 };
  const first = await post(running, question);
  const tag = String(first.headers['etag']);
  const again = await post(running, question, { 'if-none-match': tag });
  const other = await post(running, { ...six, confidence: 0.9 });

  assert.is(again.status, 304);
  assert.is.not(other.headers['etag'], tag);
  assert.match(String(first.headers['server-timing']), /^computed;dur=/);
  assert.match(String(first.headers['content-type']), /^application\/json/);
});

report('there is no table of a report', async ({ running }) => {
  const reply = await post(running, six, { accept: 'text/csv' });

  assert.match(String(reply.headers['content-type']), /^application\/json/);
});

report('GET is not allowed', async ({ running }) => {
  assert.is((await ask(`${running.url}/backend/report`)).status, 405);
});

report.run();
