import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simpleReturns } from '../../worker/kernels/paths/path-statistics.ts';
import { blockLengths } from '../../worker/kernels/samples/block-length.ts';
import { solveDraws } from '../../worker/portfolio/bootstrap/draws.ts';
import { allInThreads } from '../support/all-in-threads.ts';
import { ask, post, sixDays } from '../support/asking.ts';
import { normals, simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { plainEstimate } from '../support/plain-estimate.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const bootstrap = suite<{ running: RunningApp; threaded: RunningApp; close: () => Promise<void> }>(
  'bootstrap',
);

bootstrap.before(async (context) => {
  const long = simulatedCloses(9, { days: 3000, symbols: 1, dailyDeviation: 0.02 }).values;
  const longs = ['L1', 'L2', 'L3'].map((name, i) =>
    priceSeries(
      name,
      Array.from(long, (close, t) => close + (i * t) / 100),
      { first: 10_000 },
    ),
  );
  context.running = await startApp([...sixDays, ...longs]);
  const threads = allInThreads();
  context.threaded = await startApp(sixDays, { threads });
  context.close = threads.close;
});

bootstrap.after(async ({ running, threaded, close }) => {
  await running.stop();
  await threaded.stop();
  await close();
});

const names = ['A', 'B', 'C', 'D', 'E'];

/** A question about closes of one's own, one array a symbol, a day each from 2020-01-01 on. */
function ownPrices(closes: Readonly<Record<string, readonly number[]>>) {
  const length = Object.values(closes)[0]?.length ?? 0;
  const dates = Array.from({ length }, (_, t) =>
    new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10),
  );
  return { benchmark: null, prices: { dates, closes } };
}

function market(seed: number, symbols: number, days = 120) {
  const { columns, values } = simulatedCloses(seed, { days, symbols, dailyDeviation: 0.02 });
  const column = (i: number): number[] => Array.from(values).filter((_, k) => k % columns === i);
  return ownPrices(Object.fromEntries(names.slice(0, symbols).map((name, i) => [name, column(i)])));
}

async function answer(running: RunningApp, body: object) {
  const reply = await post(running, body);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

bootstrap('blocks fit returns or, where those are longer, their squares', async ({ running }) => {
  for (const method of ['stationary', 'circular'] as const) {
    const asked = { ...market(4, 3, 400), bootstrap: { samples: 20, method } };
    const { bootstrap: told } = await answer(running, asked);
    const lengths = Object.values(asked.prices.closes).map((closes) => {
      const returns = simpleReturns(Float64Array.from(closes));
      const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
      const squares = returns.map((one) => (one - mean) ** 2);
      return Math.max(blockLengths(returns)[method], blockLengths(squares)[method]);
    });
    const expected = lengths.reduce((sum, one) => sum + one, 0) / 3;

    near(told.block_days, method === 'circular' ? Math.round(expected) : expected, 1e-9);
  }
});

bootstrap('the answer holds every member of the contract', async ({ running }) => {
  const told = await answer(running, { ...market(1, 3), bootstrap: true });

  assert.equal(Object.keys(told).slice(-2), ['bootstrap', 'warnings']);
  assert.equal(Object.keys(told.bootstrap), [
    'samples',
    'answered',
    'failed',
    'method',
    'block_days',
    'block_days_from',
    'returns_drawn',
    'seed',
    'level',
    'weights',
    'held',
    'sharpe_ratio',
  ]);
  const { samples, method, block_days_from, seed, level, returns_drawn } = told.bootstrap;
  assert.equal(
    { samples, method, block_days_from, seed, level, returns_drawn },
    {
      samples: 200,
      method: 'stationary',
      block_days_from: 'returns',
      seed: 1,
      level: 0.9,
      returns_drawn: 119,
    },
  );
  for (const name of ['A', 'B', 'C']) {
    const { low, median, high, mean } = told.bootstrap.weights[name];
    assert.ok(0 <= low && low <= median && median <= high && high <= 1, name);
    assert.ok(mean >= 0 && mean <= 1 && told.bootstrap.held[name] <= 1);
  }
});

bootstrap('the answer itself is the one without a bootstrap', async ({ running }) => {
  const asked = { ...market(2, 3), objective: 'min_volatility' };
  const { bootstrap: _, ...rest } = await answer(running, { ...asked, bootstrap: true });

  assert.equal(rest, await answer(running, asked));
});

bootstrap('two symbols that are the same share each resample equally', async ({ running }) => {
  const { prices } = market(3, 1);
  const twins = ownPrices({ A: prices.closes['A'] ?? [], B: prices.closes['A'] ?? [] });
  for (const fields of [{ risk_free_rate: -0.9 }, { objective: 'risk_parity' }]) {
    const { weights, held } = (
      await answer(running, { ...twins, ...fields, bootstrap: { samples: 30 } })
    ).bootstrap;

    for (const name of ['A', 'B']) {
      near(weights[name].low, 0.5, 1e-9);
      near(weights[name].high, 0.5, 1e-9);
      assert.is(held[name], 1);
    }
  }
});

bootstrap('returns that repeat themselves leave nothing to doubt', async ({ running }) => {
  const path = (step: number): number[] => {
    let close = 100;
    return Array.from({ length: 101 }, (_, t) => {
      if (t > 0) close *= t % 2 === 0 ? 1 + step : 1 - step;
      return close;
    });
  };
  const { weights } = (
    await answer(running, {
      ...ownPrices({ A: path(0.01), B: path(-0.01) }),
      objective: 'min_volatility',
      bootstrap: { samples: 50, block_days: 1 },
    })
  ).bootstrap;

  // B does the opposite of A: half of each never moves, whatever days are drawn.
  near(weights.A.low, 0.5, 1e-9);
  near(weights.A.high, 0.5, 1e-9);
});

bootstrap('a ratio of fixed weights moves as its standard error says', async ({ running }) => {
  const normal = normals(8);
  let close = 100;
  const path = Array.from({ length: 1001 }, () => {
    close *= 1 + 0.001 + 0.01 * normal();
    return close;
  });
  const { sharpe_ratio: ratio, bootstrap: told } = await answer(running, {
    ...ownPrices({ A: path }),
    objective: 'equal_weight',
    bootstrap: { samples: 600, block_days: 1, level: 0.6826894921370859 },
  });
  const { low, median, high } = told.sharpe_ratio.of_these_weights;

  // One standard error of a normal sample's ratio, a year: √252·√((1 + R²/2)/T), Lo (2002).
  const error = Math.sqrt(252 * ((1 + ratio ** 2 / 252 / 2) / 1000));
  assert.ok(Math.abs((high - low) / 2 / error - 1) < 0.1, `${(high - low) / 2} for ${error}`);
  assert.ok(Math.abs(median - ratio) < 0.1 * error);
  assert.equal(told.sharpe_ratio.optimised, told.sharpe_ratio.of_these_weights);
});

bootstrap('intervals of weights hold the true one about as often as they say', () => {
  const covered = Array.from({ length: 60 }, (_, i) => covers(i + 1)).filter(Boolean).length;

  // 90 % of 60 is 54, give or take 2.3: beyond three of these something is wrong.
  assert.ok(covered >= 47 && covered <= 60, `${covered} of 60`);
});

bootstrap('resamples without an answer are counted by their reasons', async ({ running }) => {
  const asked = { ...market(5, 2, 120), portfolio: 'fixed_mix', risk_free_rate: 0.2 };
  const told = await answer(running, { ...asked, bootstrap: { samples: 100 } });
  const { samples, answered, failed } = told.bootstrap;

  assert.ok(answered > 0 && answered < samples, `${answered}`);
  assert.equal(failed, { no_excess: samples - answered });
  assert.match(told.warnings.join(' '), /no answer on \d+ of 100 resamples/);
});

bootstrap('days without the benchmark are left out where it has a say', async ({ running }) => {
  const { prices } = market(6, 2, 60);
  const closes: Record<string, readonly (number | null)[]> = { ...prices.closes };
  closes['IDX'] = (prices.closes['A'] ?? []).map((close, t) => (t < 20 ? null : close + t));
  const asked = { prices: { ...prices, closes }, symbols: ['A', 'B'], benchmark: 'IDX' };
  const held = await answer(running, { ...asked, bootstrap: { samples: 20 } });
  const mixed = await answer(running, {
    ...asked,
    objective: 'min_volatility',
    bootstrap: { samples: 20 },
  });
  const capm = await answer(running, {
    ...asked,
    objective: 'max_utility',
    expected_returns: 'capm',
    bootstrap: { samples: 20 },
  });

  assert.is(held.bootstrap.returns_drawn, 39);
  assert.is(mixed.bootstrap.returns_drawn, 59);
  assert.is(capm.bootstrap.returns_drawn, 39);
});

bootstrap('one seed gives the same bytes, here and in a thread', async (context) => {
  for (const fields of [{}, { objective: 'hrp' }]) {
    const asked = {
      ...market(7, 4),
      ...fields,
      bootstrap: { samples: 40, seed: 3, block_days: 5 },
    };
    const [here, there] = [await post(context.running, asked), await post(context.threaded, asked)];
    const other = { ...asked, bootstrap: { ...asked.bootstrap, seed: 4 } };

    assert.is(here.status, 200, here.body);
    assert.is(here.body, there.body);
    assert.is.not(here.body, (await post(context.running, other)).body);
  }
});

for (const { title, fields, told } of [
  { title: 'a number', fields: { bootstrap: 3 }, told: ['bootstrap'] },
  {
    title: 'members of its own making',
    fields: { bootstrap: { sample: 3, block_days: 0, level: 1, seed: 0.5, samples: 1e9 } },
    told: ['sample', 'samples', 'block_days', 'level', 'seed'].map((one) => `bootstrap.${one}`),
  },
  {
    title: 'days on which some symbols have no price',
    fields: { bootstrap: true, objective: 'hrp', missing: 'pairwise' },
    told: ['bootstrap'],
  },
]) {
  bootstrap(`${title} is a fault`, async ({ running }) => {
    const reply = await post(running, { ...market(1, 2), ...fields });
    const { faults = [] } = JSON.parse(reply.body);

    assert.is(reply.status, 400);
    assert.equal(
      faults.map(({ field }: { field: string }) => field),
      told,
    );
  });
}

bootstrap('a frontier has none', async ({ running }) => {
  const body = JSON.stringify({ ...market(1, 2), bootstrap: true });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });

  assert.is(reply.status, 400);
  assert.match(reply.body, /belongs to POST \/backend/);
});

/** Whether the middle 90 % of resampled weights hold the true weight of a seeded market. */
function covers(seed: number): boolean {
  // Independent symbols of deviations 1 % and 1.5 %: least variance holds 9/13 of the first.
  const truth = 9 / 13;
  const normal = normals(1000 + seed);
  const values = new Float64Array(2 * 201).fill(1);
  for (let k = 2; k < values.length; k++) {
    values[k] = (values[k - 2] ?? 0) * (1 + (k % 2 === 0 ? 0.01 : 0.015) * normal());
  }
  const drawn = solveDraws({
    optimisation: { kind: 'mix', input: leastVariance({ rows: 201, columns: 2, values }) },
    draws: Array.from({ length: 100 }, (_, i) => ({
      seed: 7919 * (i + 1) + seed,
      method: 'stationary' as const,
      blockDays: 1,
    })),
  });
  const weights = drawn.flatMap(({ outcome }) => (outcome?.answered ? [outcome.weights] : []));
  const first = weights.map((each) => each[0] ?? Number.NaN).sort((one, other) => one - other);
  assert.is(first.length, 100);
  return (first[4] ?? 1) <= truth && truth <= (first[95] ?? 0);
}

function leastVariance(closes: ReturnType<typeof simulatedCloses>) {
  return {
    closes,
    riskFreeRate: 0,
    periodsPerYear: 252,
    question: {
      objective: { name: 'min_volatility' as const },
      estimate: plainEstimate,
      bounds: { lower: [0, 0], upper: [1, 1] },
      l2: 0,
    },
  };
}

bootstrap.run();
