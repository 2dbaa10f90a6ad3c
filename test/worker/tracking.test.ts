import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answered, illPosed, refused } from '../support/answered.ts';
import { simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const tracking = suite<{ running: RunningApp }>('tracking');

const days = 260;
const symbols = ['S0', 'S1', 'S2', 'S3', 'S4'];
const market = simulatedCloses(21, { symbols: 5, days, dailyDeviation: 0.015 });
const closesOf = (i: number) =>
  Array.from({ length: days }, (_, t) => market.values[t * 5 + i] ?? 1);

/** What weights that are restored every day come to. */
function mixed(weights: readonly number[], extra: (day: number) => number = () => 0): number[] {
  const path = [100];
  for (let t = 1; t < days; t++) {
    const gain = weights.reduce(
      (sum, weight, i) => sum + weight * ((closesOf(i)[t] ?? 1) / (closesOf(i)[t - 1] ?? 1) - 1),
      extra(t),
    );
    path.push((path[t - 1] ?? 1) * (1 + gain));
  }
  return path;
}

const hidden = [0.1, 0.4, 0, 0.3, 0.2];

tracking.before(async (context) => {
  const index = mixed(hidden);
  context.running = await startApp([
    ...symbols.map((symbol, i) => priceSeries(symbol, closesOf(i))),
    priceSeries('SPY', index),
    priceSeries('LEVERED', mixed([0.2, 0.8, 0, 0.6, 0.4])),
    priceSeries(
      'AHEAD',
      mixed(hidden, () => -0.001),
    ),
    priceSeries(
      'BEST',
      mixed([0, 0, 0, 0, 0], () => 0.05),
    ),
    priceSeries(
      'NOISY',
      mixed(hidden, (t) => (t % 3 === 0 ? -0.004 : 0.0015)),
    ),
    priceSeries('LATE', closesOf(2).slice(100), { first: 15_100 }),
    priceSeries('BEFORE', [1, 2, 1.5, 1.8], { first: 14_997 }),
  ]);
});

tracking.after(({ running }) => running.stop());

const window = { start_date: '2011-01-26', end_date: '2011-12-31' };
const follow = { ...window, symbols, objective: 'min_tracking_error' };
const beat = { ...window, symbols, objective: 'max_information_ratio' };

tracking('the weights that an index is made of are found', async ({ running }) => {
  for (const measure of ['variance', 'mean_square']) {
    const answer = await answered(running, { ...follow, tracking_measure: measure });
    const weights: Record<string, number> = answer.optimal_allocations;

    for (const [i, weight] of hidden.entries()) near(weights[`S${i}`], weight, 1e-9);
    assert.ok(answer.tracking.tracking_error < 1e-10, `${answer.tracking.tracking_error}`);
    near(answer.tracking.beta, 1, 1e-10);
    near(answer.tracking.correlation, 1, 1e-10);
  }
});

const ofHidden = Object.fromEntries(symbols.map((symbol, i) => [symbol, hidden[i]]));

tracking('weights are followed as the index that is made of them', async ({ running }) => {
  for (const fields of [
    { bounds: { S1: [0, 0.2], S4: [0, 0] } },
    { max_positions: 2 },
    { bounds: [-0.3, 0.35], l2: 0.01 },
    { current_weights: { S2: 1 }, max_turnover: 0.4, transaction_costs: 0.001 },
  ]) {
    const index = await answered(running, { ...follow, ...fields });
    const own = { ...follow, benchmark: null, benchmark_weights: ofHidden, ...fields };
    const answer = await answered(running, own);
    const { tracking: told, optimal_allocations: weights } = answer;

    for (const symbol of symbols) near(weights[symbol], index.optimal_allocations[symbol], 1e-9);
    for (const name of ['tracking_error', 'active_return', 'beta', 'correlation']) {
      near(told[name], index.tracking[name], 1e-9);
    }
    near(answer.certificate.objective_value, index.certificate.objective_value, 1e-8);
    assert.ok(answer.certificate.kkt_residual < 1e-10);
    const moved = symbols.map((symbol, i) => Math.abs(weights[symbol] - (hidden[i] ?? 0)));
    near(told.active_share, moved.reduce((sum, one) => sum + one, 0) / 2, 1e-15);
    assert.is(told.benchmark, 'benchmark_weights');
    assert.is(told.returns, null);
    assert.equal(answer.objective.parameters.benchmark_weights, ofHidden);
  }
});

tracking('weights that nothing keeps from are the mix itself', async ({ running }) => {
  const own = { ...follow, benchmark: null, benchmark_weights: { S3: 0.25, s0: 0.75 } };
  const { optimal_allocations: weights, tracking: told } = await answered(running, own);

  near(weights.S0, 0.75, 1e-9);
  near(weights.S3, 0.25, 1e-9);
  assert.ok(told.tracking_error < 1e-9 && told.active_share < 1e-9);
});

tracking('weights that are no benchmark are refused', async ({ running }) => {
  for (const [benchmark_weights, says] of [
    [{ S0: 0.5 }, /add up to 0.5, and must to 1/],
    [{ S0: 0.5, NOPE: 0.5 }, /names NOPE/],
    [{ S0: 0.5, S1: 'half' }, /benchmark_weights.S1/],
    [{ '*': 0.2 }, /must name a symbol/],
    [[1], /must be an object of weights/],
  ] as const) {
    const faults = await refused(running, { ...follow, benchmark_weights });

    assert.match(faults.join(' '), says);
  }
  const measured = { tracking_measure: 'mean_square', benchmark_weights: ofHidden };
  const faults = await refused(running, { ...follow, ...measured });
  assert.match(faults.join(' '), /send one of the two/);
});

tracking('half an index that counts twice is followed within bounds', async ({ running }) => {
  const answer = await answered(running, { ...follow, benchmark: 'LEVERED' });

  assert.ok(answer.certificate.kkt_residual < 1e-10);
  assert.ok(answer.tracking.tracking_error > 0.01);
  assert.is(answer.certificate.objective_value, answer.certificate.objective_value);
  near(answer.certificate.objective_value, answer.tracking.tracking_error, 1e-12);
});

tracking('a steady lag is no error about the mean, but one about zero', async ({ running }) => {
  const spread = await answered(running, { ...follow, benchmark: 'AHEAD' });
  const square = await answered(running, {
    ...follow,
    benchmark: 'AHEAD',
    tracking_measure: 'mean_square',
  });

  assert.ok(spread.tracking.tracking_error < 1e-10);
  near(spread.tracking.active_return, 0.252, 1e-9);
  assert.ok(square.certificate.objective_value < Math.sqrt(252) * 0.001);
  assert.ok(square.tracking.tracking_error > 1e-4);
  assert.is(square.objective.parameters.tracking_measure, 'mean_square');
  assert.ok(square.certificate.kkt_residual < 1e-10);
});

tracking('a report of the weights tells the same figures', async ({ running }) => {
  for (const question of [
    { ...follow, benchmark: 'NOISY' },
    { ...follow, benchmark: 'NOISY', bounds: [-0.2, 0.35], l2: 0.01 },
    { ...beat, benchmark: 'NOISY' },
    { ...beat, benchmark: 'NOISY', bounds: [-0.5, 0.8] },
  ]) {
    const answer = await answered(running, question);
    const report = await answered(
      running,
      {
        ...window,
        benchmark: 'NOISY',
        weights: answer.optimal_allocations,
        portfolio: 'fixed_mix',
      },
      '/backend/report',
    );
    const { tracking: told } = answer;

    for (const figure of ['tracking_error', 'information_ratio', 'beta', 'correlation']) {
      near(told[figure], report.against_benchmark[figure], 1e-9);
    }
    assert.is(told.returns, report.against_benchmark.returns);
    assert.ok(answer.certificate.kkt_residual < 1e-9, `${answer.certificate.kkt_residual}`);
  }
});

tracking('no other mix has a higher information ratio', async ({ running }) => {
  const best = await answered(running, { ...beat, benchmark: 'NOISY' });

  near(best.certificate.objective_value, best.tracking.information_ratio, 1e-11);
  for (const objective of ['equal_weight', 'min_volatility', 'hrp', 'min_tracking_error']) {
    const other = await answered(running, { ...follow, benchmark: 'NOISY', objective });
    const report = await answered(
      running,
      {
        ...window,
        benchmark: 'NOISY',
        weights: other.optimal_allocations,
        portfolio: 'fixed_mix',
      },
      '/backend/report',
    );
    const ratio = report.against_benchmark.information_ratio;
    assert.ok(ratio <= best.tracking.information_ratio + 1e-9, `${objective}: ${ratio}`);
  }
});

tracking('an index among its symbols is followed by itself alone', async ({ running }) => {
  const answer = await answered(running, { ...follow, symbols: ['S0', 'S1', 'SPY'] });

  near(answer.optimal_allocations.SPY, 1, 1e-12);
  assert.is(answer.tracking.tracking_error, 0);
  assert.is(answer.tracking.information_ratio, null);
});

tracking('few positions follow as well as the best choice of them does', async ({ running }) => {
  const few = await answered(running, { ...follow, benchmark: 'NOISY', max_positions: 2 });
  const errors: number[] = [];
  for (const one of symbols) {
    for (const other of symbols.filter((symbol) => symbol > one)) {
      const pair = await answered(running, {
        ...follow,
        benchmark: 'NOISY',
        symbols: [one, other],
      });
      errors.push(pair.tracking.tracking_error);
    }
  }
  const held = Object.values<number>(few.optimal_allocations).filter((weight) => weight > 0);

  assert.ok(held.length <= 2);
  near(few.tracking.tracking_error, Math.min(...errors), 1e-9);
  assert.is(few.certificate.optimality.proven, true);
});

tracking('groups and turnover hold what follows or beats a benchmark', async ({ running }) => {
  const held = {
    benchmark: 'NOISY',
    groups: { first: ['S0', 'S1'] },
    group_bounds: { first: [0, 0.2] },
    current_weights: { S0: 0.2, S1: 0.2, S2: 0.2, S3: 0.2, S4: 0.2 },
    max_turnover: 0.3,
  };
  for (const question of [follow, beat]) {
    const answer = await answered(running, { ...question, ...held });
    const { S0, S1, S2, S3, S4 } = answer.optimal_allocations;
    const traded = [S0, S1, S2, S3, S4].reduce((sum, weight) => sum + Math.abs(weight - 0.2), 0);

    assert.ok(S0 + S1 <= 0.2 + 1e-9);
    assert.ok(traded / 2 <= 0.3 + 1e-9);
    assert.ok(answer.certificate.kkt_residual < 1e-8, `${answer.certificate.kkt_residual}`);
  }
});

tracking('days that some symbol has no price on are left out', async ({ running }) => {
  for (const missing of ['inner', 'pairwise']) {
    const answer = await answered(running, { ...follow, symbols: [...symbols, 'LATE'], missing });

    assert.is(answer.tracking.returns, days - 101);
    assert.ok(answer.tracking.tracking_error < 1e-10);
  }
});

tracking('what is not known is said to be unknown', async ({ running }) => {
  const answer = await answered(running, follow);

  assert.is(answer.tracking.active_share, null);
  assert.ok(answer.warnings.some((one: string) => one.startsWith('The active share is not told')));
});

tracking(
  'an index that nothing beats, or that something surely does, is told',
  async ({ running }) => {
    assert.match(
      await illPosed(running, { ...beat, benchmark: 'BEST' }),
      /did better than the benchmark.*-/,
    );
    assert.match(await illPosed(running, { ...beat, benchmark: 'AHEAD' }), /no upper bound/);
  },
);

tracking('a benchmark without returns on these days is told', async ({ running }) => {
  for (const objective of ['min_tracking_error', 'max_information_ratio']) {
    const question = { ...follow, objective, benchmark: 'BEFORE', start_date: '2011-01-01' };

    assert.match(await illPosed(running, question), /0 return\(s\) on the same days/);
  }
});

tracking('without a benchmark nothing is followed', async ({ running }) => {
  for (const objective of ['min_tracking_error', 'max_information_ratio']) {
    const faults = await refused(running, { ...follow, objective, benchmark: null });

    assert.match(faults.join(), new RegExp(`benchmark: "${objective}" compares`));
  }
  const measure = await refused(running, { ...beat, tracking_measure: 'variance' });
  assert.match(
    measure.join(),
    /tracking_measure: applies to "objective": "min_tracking_error" only/,
  );
});

tracking('resamples keep the days of symbols and benchmark together', async ({ running }) => {
  const answer = await answered(running, {
    ...follow,
    bootstrap: { samples: 20, seed: 5 },
  });

  assert.is(answer.bootstrap.answered, 20);
  for (const [i, weight] of hidden.entries()) {
    near(answer.bootstrap.weights[`S${i}`].median, weight, 1e-8);
  }
});

tracking('on the way the benchmark is followed as well', async ({ running }) => {
  const walked = await answered(
    running,
    { ...follow, walk_forward: { train_days: 60, every: 50 } },
    '/backend/backtest',
  );

  assert.ok(walked.against_benchmark.tracking_error < 0.01);
});

for (const fields of [{}, { objective: 'min_tracking_error' }]) {
  const title = `${JSON.stringify(fields)} warns of days on which the benchmark has no close`;
  tracking(title, async ({ running }) => {
    const dates = Array.from({ length: 80 }, (_, t) =>
      new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10),
    );
    const whole = dates.map((_, t) => closesOf(4)[t] ?? null);
    const gap = whole.map((close, t) => (t >= 10 && t < 40 ? null : close));
    const ask = async (market: readonly (number | null)[]) => {
      const closes = { A: closesOf(0).slice(0, 80), B: closesOf(1).slice(0, 80), SPY: market };
      return answered(running, { prices: { dates, closes }, symbols: ['A', 'B'], ...fields });
    };
    const { warnings } = await ask(gap);

    assert.match(warnings.join(), /SPY has no close .*: of 79 returns 48 are compared .*chance/);
    assert.not.match((await ask(whole)).warnings.join(), /SPY has no close/);
  });
}

tracking.run();
