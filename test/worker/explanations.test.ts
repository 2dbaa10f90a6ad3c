import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ObjectiveName } from '../../worker/portfolio/mix/mix-question.ts';
import { post } from '../support/asking.ts';
import { simulatedCloses } from '../support/markets.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Why the answer is the answer: the same members for every objective, or a sentence that says why not.
const explanations = suite<{ running: RunningApp }>('explanations');

type Fields = Readonly<Record<string, unknown>>;

const symbols = ['AAA', 'BBB', 'CCC', 'DDD'];

const caps = { market_caps: { AAA: 1, BBB: 2, CCC: 3, DDD: 4 } };

/** All there are: the compiler wants one for each. */
const questions: Readonly<Record<ObjectiveName, Fields>> = {
  max_sharpe: { portfolio: 'fixed_mix' },
  min_volatility: {},
  target_return: { target_return: 0.02 },
  target_volatility: { target_volatility: 0.25 },
  max_utility: {},
  equal_weight: {},
  inverse_volatility: {},
  max_diversification: {},
  risk_parity: {},
  hrp: { bounds: [0.2, 0.3] },
  min_cvar: {},
  min_cdar: {},
  min_max_drawdown: {},
  min_semivariance: {},
  max_sortino: {},
  max_omega: {},
  herc: {},
  nco: {},
  inverse_variance: {},
  max_decorrelation: {},
  kelly: {},
  min_tracking_error: {},
  max_information_ratio: {},
  max_return: {},
  target_cvar: { target_cvar: 0.03 },
  target_cdar: { target_cdar: 0.2 },
  target_semideviation: { target_semideviation: 0.2 },
  max_downside_utility: {},
  implied_weights: { expected_returns: 'equilibrium', market_risk_aversion: 2.5, ...caps },
  market_cap_weighted: caps,
};

const asked: readonly (readonly [string, Fields])[] = [
  ['holding against the benchmark', {}],
  ['holding against a rate', { benchmark: null, risk_free_rate: 0.01 }],
  ['holding within bounds', { bounds: [0.2, 0.3] }],
  ['few positions', { objective: 'min_volatility', max_positions: 2 }],
  [
    'a market-neutral mix',
    { objective: 'max_utility', risk_aversion: 9, market_neutral: true, bounds: [-1, 1] },
  ],
  ['a least return of min_cvar', { objective: 'min_cvar', target_return: 0.02 }],
  ...Object.entries(questions).map(
    ([objective, fields]) => [objective, { objective, ...fields }] as const,
  ),
];

/** Slack of what is 0 but for rounding, relative to 1 + the objective's size. */
const rounding = 1e-9;

explanations.before(async (context) => {
  const days = 250;
  const { columns, values } = simulatedCloses(4, { days, symbols: 5, dailyDeviation: 0.01 });
  const column = (i: number) =>
    Array.from({ length: days }, (_, t) => values[t * columns + i] ?? 1);
  const series = [...symbols, 'SPY'].map((symbol, i) => priceSeries(symbol, column(i)));
  context.running = await startApp(series);
});

explanations.after(({ running }) => running.stop());

for (const [title, fields] of asked) {
  explanations(`${title} explains its answer`, async ({ running }) => {
    const span = { start_date: '2011-01-01', end_date: '2012-12-31' };
    const reply = await post(running, { symbols, ...span, ...fields });
    assert.is(reply.status, 200, reply.body);
    const { certificate, ...answer } = JSON.parse(reply.body);
    const { why_null: why = {}, ...told } = certificate;

    for (const member of ['objective_value', 'kkt_residual', 'starts', 'distinct_optima']) {
      assert.type(told[member] ?? why[member], told[member] === null ? 'string' : 'number', member);
    }
    if (told.objective_value !== null) {
      const miss = told.kkt_residual ?? told.duality_gap;
      assert.ok(miss >= 0 && miss <= rounding * (1 + Math.abs(told.objective_value)), `${miss}`);
    }
    assert.type(told.method, 'string');
    for (const { constraint, symbol, shadow_price: price } of told.active_constraints) {
      assert.ok(symbols.includes(symbol) || constraint.startsWith('target'), constraint);
      assert.ok(price === null ? why.shadow_price : price >= 0, `${constraint} ${price}`);
    }
    assert.equal(Object.keys(answer.window), [
      'requested',
      'used',
      'rows',
      'starts_late_for',
      'ends_early_for',
      'dropped_days',
    ]);
    assert.ok(Array.isArray(answer.warnings));
  });
}

explanations('the prices of what is not held are slopes of the ratio', async ({ running }) => {
  const dates = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'];
  const closes = { UP: [10, 11, 10.9, 12], DOWN: [10, 10.2, 9.5, 9] };
  const reply = await post(running, { prices: { dates, closes }, benchmark: null });
  assert.is(reply.status, 200, reply.body);
  const { certificate, sharpe_ratio: ratio } = JSON.parse(reply.body);
  const [{ constraint, symbol, shadow_price: price }] = certificate.active_constraints;

  assert.is(certificate.objective_value, ratio);
  assert.equal([constraint, symbol], ['lower', 'DOWN']);
  // A little of it in place of the best costs what the price says.
  const step = 1e-7;
  const returns = [1, 2, 3].map((t) => {
    const value = (day: number) =>
      ((1 - step) * (closes.UP[day] ?? 0) + step * (closes.DOWN[day] ?? 0)) / 10;
    return value(t) / value(t - 1) - 1;
  });
  const mean = returns.reduce((sum, one) => sum + one, 0) / 3;
  const variance = returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 2;
  const slope = (ratio - Math.sqrt(252 / variance) * mean) / step;
  assert.ok(Math.abs(slope - price) < 1e-4 * price, `${slope}, not ${price}`);
});

explanations.run();
