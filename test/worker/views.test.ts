import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { post } from '../support/asking.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const views = suite<{ running: RunningApp }>('views');

/** What numpy says of views: `test/data/views.py`. */
interface Golden {
  readonly closes: readonly (readonly number[])[];
  readonly index: readonly number[];
  readonly caps: readonly number[];
  readonly given: readonly number[];
  readonly prior: 'equilibrium' | 'given';
  readonly tau: number;
  readonly views: readonly { readonly return: number }[];
  readonly aversion: number;
  readonly pi: readonly number[];
  readonly omega: readonly number[];
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

const golden: { readonly rate: number; readonly cases: readonly Golden[] } = JSON.parse(
  readFileSync(resolve('test/data/views.json'), 'utf8'),
);

views.before(async (context) => {
  context.running = await startApp([
    priceSeries('UP', wave(1.001, 0.02)),
    priceSeries('WILD', wave(1.0008, 0.05)),
    priceSeries('CALM', wave(1.0003, 0.004)),
    priceSeries('SPY', wave(1.0005, 0.01)),
    priceSeries('STILL', Array(100).fill(5)),
  ]);
});

views.after(({ running }) => running.stop());

/** 100 closes that drift, and swing at a pace of their own. */
function wave(drift: number, swing: number): readonly number[] {
  return Array.from({ length: 100 }, (_, t) => 10 * drift ** t * (1 + swing * Math.sin(t * t)));
}

const question = {
  symbols: ['UP', 'WILD', 'CALM'],
  start_date: '2011-01-26',
  end_date: '2011-12-31',
  objective: 'equal_weight',
};
const caps = { UP: 3, WILD: 1, CALM: 2 };
const market = { market_caps: caps, market_risk_aversion: 2.5 };
const blackLitterman = { expected_returns: 'black_litterman', ...market };

async function estimated(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body).estimate;
}

function near(actual: unknown, expected: number, tolerance: number, title = ''): void {
  const off = Math.abs(Number(actual) - expected);
  assert.ok(off <= tolerance * Math.max(1, Math.abs(expected)), `${title} ${actual}: ${expected}`);
}

for (const [k, given] of golden.cases.entries()) {
  views(`the posterior of case ${k} is that of numpy`, async ({ running }) => {
    const symbols = given.caps.map((_, i) => `S${i}`);
    const by = (values: readonly number[]) =>
      Object.fromEntries(symbols.map((symbol, i) => [symbol, values[i]]));
    const closes = symbols.map((symbol, i) => [symbol, given.closes.map((row) => row[i])]);
    const days = given.index.map((_, day) => new Date(86_400_000 * (18_262 + day)).toISOString());
    const reply = await post(running, {
      prices: {
        dates: days.map((day) => day.slice(0, 10)),
        closes: { ...Object.fromEntries(closes), INDEX: given.index },
      },
      benchmark: 'INDEX',
      risk_free_rate: golden.rate,
      objective: 'equal_weight',
      expected_returns: 'black_litterman',
      views: given.views,
      tau: given.tau,
      posterior_covariance: true,
      include_covariance: true,
      ...(given.prior === 'equilibrium'
        ? { market_caps: by(given.caps) }
        : { prior: by(given.given) }),
    });
    assert.is(reply.status, 200, reply.body);
    const { estimate } = JSON.parse(reply.body);

    for (const [i, symbol] of symbols.entries()) {
      near(estimate.expected_returns[symbol], given.mean[i] ?? 0, 1e-10, symbol);
      near(estimate.black_litterman.prior_returns[symbol], given.pi[i] ?? 0, 1e-11, symbol);
      for (const [j, entry] of (given.covariance[i] ?? []).entries()) {
        near(estimate.covariance.covariance[i][j], entry, 1e-10, `${symbol} ${j}`);
      }
    }
    for (const [v, variance] of given.omega.entries()) {
      near(estimate.black_litterman.views[v].standard_error ** 2, variance, 1e-12);
    }
    if (given.prior === 'equilibrium') {
      near(estimate.equilibrium.risk_aversion, given.aversion, 1e-10);
      assert.is(estimate.equilibrium.risk_aversion_from, 'benchmark');
    }
  });
}

views('the equilibrium is the market best at', async ({ running }) => {
  const reply = await post(running, {
    ...question,
    ...market,
    objective: 'max_utility',
    risk_aversion: 2.5,
    expected_returns: 'equilibrium',
  });
  const { optimal_allocations: weights, estimate } = JSON.parse(reply.body);

  near(weights.UP, 1 / 2, 1e-9);
  near(weights.WILD, 1 / 6, 1e-9);
  near(estimate.equilibrium.market_weights.CALM, 1 / 3, 1e-15);
  assert.is(estimate.equilibrium.risk_aversion_from, 'given');
});

views('a view goes its confidence of the way from the prior', async ({ running }) => {
  const at = (fields: object) => estimated(running, { ...blackLitterman, ...fields });
  const [none, usual, some, sure] = [
    await at({ views: { UP: 0.4 }, view_confidences: { up: 0 } }),
    await at({ views: { UP: 0.4 } }),
    await at({ views: { UP: 0.4 }, view_confidences: [0.25] }),
    await at({ views: { UP: 0.4 }, view_confidences: [1] }),
  ];
  const prior = none.black_litterman.prior_returns.UP;

  near(none.expected_returns.UP, prior, 1e-11);
  near(usual.expected_returns.UP, prior + (0.4 - prior) / 2, 1e-14);
  near(some.expected_returns.UP, prior + (0.4 - prior) / 4, 1e-14);
  near(sure.expected_returns.UP, 0.4, 1e-14);
  near(some.black_litterman.views[0].residual, 0.75 * (0.4 - prior), 1e-14);
  assert.equal(sure.black_litterman.views[0].long, { UP: 1 });
});

views('one side of a certain view beats the other', async ({ running }) => {
  const view = { long: ['UP', 'calm'], short: 'WILD', return: 0.07, confidence: 1 };
  const { expected_returns: mean, black_litterman: told } = await estimated(running, {
    ...blackLitterman,
    views: [view],
  });

  near((mean.UP + mean.CALM) / 2 - mean.WILD, 0.07, 1e-14);
  assert.equal(told.views[0].long, { CALM: 0.5, UP: 0.5 });
  assert.equal(told.views[0].short, { WILD: 1 });
  assert.is(told.views[0].confidence, 1);
});

views('a view by symbol is the same in a list', async ({ running }) => {
  const object = await estimated(running, { ...blackLitterman, views: { UP: 0.1, CALM: 0 } });
  const list = await estimated(running, {
    ...blackLitterman,
    views: [
      { long: 'UP', return: 0.1 },
      { long: { CALM: 7 }, return: 0, confidence: 0.5 },
    ],
  });

  assert.equal(list, object);
});

views('a standard error is the doubt itself', async ({ running }) => {
  const { black_litterman: told } = await estimated(running, {
    ...blackLitterman,
    views: [{ long: 'UP', return: 0.1, standard_error: 0.03 }],
  });

  near(told.views[0].standard_error, 0.03, 1e-16);
  assert.is(told.views[0].confidence, undefined);
});

views('the covariance of the posterior is used where asked', async ({ running }) => {
  const at = (posterior: boolean) =>
    estimated(running, {
      ...blackLitterman,
      views: { UP: 0.1 },
      posterior_covariance: posterior,
    });
  const [model, posterior] = [await at(false), await at(true)];

  assert.ok(posterior.volatilities.UP > model.volatilities.UP);
  assert.equal(posterior.expected_returns, model.expected_returns);
});

views('a covariance that was told can be sent back', async ({ running }) => {
  const asked = { ...blackLitterman, views: { UP: 0.1 }, posterior_covariance: true };
  const told = await estimated(running, { ...asked, include_covariance: true });
  const again = await estimated(running, {
    risk_model: told.covariance,
    include_covariance: true,
  });

  assert.equal(again.covariance, told.covariance);
});

for (const prior of ['equal', 'arithmetic', 'james_stein', 'bayes_stein', 'capm', 'ewma']) {
  views(`${prior} is a prior`, async ({ running }) => {
    const told = await estimated(running, {
      expected_returns: 'black_litterman',
      views: { UP: 0.1 },
      prior,
    });

    assert.is(told.black_litterman.prior, prior);
    assert.is(told.equilibrium, undefined);
    if (prior !== 'equal') {
      const alone = await estimated(running, { expected_returns: prior });
      assert.equal(told.black_litterman.prior_returns, alone.expected_returns);
    } else near(told.black_litterman.prior_returns.UP, 1 / 3, 0);
  });
}

views('Bayes–Stein draws means towards one', async ({ running }) => {
  const plain = await estimated(running, {});
  const shrunk = await estimated(running, { expected_returns: 'bayes_stein' });
  const intensity = shrunk.expected_returns_shrinkage;
  const span = ({ expected_returns: mean }: { expected_returns: Record<string, number> }) =>
    Math.max(...Object.values(mean)) - Math.min(...Object.values(mean));

  assert.ok(intensity > 0 && intensity < 1);
  near(span(shrunk), (1 - intensity) * span(plain), 1e-12);
});

const illPosed: readonly { title: string; fields: object; says: RegExp }[] = [
  {
    title: 'Bayes–Stein of a price that never moves',
    fields: { symbols: ['UP', 'STILL'], expected_returns: 'bayes_stein' },
    says: /more returns than symbols by 3 or more/,
  },
  {
    title: 'a market that earned less than the rate',
    fields: {
      expected_returns: 'equilibrium',
      market_caps: caps,
      risk_free_rate: 3,
    },
    says: /so that no aversion to risk explains .*market_risk_aversion/,
  },
  {
    title: 'a market that never moves',
    fields: { expected_returns: 'equilibrium', market_caps: caps, benchmark: 'STILL' },
    says: /market does not move/,
  },
  {
    title: 'certain views that contradict one another',
    fields: {
      ...blackLitterman,
      views: [
        { long: 'UP', return: 0.1, confidence: 1 },
        { long: 'UP', return: 0.2, confidence: 1 },
      ],
    },
    says: /repeat or contradict one another.*confidence below 1/,
  },
];

for (const { title, fields, says } of illPosed) {
  views(`${title} is ill posed, and told what to change`, async ({ running }) => {
    const reply = await post(running, { ...question, ...fields });

    assert.is(reply.status, 422, reply.body);
    assert.match(reply.body, says);
    assert.not.match(reply.body, /NaN|Infinity|at .*\.js/);
  });
}

const refusals: readonly { title: string; fields: object; faults: Record<string, RegExp> }[] = [
  {
    title: 'no views and no market',
    fields: { expected_returns: 'black_litterman', benchmark: null },
    faults: {
      views: /is missing: .*choose "equilibrium"/,
      market_caps: /is missing: .*another "prior"/,
      market_risk_aversion: /without a benchmark/,
    },
  },
  {
    title: 'all that is wrong with a list of views',
    fields: {
      ...blackLitterman,
      views: [
        { long: 'UP', short: ['UP', 'CALM'], return: 0.1 },
        { long: 'NONE', return: 12 },
        { short: 'UP', return: 0.1, confidense: 1 },
        { long: { UP: -1 }, return: 0.1, confidence: 2, standard_error: 1 },
        { long: [], return: 0.1, standard_error: -1 },
        { long: ['UP', 'UP'], return: 0.1, confidence: '1' },
        7,
      ],
    },
    faults: {
      'views.0': /UP on both sides/,
      'views.1.long': /NONE, not among the symbols/,
      'views.1.return': /0.1 means 10 % a year/,
      'views.2.long': /is missing/,
      'views.2.confidense': /no part of a view: those are long, short/,
      'views.3.long.UP': /a share from 1e-6/,
      'views.3': /send one of the two/,
      'views.4.long': /must be a symbol/,
      'views.4.standard_error': /a standard deviation/,
      'views.5.long': /names a symbol twice/,
      'views.5.confidence': /from 0, which does not hear the view/,
      'views.6': /must be a view: \{"long"/,
    },
  },
  {
    title: 'views by symbol of what is not asked for',
    fields: { ...blackLitterman, views: { NONE: 0.1, UP: 'much', '*': 0 } },
    faults: {
      views: /names NONE/,
      'views.UP': /yearly return/,
      'views.*': /must name a symbol/,
    },
  },
  {
    title: 'views of another shape',
    fields: { ...blackLitterman, views: 'bullish' },
    faults: { views: /yearly returns by symbol such as .*, or a list of views/ },
  },
  {
    title: 'an empty view',
    fields: { ...blackLitterman, views: {} },
    faults: { views: /has no view/ },
  },
  {
    title: 'confidences of another number',
    fields: { ...blackLitterman, views: { UP: 0.1 }, view_confidences: [0.1, 0.2] },
    faults: { view_confidences: /has 2 confidences for 1 views/ },
  },
  {
    title: 'confidences by symbol of another view',
    fields: { ...blackLitterman, views: { UP: 0.1 }, view_confidences: { CALM: 0.2 } },
    faults: { view_confidences: /CALM, of which there is no view/ },
  },
  {
    title: 'confidences by symbol of a list',
    fields: {
      ...blackLitterman,
      views: [{ long: 'UP', return: 0.1 }],
      view_confidences: { UP: 0.2 },
    },
    faults: { view_confidences: /must be a list of confidences/ },
  },
  {
    title: 'confidences said twice',
    fields: {
      ...blackLitterman,
      views: [{ long: 'UP', return: 0.1, confidence: 0.1 }],
      view_confidences: [0.2],
    },
    faults: { view_confidences: /repeats what views say/ },
  },
  {
    title: 'what other models look at',
    fields: {
      expected_returns: 'geometric',
      views: { UP: 0.1 },
      tau: 0.1,
      prior: 'equal',
      posterior_covariance: true,
      market_caps: caps,
    },
    faults: {
      views: /applies to "expected_returns": "black_litterman" only/,
      tau: /black_litterman/,
      prior: /black_litterman/,
      posterior_covariance: /black_litterman/,
      market_caps: /"equilibrium" only/,
    },
  },
  {
    title: 'a market beside a prior that has none',
    fields: { ...blackLitterman, prior: 'equal', views: { UP: 0.1 } },
    faults: { market_caps: /"equilibrium" only/, market_risk_aversion: /"equilibrium" only/ },
  },
  {
    title: 'priors and caps that are none',
    fields: {
      expected_returns: 'black_litterman',
      views: { UP: 0.1 },
      prior: { UP: 20, WILD: 0 },
      tau: 0,
    },
    faults: {
      'prior.UP': /yearly return/,
      prior: /no number for CALM/,
      tau: /a share of the risk/,
    },
  },
];

for (const { title, fields, faults } of refusals) {
  views(`${title} is refused`, async ({ running }) => {
    const reply = await post(running, { ...question, ...fields });
    assert.is(reply.status, 400, reply.body);
    const told: readonly { field: string; reason: string }[] = JSON.parse(reply.body).faults;

    assert.equal(told.map(({ field }) => field).sort(), Object.keys(faults).sort(), reply.body);
    for (const { field, reason } of told) assert.match(reason, faults[field] ?? /^$/);
  });
}

views.run();
