import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answered, refused } from '../support/answered.ts';
import { query, sixDays } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const plain = suite<{ running: RunningApp }>('plain-objectives');

plain.before(async (context) => {
  context.running = await startApp([
    ...sixDays,
    priceSeries('TWIN', [10, 11, 10.5, 11.5, 12, 11.8], { first: 18_262 }),
  ]);
});

plain.after(({ running }) => running.stop());

const named = { ...query, symbols: ['AAA', 'BBB', 'FLAT'] };
const { symbols: _, ...withoutSymbols } = query;

plain('the highest return is filled up as bounds allow', async ({ running }) => {
  const free = await answered(running, { ...named, objective: 'max_return' });
  const held = await answered(running, { ...named, objective: 'max_return', bounds: [0, 0.6] });
  const short = await answered(running, { ...named, objective: 'max_return', bounds: [-1, 2] });
  const { AAA, BBB } = free.estimate.expected_returns;
  const [best, next] = AAA > BBB ? ['AAA', 'BBB'] : ['BBB', 'AAA'];

  assert.is(free.optimal_allocations[best], 1);
  near(held.optimal_allocations[best], 0.6);
  near(held.optimal_allocations[next], 0.4);
  near(short.optimal_allocations[best], 2);
  assert.is(short.optimal_allocations.FLAT, -1);
  near(held.certificate.objective_value, held.expected.return);
  assert.is(held.certificate.kkt_residual, 0);
  const cap = held.certificate.active_constraints.find(
    (one: { constraint: string }) => one.constraint === 'upper',
  );
  near(cap.shadow_price, Math.abs(AAA - BBB), 1e-12);
});

plain(
  'of equal returns the mix that varies least is taken, and that is said',
  async ({ running }) => {
    const expected_returns = { AAA: 0.1, BBB: 0.1, FLAT: 0 };
    const tied = await answered(running, { ...named, objective: 'max_return', expected_returns });
    const least = await answered(running, { ...query, objective: 'min_volatility' });

    near(tied.optimal_allocations.AAA, least.optimal_allocations.AAA, 1e-12);
    assert.match(tied.warnings.join(), /varies least/);
    const clear = await answered(running, {
      ...named,
      objective: 'max_return',
      expected_returns: { AAA: 0.1, BBB: 0.1, FLAT: 0.2 },
    });
    assert.not.match(clear.warnings.join(), /varies least/);
  },
);

plain('regularised, the highest return is spread', async ({ running }) => {
  const expected_returns = { AAA: 0.3, BBB: 0.1 };
  const answer = await answered(running, {
    ...query,
    objective: 'max_return',
    expected_returns,
    l2: 0.2,
  });

  // μ₁ − 2γw = μ₂ − 2γ(1 − w).
  near(answer.optimal_allocations.AAA, 0.5 + 0.2 / (4 * 0.2), 1e-14);
  assert.ok(answer.certificate.kkt_residual < 1e-14);
});

plain('weights of the market are its values’ shares', async ({ running }) => {
  const market_caps = { AAA: 3e12, BBB: 1e12, FLAT: 4e12 };
  const answer = await answered(running, {
    ...named,
    objective: 'market_cap_weighted',
    market_caps,
  });

  assert.equal(answer.optimal_allocations, { AAA: 0.375, BBB: 0.125, FLAT: 0.5 });
  assert.equal(answer.objective.parameters, {
    market_weights: { AAA: 0.375, BBB: 0.125, FLAT: 0.5 },
  });
  assert.is(answer.certificate.method, 'market-cap');
});

plain('market values serve an equilibrium at the same time', async ({ running }) => {
  const question = {
    ...query,
    objective: 'market_cap_weighted',
    expected_returns: 'equilibrium',
    market_risk_aversion: 2,
  };
  const answer = await answered(running, { ...question, market_caps: { AAA: 1, BBB: 3 } });

  assert.equal(answer.optimal_allocations, { AAA: 0.25, BBB: 0.75 });
  const faults = await refused(running, { ...question, market_caps: { AAA: 1 } });
  assert.is(faults.filter((fault) => fault.startsWith('market_caps')).length, 1);
});

plain('market values are needed, and by nothing else', async ({ running }) => {
  const missing = await refused(running, { ...query, objective: 'market_cap_weighted' });
  assert.match(missing.join(), /market_caps: is missing/);
  const caps = { AAA: 1, BBB: 3 };
  const idle = await refused(running, { ...query, objective: 'kelly', market_caps: caps });
  assert.match(
    idle.join(),
    /market_caps: .*"equilibrium" only, or to "objective": "market_cap_weighted"/,
  );
  const aversion = await refused(running, {
    ...query,
    objective: 'market_cap_weighted',
    market_caps: caps,
    market_risk_aversion: 2,
  });
  assert.match(
    aversion.join(),
    /market_risk_aversion: applies to "expected_returns": "equilibrium" only/,
  );
  const strange = await refused(running, {
    ...withoutSymbols,
    symbols: ['AAA'],
    objective: 'market_cap_weighted',
    market_caps: { AAA: 0, ZZZ: 1 },
  });
  assert.match(strange.join(), /ZZZ/);
});

plain.run();
