import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allInThreads } from '../support/all-in-threads.ts';
import { ask, post } from '../support/asking.ts';
import { simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Bounds of a portfolio that is bought and held, which is what POST /backend optimises by default.
const held = suite<{ running: RunningApp; threaded: RunningApp; close: () => Promise<void> }>(
  'hold-bounds',
);

held.before(async (context) => {
  context.running = await startApp([]);
  const threads = allInThreads();
  context.threaded = await startApp([], { threads });
  context.close = threads.close;
});

held.after(async ({ running, threaded, close }) => {
  await running.stop();
  await threaded.stop();
  await close();
});

const symbols = ['A', 'B', 'C', 'D'];

/** Closes of one's own, a day each from 2020-01-01 on. */
function market(seed: number, days = 150) {
  const { columns, values } = simulatedCloses(seed, { days, symbols: 4, dailyDeviation: 0.02 });
  const column = (i: number): number[] => Array.from(values).filter((_, k) => k % columns === i);
  const dates = Array.from({ length: days }, (_, t) =>
    new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10),
  );
  const closes = Object.fromEntries(symbols.map((name, i) => [name, column(i)]));
  return { symbols, benchmark: null, prices: { dates, closes } };
}

async function answer(running: RunningApp, body: object, path = '') {
  const options = { method: 'POST', body: JSON.stringify(body) } as const;
  const reply = await ask(`${running.url}/backend${path}`, options);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

interface Constraint {
  readonly constraint: string;
  readonly symbol: string;
  readonly shadow_price: number;
}

held('bounds for all and by symbol are kept and told', async ({ running }) => {
  const all = await answer(running, { ...market(3), bounds: [0.1, 0.4] });
  const some = await answer(running, { ...market(3), bounds: { a: [0.2, 0.3], '*': [0, 0.5] } });

  for (const name of symbols) {
    assert.ok(all.optimal_allocations[name] >= 0.1 && all.optimal_allocations[name] <= 0.4);
    assert.ok(some.optimal_allocations[name] <= 0.5);
    assert.equal(all.objective.bounds[name], [0.1, 0.4]);
  }
  assert.ok(some.optimal_allocations.A >= 0.2 && some.optimal_allocations.A <= 0.3);
  assert.equal(some.objective.bounds, { A: [0.2, 0.3], B: [0, 0.5], C: [0, 0.5], D: [0, 0.5] });
  assert.is(some.objective.portfolio, 'buy_and_hold');
  assert.ok(all.certificate.converged && all.certificate.kkt_residual < 1e-9);
});

held('bounds from 0 to 1 answer the same bytes as none', async ({ running }) => {
  const plain = await post(running, market(3));
  const bound = await post(running, { ...market(3), bounds: [0, 1] });

  assert.is(bound.body, plain.body);
  assert.not.ok('bounds' in JSON.parse(plain.body).objective);
});

held('what stands at a bound is told with its price', async ({ running }) => {
  const at = (most: number) => answer(running, { ...market(3), bounds: { '*': [0.05, most] } });
  const [lower, told, higher] = [await at(0.3499), await at(0.35), await at(0.3501)];
  const active: readonly Constraint[] = told.certificate.active_constraints;
  const met = active.filter(({ constraint }) => constraint === 'upper');

  assert.ok(met.length > 0);
  for (const { constraint, symbol, shadow_price } of active) {
    assert.is(told.optimal_allocations[symbol], constraint === 'upper' ? 0.35 : 0.05);
    assert.ok(shadow_price >= 0);
  }
  const promised = met.reduce((sum, { shadow_price: price }) => sum + price, 0);
  near((higher.sharpe_ratio - lower.sharpe_ratio) / 2e-4, promised, 1e-3);
});

held('more room never lowers the ratio', async ({ running }) => {
  const ratios: number[] = [];
  for (const most of [0.25, 0.3, 0.4, 0.6, 1]) {
    ratios.push((await answer(running, { ...market(8), bounds: [0, most] })).sharpe_ratio);
  }

  assert.equal(
    ratios,
    [...ratios].sort((one, other) => one - other),
  );
});

held('three symbols are proved the best within bounds', async ({ running }) => {
  const three = { ...market(5), symbols: ['A', 'B', 'C'], bounds: [0.1, 0.5] };
  const { certificate, sharpe_ratio: ratio } = await answer(running, three);

  assert.ok(certificate.global.proven && certificate.global.upper_bound >= ratio);
  const plain = await answer(running, { ...three, global_bound: false });
  assert.not.ok('global' in plain.certificate);
});

for (const { title, bounds, field, says } of [
  { title: 'shorts', bounds: [-0.1, 1], field: 'bounds', says: /"portfolio": "fixed_mix"/ },
  { title: 'no lower bound', bounds: [null, 0.5], field: 'bounds', says: /lower bounds from 0/ },
  { title: 'loans', bounds: { A: [0, 1.2] }, field: 'bounds', says: /upper bounds up to 1/ },
  { title: 'too little', bounds: [0, 0.2], field: 'bounds', says: /at most 0.8 together/ },
  { title: 'too much', bounds: [0.3, 1], field: 'bounds', says: /at least 1.2 together/ },
  { title: 'crossed', bounds: { A: [0.4, 0.1] }, field: 'bounds.A', says: /exchange the two/ },
  { title: 'strangers', bounds: { X: [0, 0.5] }, field: 'bounds', says: /names X, not among/ },
  { title: 'a number', bounds: 0.5, field: 'bounds', says: /must be \[lower, upper\]/ },
]) {
  held(`bounds with ${title} are refused`, async ({ running }) => {
    const reply = await post(running, { ...market(3), bounds });
    const { faults } = JSON.parse(reply.body);

    assert.is(reply.status, 400, reply.body);
    assert.is(faults.length, 1, reply.body);
    assert.is(faults[0].field, field);
    assert.match(faults[0].reason, says);
  });
}

held('weights on the way keep to bounds', async ({ running }) => {
  const bounds = [0.1, 0.4];
  const walk = { ...market(3), bounds, walk_forward: { train_days: 60, every: 30 } };
  const told = await answer(running, walk, '/backtest');
  const answered = told.reoptimisations.filter((one: { answered: boolean }) => one.answered);

  assert.equal(told.objective.bounds.A, bounds);
  assert.ok(answered.length >= 1);
  for (const { weights, trained, in_sample_sharpe_ratio: promised } of answered) {
    for (const name of symbols) assert.ok(weights[name] >= 0.1 && weights[name] <= 0.4);
    const { walk_forward: _, ...once } = walk;
    const asked = { ...once, start_date: trained.start, end_date: trained.end };
    assert.is((await answer(running, asked)).sharpe_ratio, promised);
  }
});

held('resampled weights keep to bounds', async ({ running }) => {
  const question = { ...market(3), bounds: [0.1, 0.4], bootstrap: { samples: 40 } };
  const { bootstrap } = await answer(running, question);

  assert.is(bootstrap.answered, 40);
  for (const name of symbols) {
    const { low, high } = bootstrap.weights[name];
    assert.ok(low >= 0.1 && high <= 0.4);
  }
});

held('a thread answers the same bytes', async ({ running, threaded }) => {
  const question = { ...market(4), bounds: { A: [0.15, 0.3], '*': [0, 0.6] } };

  assert.is((await post(threaded, question)).body, (await post(running, question)).body);
});

held('other constraints still want a fixed mix', async ({ running }) => {
  const groups = { tech: ['A', 'B'] };
  const fields = { groups, group_bounds: { tech: [0, 0.5] }, l2: 0.1 };
  const reply = await post(running, { ...market(3), bounds: [0, 0.5], ...fields });

  assert.is(reply.status, 400);
  assert.equal(
    JSON.parse(reply.body).faults.map(({ field }: { field: string }) => field),
    ['l2', 'groups', 'group_bounds'],
  );
});

held.run();
