import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { ask, post } from '../support/asking.ts';
import { sixSymbolMarket, sixSymbolQuestion } from '../support/six-symbols.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const constraints = suite<{ running: RunningApp }>('constraints');

constraints.before(async (context) => {
  context.running = await startApp(sixSymbolMarket(23));
});

constraints.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...sixSymbolQuestion, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

async function refused(running: RunningApp, fields: object) {
  const reply = await post(running, { ...sixSymbolQuestion, ...fields });
  assert.ok(reply.status === 400 || reply.status === 422, `${reply.status} ${reply.body}`);
  assert.not.match(reply.body, /NaN|node_modules/);
  return reply.body;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}

const groups = { tech: ['CHIP', 'drug'], old: ['AIR', 'BANK', 'ENERGY'] };

const objectives = [
  { portfolio: 'fixed_mix' },
  { objective: 'min_volatility' },
  { objective: 'target_return', target_return: 0.3 },
  { objective: 'target_volatility', target_volatility: 0.1 },
  { objective: 'max_utility', risk_aversion: 3 },
  { objective: 'max_diversification' },
];

for (const fields of objectives) {
  constraints(`${fields.objective ?? 'max_sharpe'} keeps to groups`, async ({ running }) => {
    const bounds = { tech: [0.3, 0.35], old: [null, 0.4] };
    const answer = await answered(running, { ...fields, groups, group_bounds: bounds });

    const { tech, old } = answer.group_weights;
    assert.ok(tech >= 0.3 - 1e-12 && tech <= 0.35 + 1e-12 && old <= 0.4 + 1e-12);
    assert.ok(answer.certificate.kkt_residual <= 1e-10);
    const parameters = answer.objective.parameters;
    assert.equal(parameters.groups, { tech: ['CHIP', 'DRUG'], old: ['AIR', 'BANK', 'ENERGY'] });
    assert.equal(parameters.group_bounds, bounds);
  });
}

constraints('the price of a group foretells what more room brings', async ({ running }) => {
  const at = (most: number) =>
    answered(running, {
      portfolio: 'fixed_mix',
      groups: { CHIP: 'tech', DRUG: 'tech' },
      group_bounds: { tech: [0, most] },
    });
  const [here, wider] = [await at(0.1), await at(0.1001)];
  const held = here.certificate.active_constraints.find(
    ({ constraint }: { constraint: string }) => constraint === 'group_upper',
  );

  assert.is(held.group, 'tech');
  const gain = wider.certificate.objective_value - here.certificate.objective_value;
  near(gain / 0.0001, held.shadow_price, 2e-3 * held.shadow_price);
});

constraints('leverage limits what short sales pay for', async ({ running }) => {
  const fields = { portfolio: 'fixed_mix', bounds: [-1, 1] };
  const free = await answered(running, fields);
  const held = await answered(running, { ...fields, leverage: 1.2 });

  const gross = Object.values<number>(free.optimal_allocations).reduce(
    (sum, weight) => sum + Math.abs(weight),
    0,
  );
  assert.ok(gross > 1.2);
  near(held.exposure.gross, 1.2, 1e-12);
  near(held.exposure.short, 0.1, 1e-12);
  assert.ok(held.expected.sharpe_ratio < free.expected.sharpe_ratio);
});

const current = { AIR: 0.5, FOOD: 0.5 };

constraints('turnover is half of what is traded', async ({ running }) => {
  const fields = { objective: 'min_volatility', current_weights: { food: 0.5, BANK: 0.5 } };
  const free = await answered(running, fields);
  const held = await answered(running, { ...fields, max_turnover: 0.2 });

  assert.ok(free.trading.turnover > 0.2);
  near(held.trading.turnover, 0.2, 1e-12);
  near(held.trading.bought, 0.2, 1e-12);
  near(held.trading.trades.AIR, held.optimal_allocations.AIR, 1e-15);
  const active = held.certificate.active_constraints.map(
    ({ constraint }: { constraint: string }) => constraint,
  );
  assert.ok(active.includes('turnover'));
});

constraints('costs keep trades small, and are told', async ({ running }) => {
  const fields = { objective: 'max_utility', risk_aversion: 3, current_weights: current };
  const free = await answered(running, fields);
  const dear = await answered(running, { ...fields, transaction_costs: 0.02 });
  const dearest = await answered(running, { ...fields, transaction_costs: { '*': 0.5 } });

  assert.ok(dear.trading.turnover < free.trading.turnover);
  near(dear.trading.cost, 0.02 * 2 * dear.trading.turnover, 1e-15);
  assert.equal(dearest.optimal_allocations, {
    AIR: 0.5,
    BANK: 0,
    CHIP: 0,
    DRUG: 0,
    ENERGY: 0,
    FOOD: 0.5,
  });
});

constraints(
  'positions are few and large enough, and that they are best is proved',
  async ({ running }) => {
    const answer = await answered(running, {
      objective: 'min_volatility',
      max_positions: 3,
      min_position: 0.1,
      bounds: [0, 0.5],
    });
    const held = Object.values<number>(answer.optimal_allocations).filter((weight) => weight !== 0);

    assert.ok(held.length <= 3 && held.every((weight) => weight >= 0.1 - 1e-12));
    assert.is(answer.exposure.positions, held.length);
    const { optimality } = answer.certificate;
    assert.is(optimality.method, 'branch-and-bound');
    assert.is(optimality.proven, true);
    near(optimality.gap, 0, 1e-9);
  },
);

constraints('a frontier keeps to groups', async ({ running }) => {
  const body = JSON.stringify({
    ...sixSymbolQuestion,
    points: 6,
    groups,
    group_bounds: { tech: [0.3, 0.5] },
  });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });
  const answer = JSON.parse(reply.body);
  const fields = { groups, group_bounds: { tech: [0.3, 0.5] } };
  const best = await answered(running, { portfolio: 'fixed_mix', ...fields });
  const least = await answered(running, { objective: 'min_volatility', ...fields });

  assert.is(reply.status, 200, reply.body);
  assert.is(answer.corners, null);
  assert.is(answer.points.length, 6);
  for (const { weights } of answer.points) {
    const tech = weights.CHIP + weights.DRUG;
    assert.ok(tech >= 0.3 - 1e-12 && tech <= 0.5 + 1e-12);
  }
  near(answer.max_sharpe.sharpe_ratio, best.expected.sharpe_ratio, 1e-10);
  near(answer.min_volatility.volatility, least.expected.volatility, 1e-10);
  assert.ok(answer.certificate.kkt_residual <= 1e-10);
  const { certificate } = answer.points[3];
  assert.ok(certificate.kkt_residual <= 1e-10);
  const kinds = certificate.active_constraints.map(
    ({ constraint }: { constraint: string }) => constraint,
  );
  assert.ok(kinds.includes('target_return'), `${kinds}`);
  assert.ok(
    kinds.some((kind: string) => kind.startsWith('group')),
    `${kinds}`,
  );
});

const refusals: readonly { readonly fields: object; readonly says: RegExp }[] = [
  { fields: { groups }, says: /groups.*a fixed mix only/ },
  {
    fields: { objective: 'hrp', max_turnover: 1 },
    says: /max_turnover.*applies to .*objective.*max_sharpe.* only/,
  },
  {
    fields: { objective: 'max_diversification', current_weights: {}, transaction_costs: 0.1 },
    says: /transaction_costs.*counted in returns.*send .*max_turnover/,
  },
  {
    fields: { objective: 'min_volatility', groups: { tech: ['CHIP', 'NOPE'] } },
    says: /groups.tech.*names NOPE, not among the symbols/,
  },
  {
    fields: { objective: 'min_volatility', groups: { CHIP: 'tech', NADA: 'old' } },
    says: /names NADA, not among the symbols/,
  },
  {
    fields: { objective: 'min_volatility', groups: { CHIP: 'tech', old: ['AIR'] } },
    says: /must be groups of symbols such as/,
  },
  {
    fields: { objective: 'min_volatility', groups, group_bounds: { tach: [0, 1] } },
    says: /group_bounds.tach.*is not a group: those of .*tech, old/,
  },
  {
    fields: { objective: 'min_volatility', group_bounds: { tech: [0, 1] } },
    says: /group_bounds.*needs .*groups/,
  },
  {
    fields: { objective: 'min_volatility', groups, group_bounds: { tech: [0.5, 0.2] } },
    says: /0.5 above 0.2: exchange/,
  },
  {
    fields: {
      objective: 'min_volatility',
      bounds: [0, 0.3],
      groups,
      group_bounds: { tech: [0.7, 1] },
    },
    says: /at least 0.7.*at most 0.6: lower it, or widen the bounds/,
  },
  {
    fields: {
      objective: 'min_volatility',
      groups,
      group_bounds: { tech: [0.6, 1], old: [0.6, 1] },
    },
    says: /ill-posed.*the group ..tech.*the group ..old.*Loosen one/,
  },
  {
    fields: {
      objective: 'min_volatility',
      bounds: { CHIP: [0.5, 1] },
      current_weights: current,
      max_turnover: 0.3,
    },
    says: /ill-posed.*max_turnover.*bounds.* of .*CHIP.*Loosen one/,
  },
  { fields: { objective: 'min_volatility', max_turnover: 1 }, says: /needs .*current_weights/ },
  { fields: { objective: 'min_volatility', leverage: 0.9 }, says: /from 1 to 20/ },
  {
    fields: { objective: 'min_volatility', current_weights: { NOPE: 1 } },
    says: /current_weights.*names NOPE/,
  },
  {
    fields: { objective: 'min_volatility', current_weights: { AIR: 'all' } },
    says: /current_weights.AIR.*share of the portfolio's value/,
  },
  {
    fields: { objective: 'min_volatility', current_weights: {}, transaction_costs: -1 },
    says: /transaction_costs.*share of the value traded/,
  },
  {
    fields: { objective: 'min_volatility', max_positions: 2, bounds: [0, 0.4] },
    says: /max_positions.*at most 0.8: raise it/,
  },
  {
    fields: {
      objective: 'min_volatility',
      max_positions: 1,
      bounds: { AIR: [0.1, 1], BANK: [0.1, 1] },
    },
    says: /max_positions.*keep 2 symbols/,
  },
  {
    fields: { objective: 'min_volatility', min_position: 0.5, bounds: [0, 0.4] },
    says: /min_position.*no weight so large/,
  },
  {
    fields: {
      objective: 'min_volatility',
      min_position: 0.3,
      max_positions: 2,
      bounds: [0, 0.55],
      groups,
      group_bounds: { tech: [0.1, 0.2] },
    },
    says: /ill-posed.*No choice of positions keeps to all that is asked: raise ."max_positions.", lower ."min_position.", loosen ."group_bounds.", or widen ."bounds."/,
  },
];

for (const { fields, says } of refusals) {
  constraints(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    assert.match(await refused(running, fields), says);
  });
}

/** Closes from seeded returns of 40 days; those of HEDGE are the other way round than FALL's. */
function hedgedPrices() {
  const random = uniformRandom(11);
  const closes: Record<string, number[]> = { FALL: [50], HEDGE: [50], PLAIN: [50], OTHER: [50] };
  for (let day = 0; day < 40; day++) {
    const move = 0.03 * (random() - 0.5);
    const moves = [move, -move, 0.03 * (random() - 0.5), 0.03 * (random() - 0.5)];
    for (const [i, series] of Object.values(closes).entries()) {
      series.push(Number(((series[day] ?? 0) * (1 + (moves[i] ?? 0))).toFixed(10)));
    }
  }
  const dates = Array.from({ length: 41 }, (_, day) =>
    new Date(Date.UTC(2020, 0, 2 + day)).toISOString().slice(0, 10),
  );
  return { dates, closes };
}

for (const fields of [{}, { max_positions: 3 }, { l2: 1e-9 }]) {
  const title = `${JSON.stringify({ min_position: 0.3, ...fields })} leaves no dust where risk is hedged`;
  constraints(title, async ({ running }) => {
    const reply = await post(running, {
      prices: hedgedPrices(),
      benchmark: null,
      objective: 'min_volatility',
      min_position: 0.3,
      ...fields,
    });
    assert.is(reply.status, 200, reply.body);
    const { optimal_allocations: weights, certificate } = JSON.parse(reply.body);

    for (const weight of Object.values<number>(weights)) assert.ok(weight === 0 || weight >= 0.3);
    near(weights.FALL, 0.5, 1e-6);
    assert.ok(certificate.optimality.proven);
    assert.ok(certificate.optimality.bound <= certificate.objective_value + 1e-15);
  });
}

const riskless = [
  { fields: { objective: 'max_diversification' }, says: /leaves no volatility.*leave one of them/ },
  {
    fields: { objective: 'max_sharpe', portfolio: 'fixed_mix' },
    says: /without any risk.*risk_model/,
  },
];

for (const { fields, says } of riskless) {
  constraints(
    `${JSON.stringify(fields)} of two that cancel says what it looks at`,
    async (context) => {
      const symbols = ['FALL', 'HEDGE'];
      const model = {
        symbols,
        covariance: [
          [0.04, -0.04],
          [-0.04, 0.04],
        ],
      };
      const expected = { expected_returns: { FALL: 0.1, HEDGE: 0.1 } };
      const body = { prices: hedgedPrices(), symbols, risk_model: model, ...expected, ...fields };
      const reply = await post(context.running, { ...body, benchmark: null });

      assert.is(reply.status, 422, reply.body);
      assert.match(reply.body, says);
    },
  );
}

constraints('a symbol that never fell is not said to stand still', async ({ running }) => {
  const dates = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'];
  const prices = { dates, closes: { UP: [10, 11, 11.5, 12], DOWN: [10, 11, 10, 9] } };
  const fields = { objective: 'risk_parity', risk_model: 'semicovariance', benchmark: null };
  const reply = await post(running, { prices, ...fields });

  assert.is(reply.status, 422, reply.body);
  assert.match(reply.body, /UP has no volatility in this estimate.*risk_model/);
});

constraints('a Sortino ratio without a bad day says which fields it looks at', async (context) => {
  const dates = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'];
  const prices = { dates, closes: { UP: [10, 11, 11.5, 12] } };
  const reply = await post(context.running, { prices, benchmark: null, objective: 'max_sortino' });

  assert.is(reply.status, 422, reply.body);
  assert.match(reply.body, /any day below .*downside_threshold.*raise/);
  assert.not.match(reply.body, /risk_model/);
});

constraints('a frontier has no place for few positions', async ({ running }) => {
  const body = JSON.stringify({ ...sixSymbolQuestion, max_positions: 3 });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });

  assert.is(reply.status, 400);
  assert.match(reply.body, /max_positions.*lie on no frontier/);
});

constraints.run();
