import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { ask, post } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Objectives of single days, asked for over HTTP.
const downside = suite<{ running: RunningApp }>('downside');

/** 300 made-up closes a symbol from 2011-01-26 on. */
function market() {
  const random = uniformRandom(23);
  const path = (length: number, drift: number, spread: number): number[] => {
    let close = 100;
    return Array.from({ length }, () => {
      close *= 1 + drift + spread * (random() - 0.5);
      return close;
    });
  };
  return [
    priceSeries('UP', path(300, 0.0012, 0.02)),
    priceSeries('WILD', path(300, 0.001, 0.06)),
    priceSeries('CALM', path(300, 0.0004, 0.008)),
    priceSeries('SPY', path(300, 0.0005, 0.02)),
  ];
}

const question = {
  symbols: ['UP', 'WILD', 'CALM'],
  start_date: '2011-01-26',
  end_date: '2011-12-31',
  principle: 1000,
};

downside.before(async (context) => {
  context.running = await startApp(market());
});

downside.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  assert.is(reply.status, 200, reply.body);
  assert.not.match(reply.body, /NaN/);
  return JSON.parse(reply.body);
}

async function refused(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  return { status: reply.status, ...JSON.parse(reply.body) };
}

downside('the worst days are told with their gap and price', async ({ running }) => {
  const answer = await answered(running, { objective: 'min_cvar', confidence: 0.9 });

  assert.is(answer.objective.portfolio, 'fixed_mix');
  assert.is(answer.objective.parameters.confidence, 0.9);
  assert.is(answer.objective.parameters.target_return, null);
  assert.is(answer.certificate.objective_value, answer.expected.cvar);
  assert.ok(answer.expected.value_at_risk < answer.expected.cvar);
  assert.ok(answer.certificate.duality_gap <= 1e-12);
  assert.is(answer.certificate.tail_days, Math.ceil(0.1 * (answer.window.rows - 1)));
});

downside('drawdowns have a level of their own', async ({ running }) => {
  const { expected, certificate } = await answered(running, { objective: 'min_cdar' });

  assert.ok(expected.drawdown_at_risk <= expected.cdar);
  assert.ok(certificate.duality_gap <= 1e-12);
});

downside('the least drawdown is that of the path of a held portfolio', async ({ running }) => {
  const answer = await answered(running, { objective: 'min_max_drawdown' });

  assert.is(answer.objective.portfolio, 'buy_and_hold');
  const off = answer.max_drawdown - answer.metrics.portfolio.max_drawdown.depth;
  assert.ok(Math.abs(off) < 1e-12);
  const falls = answer.certificate.binding_drawdowns;
  const { from, to } = answer.metrics.portfolio.max_drawdown;
  assert.ok(
    falls.some((fall: { from: string; to: string }) => fall.from === from || fall.to === to),
  );
  assert.is(answer.estimate, undefined);
  assert.is(typeof answer.sharpe_ratio, 'number');
});

downside('a Sortino ratio is the largest of the downside mixes', async ({ running }) => {
  const best = await answered(running, { objective: 'max_sortino', risk_free_rate: 0.01 });
  const least = await answered(running, { objective: 'min_semivariance', risk_free_rate: 0.01 });

  assert.ok(best.expected.sortino_ratio >= least.expected.sortino_ratio);
  assert.ok(best.expected.semideviation >= least.expected.semideviation);
  assert.ok(best.certificate.kkt_residual <= 1e-9);
  const { semideviation, sortino_ratio, return: gain } = best.expected;
  assert.ok(Math.abs((gain - 0.01) / semideviation - sortino_ratio) < 1e-9);
});

downside('bounds with short sales are kept', async ({ running }) => {
  const bounds = { UP: [-0.2, 0.3], '*': [0, 0.6] };
  for (const objective of ['min_cvar', 'min_cdar', 'min_max_drawdown', 'min_semivariance']) {
    const { optimal_allocations: weights } = await answered(running, { objective, bounds });

    // The last digit makes the sum exactly 1.
    const most = { UP: 0.3, WILD: 0.6, CALM: 0.6 };
    for (const [symbol, upper] of Object.entries(most)) {
      const lower = symbol === 'UP' ? -0.2 : 0;
      const weight = weights[symbol];
      assert.ok(weight >= lower - 1e-15 && weight <= upper + 1e-15, `${objective} ${symbol}`);
    }
  }
});

downside('they are optimised on the way of a walk, and drawn again', async ({ running }) => {
  for (const objective of ['min_cvar', 'min_max_drawdown', 'max_sortino', 'max_omega']) {
    const answer = await answered(running, { objective, bootstrap: { samples: 20 } });
    const weights = Object.values(answer.bootstrap.weights);

    assert.is(weights.length, 3, objective);

    const { principle: _, ...rest } = question;
    const walk_forward = { train_days: 150, every: 'month' };
    const reply = await ask(`${running.url}/backend/backtest`, {
      method: 'POST',
      body: JSON.stringify({ ...rest, objective, walk_forward }),
    });
    assert.is(reply.status, 200, reply.body);
    assert.ok(JSON.parse(reply.body).performance.length > 50, objective);
  }
});

downside('few days in the tail are told', async ({ running }) => {
  const { warnings } = await answered(running, { objective: 'min_cvar', confidence: 0.99 });

  assert.ok(
    warnings.some((one: string) => one.startsWith('Only 3 of ')),
    warnings.join(),
  );
});

downside('a target out of reach is told with what can be reached', async ({ running }) => {
  const { status, detail } = await refused(running, { objective: 'min_cdar', target_return: 5 });

  assert.is(status, 422);
  assert.match(detail, /the efficient ones reach from -?[\d.]+ to [\d.]+ a year/);
});

const refusals: readonly (readonly [object, string, RegExp])[] = [
  [{ objective: 'min_cvar', confidence: 1 }, 'confidence', /from 0.01 to 0.9999/],
  [
    { objective: 'min_volatility', confidence: 0.9 },
    'confidence',
    /"min_cvar", "min_cdar", "target_cvar", "target_cdar" only/,
  ],
  [{ objective: 'max_omega', l2: 1 }, 'l2', /applies to/],
  [{ objective: 'max_omega', downside_threshold: 2 }, 'downside_threshold', /from -1 to 1/],
  [{ objective: 'max_sortino', l2: 1 }, 'l2', /applies to/],
  [{ objective: 'max_sortino', target_return: 0.1 }, 'target_return', /only/],
  [{ objective: 'max_sortino', downside_threshold: 2 }, 'downside_threshold', /from -1 to 1/],
  [{ objective: 'min_max_drawdown', portfolio: 'fixed_mix' }, 'portfolio', /"buy_and_hold" with/],
  [
    { objective: 'min_cvar', portfolio: 'buy_and_hold' },
    'portfolio',
    /"fixed_mix" with "min_cvar"/,
  ],
  [{ objective: 'min_max_drawdown', risk_model: 'oas' }, 'risk_model', /without an estimate/],
];

for (const [fields, field, says] of refusals) {
  downside(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    const { status, faults } = await refused(running, fields);

    assert.is(status, 400);
    const fault = faults.find((one: { field: string }) => one.field === field);
    assert.match(fault?.reason ?? '', says);
  });
}

for (const objective of ['min_cvar', 'min_cdar']) {
  downside(
    `${objective} of prices that never move spreads weights against costs`,
    async (context) => {
      const dates = Array.from({ length: 41 }, (_, t) =>
        new Date(Date.UTC(2020, 0, 2 + t)).toISOString().slice(0, 10),
      );
      const still = dates.map(() => 50);
      const reply = await post(context.running, {
        prices: { dates, closes: { A: still, B: still, C: still, D: still } },
        benchmark: null,
        objective,
        l2: 10,
        current_weights: { A: 1 },
        transaction_costs: 0.01,
      });
      assert.is(reply.status, 200, reply.body);
      const { optimal_allocations: weights, certificate } = JSON.parse(reply.body);

      // A unit moved from A to another saves γ·(wA² − w²)'s slope and costs 0.02: 20·(wA − w) = 0.02.
      near(weights.A, 0.25 + (0.001 * 3) / 4, 1e-12);
      near(weights.B, 0.25 - 0.001 / 4, 1e-12);
      near(
        certificate.objective_value,
        10 * (weights.A ** 2 + 3 * weights.B ** 2) + 0.02 * (1 - weights.A),
        1e-12,
      );
    },
  );
}

downside.run();
