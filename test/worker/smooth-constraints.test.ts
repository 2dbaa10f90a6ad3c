import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { post } from '../support/asking.ts';
import { sixSymbolMarket, sixSymbolQuestion } from '../support/six-symbols.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const smooth = suite<{ running: RunningApp }>('smooth-constraints');

smooth.before(async (context) => {
  context.running = await startApp(sixSymbolMarket(29));
});

smooth.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...sixSymbolQuestion, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}

/** What constraints hold an answer back. */
function kinds(answer: {
  readonly certificate: { readonly active_constraints: readonly { readonly constraint: string }[] };
}): readonly string[] {
  return answer.certificate.active_constraints.map(({ constraint }) => constraint);
}

const groups = { tech: ['CHIP', 'DRUG'], old: ['AIR', 'BANK', 'ENERGY'] };
const group_bounds = { tech: [0.3, 0.35], old: [null, 0.4] };
const current_weights = { AIR: 0.5, FOOD: 0.5 };

/** With the largest objective value last: 1 where the objective is maximised, −1 where it is minimised. */
const objectives = [
  { fields: { objective: 'max_decorrelation' }, sense: -1, costly: false },
  { fields: { objective: 'min_semivariance' }, sense: -1, costly: true },
  { fields: { objective: 'min_semivariance', target_return: 0.3 }, sense: -1, costly: true },
  { fields: { objective: 'max_sortino' }, sense: 1, costly: true },
  { fields: { objective: 'max_downside_utility', risk_aversion: 3 }, sense: 1, costly: true },
  {
    fields: { objective: 'target_semideviation', target_semideviation: 0.1 },
    sense: 1,
    costly: true,
  },
  { fields: { objective: 'kelly' }, sense: 1, costly: true },
] as const;

for (const { fields, sense, costly } of objectives) {
  const called = 'target_return' in fields ? `${fields.objective} of a return` : fields.objective;

  smooth(`${called} keeps to groups, and is no better for it`, async ({ running }) => {
    const free = await answered(running, fields);
    const held = await answered(running, { ...fields, groups, group_bounds });

    const { tech, old } = held.group_weights;
    assert.ok(tech >= 0.3 - 1e-12 && tech <= 0.35 + 1e-12 && old <= 0.4 + 1e-12);
    assert.ok(held.certificate.kkt_residual <= 1e-10);
    const gain = held.certificate.objective_value - free.certificate.objective_value;
    assert.ok(sense * gain <= 1e-12, `${gain}`);
    assert.equal(held.objective.parameters.group_bounds, group_bounds);
    assert.ok(kinds(held).some((kind) => kind.startsWith('group_')));
  });

  smooth(`${called} keeps to a turnover`, async ({ running }) => {
    const answer = await answered(running, { ...fields, current_weights, max_turnover: 0.45 });

    assert.ok(answer.trading.turnover <= 0.45 + 1e-12);
    assert.ok(answer.certificate.kkt_residual <= 1e-10);
    if (answer.trading.turnover > 0.45 - 1e-9) assert.ok(kinds(answer).includes('turnover'));
  });

  smooth(`${called} keeps to a leverage`, async ({ running }) => {
    const answer = await answered(running, { ...fields, bounds: [-1, 1], leverage: 1.1 });

    assert.ok(answer.exposure.gross <= 1.1 + 1e-12);
    assert.ok(answer.certificate.kkt_residual <= 1e-10);
  });

  if (!costly) continue;
  smooth(`costs keep the trades of ${called} small`, async ({ running }) => {
    const traded = async (rate: number) => {
      const costs = { current_weights, transaction_costs: rate };
      const { trading, certificate } = await answered(running, { ...fields, ...costs });
      assert.ok(certificate.kkt_residual <= 1e-10);
      near(trading.cost, 2 * rate * trading.turnover, 1e-14);
      return trading.turnover;
    };

    assert.ok((await traded(0.01)) <= (await traded(0)) + 1e-12);
  });
}

smooth('costs that are more than can be won leave all as it is', async ({ running }) => {
  for (const objective of ['min_semivariance', 'max_downside_utility', 'kelly']) {
    const costs = { current_weights, transaction_costs: 0.5 };
    const answer = await answered(running, { objective, ...costs });

    near(answer.trading.turnover, 0, 1e-12);
  }
});

smooth('the price of a group foretells what more room brings', async ({ running }) => {
  for (const { fields, sense } of objectives) {
    const at = (most: number) =>
      answered(running, { ...fields, groups, group_bounds: { tech: [0, most] } });
    const [here, wider] = [await at(0.1), await at(0.1001)];
    const active: readonly { readonly constraint: string; readonly shadow_price: number }[] =
      here.certificate.active_constraints;
    const price = active.find(({ constraint }) => constraint === 'group_upper')?.shadow_price ?? 0;

    const gain = sense * (wider.certificate.objective_value - here.certificate.objective_value);
    near(gain / 0.0001, price, 1e-2 * price + 1e-9);
  }
});

smooth('half of a Kelly mix trades half of it', async ({ running }) => {
  const half = {
    objective: 'kelly',
    kelly_fraction: 0.5,
    current_weights: { AIR: 0.2, FOOD: 0.3 },
  };
  const free = await answered(running, half);
  const held = await answered(running, { ...half, max_turnover: 0.1 });

  assert.ok(free.trading.turnover > 0.1);
  near(held.trading.turnover, 0.1, 1e-12);
  assert.ok(held.certificate.objective_value < free.certificate.objective_value);
});

smooth('a Sortino ratio is told before costs, and optimised after them', async ({ running }) => {
  const costs = { current_weights, transaction_costs: 0.01 };
  const answer = await answered(running, { objective: 'max_sortino', ...costs });

  const { return: expected, semideviation, sortino_ratio } = answer.expected;
  near(sortino_ratio, expected / semideviation, 1e-12);
  const after = (expected - answer.trading.cost) / semideviation;
  near(answer.certificate.objective_value, after, 1e-12);
});

const refusals: readonly { readonly fields: object; readonly says: RegExp }[] = [
  {
    fields: { objective: 'max_decorrelation', current_weights: {}, transaction_costs: 0.1 },
    says: /transaction_costs.*counted in returns, which .*max_decorrelation.* does not look at/,
  },
  {
    fields: { objective: 'kelly', max_positions: 2 },
    says: /max_positions.*applies to .*objective.*max_sharpe.* only/,
  },
  { fields: { objective: 'kelly', max_turnover: 1 }, says: /needs .*current_weights/ },
  {
    fields: { objective: 'risk_parity', groups },
    says: /groups.*applies to .*objective.*kelly.* only/,
  },
  {
    fields: {
      objective: 'kelly',
      groups,
      group_bounds: { tech: [0.6, 1], old: [0.6, 1] },
    },
    says: /ill-posed.*the group ..tech.*the group ..old.*Loosen one/,
  },
  {
    fields: {
      objective: 'max_sortino',
      bounds: { CHIP: [0.5, 1] },
      current_weights,
      max_turnover: 0.3,
    },
    says: /ill-posed.*max_turnover.*bounds.* of .*CHIP.*Loosen one/,
  },
  {
    fields: { objective: 'min_semivariance', target_return: 3, current_weights, max_turnover: 0.3 },
    says: /ill-posed.*target_return.*efficient ones reach from/,
  },
  {
    fields: {
      objective: 'target_semideviation',
      target_semideviation: 0.0001,
      current_weights,
      max_turnover: 0.3,
    },
    says: /ill-posed.*so little of that risk.*target_semideviation/,
  },
  {
    fields: {
      objective: 'max_sortino',
      risk_free_rate: 2,
      current_weights,
      transaction_costs: 0.01,
    },
    says: /ill-posed.*above the risk-free rate/,
  },
];

for (const { fields, says } of refusals) {
  smooth(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    const reply = await post(running, { ...sixSymbolQuestion, ...fields });

    assert.ok(reply.status === 400 || reply.status === 422, `${reply.status} ${reply.body}`);
    assert.match(reply.body, says);
    assert.not.match(reply.body, /NaN|node_modules/);
  });
}

smooth.run();
