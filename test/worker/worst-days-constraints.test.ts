import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, post } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { sixSymbolMarket, sixSymbolQuestion } from '../support/six-symbols.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Groups, leverage, turnover and costs of what linear programs optimise, over HTTP.
const days = suite<{ running: RunningApp }>('worst-days-constraints');

days.before(async (context) => {
  context.running = await startApp(sixSymbolMarket(23));
});

days.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...sixSymbolQuestion, ...fields });
  assert.is(reply.status, 200, reply.body);
  assert.not.match(reply.body, /NaN/);
  return JSON.parse(reply.body);
}

async function refused(running: RunningApp, fields: object) {
  const reply = await post(running, { ...sixSymbolQuestion, ...fields });
  assert.ok(reply.status === 400 || reply.status === 422, `${reply.status} ${reply.body}`);
  assert.not.match(reply.body, /NaN|node_modules/);
  return reply.body;
}

/** What holds an answer back, by the constraint's name. */
function priceOf(answer: { certificate: { active_constraints: unknown } }, name: string): number {
  const active = answer.certificate.active_constraints as readonly {
    readonly constraint: string;
    readonly shadow_price: number;
  }[];
  return active.find(({ constraint }) => constraint === name)?.shadow_price ?? Number.NaN;
}

const groups = { tech: ['CHIP', 'drug'], old: ['AIR', 'BANK', 'ENERGY'] };

const objectives = [
  { objective: 'min_cvar' },
  { objective: 'min_cvar', target_return: 0.3 },
  { objective: 'min_cvar', l2: 0.01 },
  { objective: 'min_cdar' },
  { objective: 'min_cdar', target_return: 0.3 },
  { objective: 'min_cdar', l2: 0.1 },
  { objective: 'target_cvar', target_cvar: 0.02 },
  { objective: 'target_cvar', target_cvar: 0.02, l2: 0.1 },
  { objective: 'target_cdar', target_cdar: 0.08 },
  { objective: 'target_cdar', target_cdar: 0.08, l2: 0.1 },
  { objective: 'max_return' },
  { objective: 'max_return', l2: 0.2 },
  { objective: 'min_max_drawdown' },
  { objective: 'max_omega' },
  { objective: 'max_omega', downside_threshold: 0.0005 },
];

for (const fields of objectives) {
  days(
    `${JSON.stringify(fields)} keeps to groups, and is no better for it`,
    async ({ running }) => {
      const bounds = { tech: [0.3, 0.35], old: [null, 0.4] };
      const free = await answered(running, fields);
      const answer = await answered(running, { ...fields, groups, group_bounds: bounds });

      const { tech, old } = answer.group_weights;
      assert.ok(tech >= 0.3 - 1e-12 && tech <= 0.35 + 1e-12 && old <= 0.4 + 1e-12);
      const {
        duality_gap: gap,
        kkt_residual: residual,
        objective_value: value,
      } = answer.certificate;
      assert.ok((gap ?? 0) <= 1e-9 && (residual ?? 0) <= 1e-9, `${gap} ${residual}`);
      const sense = fields.objective.startsWith('min_') ? 1 : -1;
      assert.ok(sense * (value - free.certificate.objective_value) >= -1e-9);
      const { parameters } = answer.objective;
      assert.equal(parameters.groups, { tech: ['CHIP', 'DRUG'], old: ['AIR', 'BANK', 'ENERGY'] });
      assert.equal(parameters.group_bounds, bounds);
    },
  );

  days(`${JSON.stringify(fields)} keeps to leverage and turnover`, async ({ running }) => {
    const answer = await answered(running, {
      ...fields,
      bounds: [-0.5, 1],
      max_leverage: 1.4,
      current_weights: { AIR: 0.4, CHIP: 0.3, FOOD: 0.3 },
      max_turnover: 0.5,
    });

    assert.ok(answer.exposure.gross <= 1.4 + 1e-12, `${answer.exposure.gross}`);
    assert.ok(answer.trading.turnover <= 0.5 + 1e-12, `${answer.trading.turnover}`);
    assert.is(answer.objective.parameters.leverage, 1.4);
    assert.is(answer.objective.parameters.max_turnover, 0.5);
    assert.is(answer.trading.cost, undefined);
  });
}

days('the price of a group foretells what more room brings', async ({ running }) => {
  const at = (most: number) =>
    answered(running, { objective: 'min_cvar', groups, group_bounds: { old: [0, most] } });
  const [here, wider] = [await at(0.3), await at(0.3001)];

  const price = priceOf(here, 'group_upper');
  const gain = here.certificate.objective_value - wider.certificate.objective_value;
  near(gain / 0.0001, price, 2e-3 * price);
});

const current = { AIR: 0.5, FOOD: 0.5 };

days(
  'costs are added to the risk of the worst days, as PyPortfolioOpt does',
  async ({ running }) => {
    for (const [objective, risk] of [
      ['min_cvar', 'cvar'],
      ['min_cdar', 'cdar'],
    ] as const) {
      const fields = { objective, current_weights: current };
      const free = await answered(running, fields);
      const dear = await answered(running, { ...fields, transaction_costs: 0.002 });
      const dearest = await answered(running, { ...fields, transaction_costs: { '*': 0.5 } });

      assert.ok(dear.trading.turnover < free.trading.turnover);
      near(dear.trading.cost, 0.002 * 2 * dear.trading.turnover, 1e-15);
      near(dear.certificate.objective_value, dear.expected[risk] + dear.trading.cost, 1e-15);
      near(dearest.trading.turnover, 0, 1e-12);
      assert.ok(dear.certificate.duality_gap <= 1e-12);
    }
  },
);

days('costs come off the return where that is asked for', async ({ running }) => {
  const costs = { current_weights: current, transaction_costs: 0.01 };
  const target = await answered(running, { objective: 'min_cvar', target_return: 0.3, ...costs });
  const limit = await answered(running, { objective: 'target_cvar', target_cvar: 0.02, ...costs });
  const most = await answered(running, { objective: 'max_return', ...costs });

  near(target.expected.return - target.trading.cost, 0.3, 1e-10);
  near(target.certificate.objective_value, target.expected.cvar, 1e-15);
  for (const answer of [limit, most]) {
    const after = answer.expected.return - answer.trading.cost;
    near(answer.certificate.objective_value, after, 1e-12);
  }
});

days('a return and the limit of its risk lead to the same portfolio', async ({ running }) => {
  const constraints = {
    groups,
    group_bounds: { tech: [0, 0.3] },
    current_weights: current,
    transaction_costs: 0.001,
    max_turnover: 0.7,
  };
  const most = await answered(running, {
    objective: 'target_cdar',
    target_cdar: 0.05,
    ...constraints,
  });
  const least = await answered(running, {
    objective: 'min_cdar',
    target_return: most.certificate.objective_value,
    ...constraints,
  });

  near(most.expected.cdar, 0.05, 1e-12);
  near(least.expected.cdar, 0.05, 1e-9);
  near(1 / priceOf(most, 'target_cdar'), priceOf(least, 'target_return'), 1e-6);
});

days('a held portfolio takes groups and leverage at the start', async ({ running }) => {
  const answer = await answered(running, {
    objective: 'min_max_drawdown',
    groups,
    group_bounds: { old: [null, 0.3] },
    bounds: [-0.2, 1],
    leverage: 1.2,
  });

  assert.ok(answer.group_weights.old <= 0.3 + 1e-12);
  assert.ok(answer.exposure.gross <= 1.2 + 1e-12);
  near(answer.max_drawdown, answer.metrics.portfolio.max_drawdown.depth, 1e-12);
  assert.ok(answer.certificate.duality_gap <= 1e-9);
});

days('market-neutral worst days keep to groups', async ({ running }) => {
  const answer = await answered(running, {
    objective: 'min_cvar',
    target_return: 0.1,
    market_neutral: true,
    groups,
    group_bounds: { tech: [0, 0.2] },
    leverage: 1,
  });

  const { tech } = answer.group_weights;
  assert.ok(tech >= -1e-12 && tech <= 0.2 + 1e-12 && answer.exposure.gross <= 1 + 1e-12);
  assert.ok(answer.certificate.duality_gap <= 1e-12);
});

days('the highest return takes few positions', async ({ running }) => {
  const answer = await answered(running, {
    objective: 'max_return',
    bounds: [0, 0.6],
    max_positions: 2,
    min_position: 0.45,
  });

  assert.is(answer.exposure.positions, 2);
  assert.is(answer.certificate.optimality.proven, true);
});

for (const fields of [
  { objective: 'min_cvar' },
  { objective: 'min_cvar', target_return: 0.3, bounds: [0, 0.6] },
  { objective: 'min_cvar', bounds: [-0.3, 1], leverage: 1.4 },
  { objective: 'min_cdar' },
  { objective: 'target_cvar', target_cvar: 0.01 },
  { objective: 'target_cdar', target_cdar: 0.08 },
]) {
  days(`${JSON.stringify(fields)} holds few positions, and large ones`, async ({ running }) => {
    const free = await answered(running, fields);
    const answer = await answered(running, { ...fields, max_positions: 3, min_position: 0.15 });

    const held = Object.values<number>(answer.optimal_allocations).filter((one) => one !== 0);
    assert.ok(held.length <= 3 && held.every((one) => Math.abs(one) >= 0.15), `${held}`);
    assert.is(answer.exposure.positions, held.length);
    const { optimality, objective_value: value, duality_gap: gap } = answer.certificate;
    assert.is(optimality.method, 'branch-and-bound');
    assert.is(optimality.proven, true);
    assert.ok(optimality.gap <= 1e-12 && gap <= 1e-12);
    const sense = fields.objective.startsWith('min_') ? 1 : -1;
    assert.ok(sense * (value - free.certificate.objective_value) >= -1e-12);
    assert.is(answer.objective.parameters.max_positions, 3);
    assert.is(answer.objective.parameters.min_position, 0.15);
  });
}

days('more positions are never worse', async ({ running }) => {
  const at = (count: number) =>
    answered(running, { objective: 'min_cvar', bounds: [0, 0.9], max_positions: count });
  const values: number[] = [];
  for (const count of [2, 3, 4, 6]) {
    const { certificate } = await at(count);
    values.push(certificate.objective_value);
  }

  for (const [k, value] of values.entries()) assert.ok(value <= (values[k - 1] ?? 1) + 1e-15);
});

days('constraints are kept on the way of a walk, and drawn again', async ({ running }) => {
  const fields = { objective: 'min_cvar', groups, group_bounds: { tech: [0.3, 0.4] } };
  const drawn = await answered(running, { ...fields, bootstrap: { samples: 20 } });
  const body = JSON.stringify({
    ...sixSymbolQuestion,
    ...fields,
    walk_forward: { train_days: 150, every: 'month' },
  });
  const reply = await ask(`${running.url}/backend/backtest`, { method: 'POST', body });

  assert.is(Object.keys(drawn.bootstrap.weights).length, 6);
  assert.is(reply.status, 200, reply.body);
  assert.is(JSON.parse(reply.body).walk_forward.unanswered, 0);
});

const impossible = { tech: [0.6, 1], old: [0.6, 1] };

const refusals: readonly { readonly fields: object; readonly says: RegExp }[] = [
  ...['min_cvar', 'min_cdar', 'min_max_drawdown', 'max_return', 'max_omega'].flatMap(
    (objective) => [
      {
        fields: { objective, groups, group_bounds: impossible },
        says: /ill-posed.*the group ..tech.*the group ..old.*Loosen one/,
      },
      {
        fields: {
          objective,
          bounds: { CHIP: [0.5, 1] },
          current_weights: current,
          max_turnover: 0.3,
        },
        says: /ill-posed.*max_turnover.*bounds.* of .*CHIP.*Loosen one/,
      },
      {
        fields: { objective, groups: { tech: ['CHIP', 'NOPE'] } },
        says: /groups.tech.*names NOPE, not among the symbols/,
      },
      { fields: { objective, max_turnover: 1 }, says: /needs .*current_weights/ },
    ],
  ),
  {
    fields: { objective: 'min_cvar', l2: 0.1, groups, group_bounds: impossible },
    says: /ill-posed.*the group ..tech.*the group ..old/,
  },
  {
    fields: { objective: 'target_cdar', target_cdar: 0.1, groups, group_bounds: impossible },
    says: /ill-posed.*the group ..tech.*the group ..old/,
  },
  {
    fields: {
      objective: 'min_cvar',
      market_neutral: true,
      target_return: 0,
      groups,
      leverage: 1,
      group_bounds: { tech: [0.8, 1] },
    },
    says: /ill-posed.*No weights that add up to 0 keep.*tech.*leverage/,
  },
  {
    fields: {
      objective: 'min_cvar',
      target_return: 2,
      groups,
      group_bounds: { old: [0.5, 1] },
      current_weights: current,
      max_turnover: 0.9,
      transaction_costs: 0.01,
    },
    says: /ill-posed.*target_return.* reach from .* to .* after .*transaction_costs.*in between.*loosen .*group_bounds.*max_turnover/,
  },
  {
    fields: {
      objective: 'min_cdar',
      target_return: 2,
      l2: 0.1,
      groups,
      group_bounds: { old: [0.5, 1] },
    },
    says: /ill-posed.*target_return.* reach from .*loosen .*group_bounds/,
  },
  {
    fields: {
      objective: 'target_cvar',
      target_cvar: 0.0001,
      groups,
      group_bounds: { old: [null, 0.1] },
    },
    says: /ill-posed.*so little of that risk.* reach from .*target_cvar.*in between.*loosen .*group_bounds/,
  },
  {
    fields: {
      objective: 'target_cdar',
      target_cdar: 0.0001,
      l2: 0.1,
      bounds: [-1, 1],
      leverage: 1.1,
    },
    says: /ill-posed.*so little of that risk.*loosen .*leverage/,
  },
  {
    fields: { objective: 'min_max_drawdown', current_weights: {}, transaction_costs: 0.01 },
    says: /transaction_costs.*which no drawdown shows.*max_turnover/,
  },
  {
    fields: { objective: 'max_omega', max_positions: 2 },
    says: /max_positions.*judges single days.*min_cvar.*send the symbols/,
  },
  {
    fields: { objective: 'min_semivariance', min_position: 0.1 },
    says: /min_position.*judges single days/,
  },
  {
    fields: { objective: 'min_cdar', max_positions: 2, bounds: [0, 0.4] },
    says: /max_positions.*at most 0.8: raise it/,
  },
  {
    fields: {
      objective: 'min_cvar',
      max_positions: 2,
      groups,
      group_bounds: { tech: [0.3, 0.4], old: [0.3, 0.4] },
    },
    says: /ill-posed.*No choice of at most .*max_positions.* keeps to the other constraints/,
  },
  {
    fields: { objective: 'target_cvar', target_cvar: 0.0001, max_positions: 2 },
    says: /ill-posed.*so little of that risk/,
  },
  {
    fields: { objective: 'min_cvar', target_return: 0, market_neutral: true, max_positions: 2 },
    says: /max_positions.*chosen for weights that add up to 1/,
  },
  {
    fields: { objective: 'max_omega', current_weights: {}, transaction_costs: 0.01 },
    says: /transaction_costs.*the Omega ratio is of returns a day.*max_turnover/,
  },
  { fields: { objective: 'min_cvar', leverage: 0.9 }, says: /from 1 to 20/ },
];

for (const { fields, says } of refusals) {
  days(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    assert.match(await refused(running, fields), says);
  });
}

days.run();
