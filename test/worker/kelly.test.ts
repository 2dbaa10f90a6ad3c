import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Series } from '../../worker/prices/series.ts';
import { answered, illPosed, refused } from '../support/answered.ts';
import { simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const kelly = suite<{ running: RunningApp }>('kelly');

/** Doubles or loses half, twice each: five closes. */
const bet = [8, 16, 8, 16, 8];

function market(symbols: number, days: number): readonly Series[] {
  const closes = simulatedCloses(11, { symbols, days, dailyDeviation: 0.02 });
  return Array.from({ length: symbols }, (_, i) =>
    priceSeries(
      `S${i}`,
      Array.from({ length: days }, (__, t) => closes.values[t * symbols + i] ?? 1),
    ),
  );
}

kelly.before(async (context) => {
  context.running = await startApp([
    priceSeries('BET', bet),
    priceSeries('SAFE', [5, 5, 5, 5, 5]),
    priceSeries('UP', [1, 5, 5.1, 5.2, 5.3]),
    priceSeries('LATER', [1, 1.01, 5.2, 5.3, 5.4]),
    priceSeries('GAPS', [1, 1.1]),
    ...market(6, 300),
    priceSeries('SPY', [100, 101, 100, 102, 101]),
  ]);
});

kelly.after(({ running }) => running.stop());

const window = { start_date: '2011-01-26', end_date: '2011-12-31', benchmark: null };
const coin = { ...window, symbols: ['BET', 'SAFE'], objective: 'kelly' };
const six = { ...window, symbols: ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'], objective: 'kelly' };

kelly('half of the value goes on a bet that doubles or halves', async ({ running }) => {
  const answer = await answered(running, coin);

  near(answer.optimal_allocations.BET, 0.5, 1e-14);
  assert.is(answer.optimal_allocations.BET + answer.optimal_allocations.SAFE, 1);
  // A day up makes 1.5 of it, a day down 0.75.
  near(answer.certificate.objective_value, 126 * Math.log(1.5 * 0.75), 1e-13);
  near(answer.expected.growth_rate, 126 * Math.log(1.5 * 0.75), 1e-13);
  near(answer.cumulative_returns, (1.5 * 0.75) ** 2 - 1, 1e-13);
  assert.ok(answer.certificate.kkt_residual < 1e-10);
  assert.is(answer.certificate.method, 'projected-newton');
  assert.is(answer.cash, 0);
  assert.is(answer.objective.parameters.kelly_fraction, 1);
});

kelly('half Kelly keeps the other half in cash, which earns the rate', async ({ running }) => {
  const rate = 0.05;
  const whole = await answered(running, { ...coin, risk_free_rate: rate, principle: 1000 });
  const half = await answered(running, {
    ...coin,
    risk_free_rate: rate,
    kelly_fraction: 0.5,
    principle: 1000,
  });

  const { BET, SAFE } = half.optimal_allocations;
  near(BET, 0.25, 1e-14);
  near(SAFE, 0.25, 1e-14);
  assert.is(half.cash, 0.5);
  const daily = 1.05 ** (1 / 252) - 1;
  const days = [1 + 0.25 + daily / 2, 1 - 0.125 + daily / 2] as const;
  near(half.expected.growth_rate, 126 * Math.log(days[0] * days[1]), 1e-12);
  near(half.cumulative_returns, (days[0] * days[1]) ** 2 - 1, 1e-12);
  near(half.expected.return, whole.expected.return / 2 + rate / 2);
  near(half.expected.volatility, whole.expected.volatility / 2);
  near(half.sharpe_ratio, whole.sharpe_ratio);
  assert.equal(half.certificate, whole.certificate);
  const shares = half.shares.whole;
  const bought = 8 * shares.BET + 5 * shares.SAFE;
  assert.ok(bought > 480 && bought <= 510, JSON.stringify(half.shares));
});

kelly('fractional weights and cash are what a backtest takes', async ({ running }) => {
  const half = await answered(running, { ...six, kelly_fraction: 0.4, risk_free_rate: 0.02 });
  const { optimal_allocations: weights, cash, cumulative_returns: earned } = half;
  const { benchmark, start_date, end_date } = window;
  const tested = await answered(
    running,
    {
      benchmark,
      start_date,
      end_date,
      weights,
      cash,
      rebalancing: 'fixed_mix',
      risk_free_rate: 0.02,
    },
    '/backend/backtest',
  );

  near(tested.metrics.portfolio.total_return, earned, 1e-11);
});

kelly('no nearby mix of real-sized returns grows faster', async ({ running }) => {
  for (const bounds of [
    [0, 1],
    [-0.5, 1],
    [0, 0.3],
  ]) {
    const best = await answered(running, { ...six, bounds });
    assert.ok(best.certificate.kkt_residual < 1e-10, `${best.certificate.kkt_residual}`);
    const uniform = await answered(running, { ...six, objective: 'equal_weight' });
    assert.ok(best.cumulative_returns >= uniform.cumulative_returns - 1e-12);
    // What grows fastest ends highest: the growth rate is that of the path.
    near(best.expected.growth_rate, (252 / 299) * Math.log(1 + best.cumulative_returns), 1e-11);
  }
});

kelly('bounds that hold it are priced', async ({ running }) => {
  const answer = await answered(running, { ...coin, bounds: { BET: [0, 0.3], SAFE: [0, 1] } });
  const [held] = answer.certificate.active_constraints;

  near(answer.optimal_allocations.BET, 0.3, 1e-14);
  assert.is(held.constraint, 'upper');
  // The slope at the bound, from which that of SAFE, 0, is taken: 126·(1/1.3 − 0.5/0.85).
  near(held.shadow_price, 126 * (1 / 1.3 - 0.5 / 0.85), 1e-12);
});

kelly('regularised, it counts the spread of weights', async ({ running }) => {
  const answer = await answered(running, { ...coin, l2: 1000 });

  near(answer.optimal_allocations.BET, 0.5, 1e-3);
  assert.is(answer.objective.parameters.l2, 1000);
});

kelly('portfolios that are all ruined are told', async ({ running }) => {
  const bounds = { UP: [-2, -0.5], LATER: [-2, -0.5], SAFE: [0, 5] };
  const question = { ...window, symbols: ['UP', 'LATER', 'SAFE'], objective: 'kelly', bounds };

  assert.match(await illPosed(running, question), /lost everything at some time.*"bounds"/);
});

kelly(
  'the fraction has its range and its objective, and is cash on the way',
  async ({ running }) => {
    assert.match(
      (await refused(running, { ...coin, kelly_fraction: 0 })).join(),
      /from 0.001 to 1/,
    );
    assert.match((await refused(running, { ...coin, kelly_fraction: 2 })).join(), /half Kelly/);
    assert.match(
      (await refused(running, { ...coin, objective: 'max_utility', kelly_fraction: 0.5 })).join(),
      /kelly_fraction: applies to "objective": "kelly" only/,
    );
    const walk = { ...coin, kelly_fraction: 0.5, walk_forward: true };
    const faults = await refused(running, walk, '/backend/backtest');
    assert.match(faults.join(), /kelly_fraction: belongs to POST \/backend.*"cash": 0.5/);
  },
);

kelly('resamples of half Kelly are of half the mix', async ({ running }) => {
  const asked = { ...six, bootstrap: { samples: 20, seed: 3 }, bounds: [0, 0.4] };
  const whole = await answered(running, asked);
  const half = await answered(running, { ...asked, kelly_fraction: 0.5 });

  for (const symbol of six.symbols) {
    near(half.bootstrap.weights[symbol].mean, whole.bootstrap.weights[symbol].mean / 2, 1e-12);
  }
  near(
    half.bootstrap.sharpe_ratio.of_these_weights.median,
    whole.bootstrap.sharpe_ratio.of_these_weights.median,
    1e-10,
  );
});

kelly('on the way it is asked for again and again', async ({ running }) => {
  const walked = await answered(
    running,
    { ...six, walk_forward: { train_days: 60, every: 20 } },
    '/backend/backtest',
  );

  assert.is(walked.objective.name, 'kelly');
});

kelly.run();
