import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { post } from '../support/asking.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const sharing = suite<{ running: RunningApp }>('sharing-bounds');

const names = ['AIR', 'BANK', 'CHIP', 'DRUG', 'ENERGY', 'FOOD'];

/** 300 made-up closes a symbol from 2011-01-26 on, and one whose price never moves. */
function market() {
  const random = uniformRandom(31);
  const moving = [...names, 'SPY'].map((name, k) => {
    let close = 100;
    const closes = Array.from({ length: 300 }, () => {
      close *= 1 + 0.0002 * k + 0.008 * (k + 1) * (random() - 0.48);
      return close;
    });
    return priceSeries(name, closes);
  });
  return [...moving, priceSeries('FLAT', Array(300).fill(50))];
}

const question = { symbols: names, start_date: '2011-01-26', end_date: '2011-12-31' };

sharing.before(async (context) => {
  context.running = await startApp(market());
});

sharing.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

const bounds = { AIR: [0, 0.2], CHIP: [0.15, 1], FOOD: [0.12, 0.13], '*': [0, 0.6] };

const objectives = [
  { objective: 'risk_parity' },
  {
    objective: 'risk_parity',
    risk_budgets: { AIR: 3, BANK: 1, CHIP: 1, DRUG: 1, ENERGY: 1, FOOD: 2 },
  },
  { objective: 'herc' },
  { objective: 'herc', linkage: 'average', clusters: 3 },
  { objective: 'nco' },
  { objective: 'nco', clusters: 2, inner_objective: 'max_sharpe' },
  { objective: 'nco', clusters: 2, inner_objective: 'risk_parity' },
  {
    objective: 'nco',
    clusters: 2,
    inner_objective: 'equal_weight',
    outer_objective: 'min_volatility',
  },
  {
    objective: 'nco',
    clusters: 2,
    inner_objective: 'min_volatility',
    outer_objective: 'risk_parity',
  },
];

for (const fields of objectives) {
  sharing(`${JSON.stringify(fields)} keeps to bounds`, async ({ running }) => {
    const answer = await answered(running, { ...fields, bounds });

    const { AIR, CHIP, FOOD } = answer.optimal_allocations;
    assert.ok(AIR <= 0.2 && CHIP >= 0.15 && FOOD >= 0.12 && FOOD <= 0.13);
    const weights = Object.values<number>(answer.optimal_allocations);
    assert.ok(weights.every((one) => one >= 0 && one <= 0.6));
    assert.is(
      weights.reduce((sum, one) => sum + one, 0),
      1,
    );
    assert.ok(answer.certificate.active_constraints.length > 0);
    assert.equal(answer.objective.parameters.bounds.AIR, [0, 0.2]);
  });

  sharing(`${JSON.stringify(fields)} is as before within wide bounds`, async ({ running }) => {
    const free = await answered(running, fields);
    const wide = await answered(running, { ...fields, bounds: [0, 0.999] });

    for (const name of names) {
      const off = free.optimal_allocations[name] - wide.optimal_allocations[name];
      assert.ok(Math.abs(off) < 1e-12, `${name}: ${off}`);
    }
  });
}

sharing(
  'risk parity tells who is at a bound, and how far from the budgets',
  async ({ running }) => {
    const answer = await answered(running, { objective: 'risk_parity', bounds });
    const { risk_budgets, certificate, expected, warnings } = answer;

    assert.equal(risk_budgets.at_bounds, ['AIR', 'FOOD']);
    const { share, budget, difference } = risk_budgets.by_symbol.AIR;
    assert.is(share, expected.risk_contributions.AIR.share);
    assert.is(budget, 1 / 6);
    assert.ok(Math.abs(difference - (share - budget)) < 1e-15 && difference < 0);
    assert.ok(risk_budgets.largest_difference >= Math.abs(difference));
    const between = ['BANK', 'CHIP', 'DRUG', 'ENERGY'].map(
      (name) => risk_budgets.by_symbol[name].share,
    );
    assert.ok(Math.max(...between) - Math.min(...between) < 1e-12);
    assert.ok(certificate.kkt_residual < 1e-11);
    const kinds = certificate.active_constraints.map(
      ({ constraint, symbol }: { constraint: string; symbol: string }) => `${symbol} ${constraint}`,
    );
    assert.equal(kinds, ['AIR upper', 'FOOD lower']);
    assert.match(warnings.join(' '), /Bounds keep some symbols from their risk budgets/);
  },
);

sharing(
  'the value of risk parity does not jump where a bound begins to hold',
  async ({ running }) => {
    const free = await answered(running, { objective: 'risk_parity' });
    const most = free.optimal_allocations.AIR;
    const at = await answered(running, {
      objective: 'risk_parity',
      bounds: { AIR: [0, most - 1e-7] },
    });

    const jump = at.certificate.objective_value - free.certificate.objective_value;
    assert.ok(Math.abs(jump) < 1e-9, `${jump}`);
    assert.equal(free.risk_budgets.at_bounds, []);
    assert.ok(free.risk_budgets.largest_difference < 1e-12);
  },
);

sharing('nested clusters under bounds tell how they were found', async ({ running }) => {
  const { warnings } = await answered(running, { objective: 'nco', bounds });

  assert.match(warnings.join(' '), /the clusters were weighed first, each between/);
});

const refusals: readonly { readonly fields: object; readonly says: RegExp }[] = [
  {
    fields: { objective: 'risk_parity', bounds: [-0.1, 1] },
    says: /bounds.*sells nothing short: send lower bounds from 0/,
  },
  { fields: { objective: 'herc', bounds: [-0.1, 1] }, says: /sells nothing short/ },
  { fields: { objective: 'nco', bounds: [-0.1, 1] }, says: /sells nothing short/ },
  {
    fields: { objective: 'risk_parity', bounds: { AIR: [0, 0] } },
    says: /gives every symbol some of the risk: send upper bounds above 0, or leave/,
  },
  {
    fields: { objective: 'risk_parity', bounds: [0, 0.1] },
    says: /allows weights of at most 0.6 together.*raise the upper bounds/,
  },
  {
    fields: { objective: 'herc', bounds: [0.2, 1] },
    says: /asks for weights of at least 1.2 together.*lower the lower bounds/,
  },
  { fields: { objective: 'risk_parity', l2: 1 }, says: /l2.*applies to .*objective.* only/ },
  {
    fields: { objective: 'risk_parity', symbols: ['AIR', 'FLAT'], bounds: [0, 0.8] },
    says: /ill-posed.*FLAT has no volatility/,
  },
];

for (const { fields, says } of refusals) {
  sharing(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    const reply = await post(running, { ...question, ...fields });

    assert.ok(reply.status === 400 || reply.status === 422, `${reply.status} ${reply.body}`);
    assert.match(reply.body, says);
    assert.not.match(reply.body, /NaN|node_modules/);
  });
}

sharing.run();
