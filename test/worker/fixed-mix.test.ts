import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { ask, post } from '../support/asking.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const mix = suite<{ running: RunningApp }>('fixed-mix');

/** 300 made-up closes a symbol from 2011-01-26 on; LATE starts 100 days later, STILL never moves. */
function market() {
  const random = uniformRandom(11);
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
    priceSeries('DOWN1', path(300, -0.001, 0.03)),
    priceSeries('LATE', path(200, 0.001, 0.03), { first: 15_100 }),
    priceSeries('STILL', Array(300).fill(7)),
    priceSeries('SPY', path(300, 0.0005, 0.02)),
  ];
}

const question = {
  symbols: ['UP', 'WILD', 'CALM'],
  start_date: '2011-01-26',
  end_date: '2011-12-31',
  principle: 1000,
};

mix.before(async (context) => {
  context.running = await startApp(market());
});

mix.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...question, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}

mix('a fixed mix has the members of the contract and its own', async ({ running }) => {
  const answer = await answered(running, { objective: 'min_volatility' });

  assert.equal(Object.keys(answer), [
    'optimal_allocations',
    'sharpe_ratio',
    'cumulative_returns',
    'performance',
    'period',
    'initial_investment',
    'objective',
    'estimate',
    'expected',
    'window',
    'prices',
    'shares',
    'metrics',
    'certificate',
    'warnings',
  ]);
  assert.is(answer.objective.name, 'min_volatility');
  assert.is(answer.objective.portfolio, 'fixed_mix');
  assert.is(answer.sharpe_ratio, answer.expected.sharpe_ratio);
  assert.is(answer.estimate.periods_per_year, 252);
  assert.equal(answer.estimate.returns_used, { CALM: 299, UP: 299, WILD: 299 });
});

mix('the default objective is answered as before when it is named', async ({ running }) => {
  const plain = await post(running, question);
  const named = await post(running, {
    ...question,
    objective: 'max_sharpe',
    portfolio: 'buy_and_hold',
    bounds: [0, 1],
  });

  assert.is(named.body, plain.body);
  assert.is(named.headers['etag'], plain.headers['etag']);
});

const objectives = [
  { portfolio: 'fixed_mix' },
  { objective: 'min_volatility' },
  { objective: 'target_return', target_return: 0.15 },
  { objective: 'target_volatility', target_volatility: 0.08 },
  { objective: 'max_utility', risk_aversion: 3 },
  { objective: 'equal_weight' },
  { objective: 'inverse_volatility' },
  { objective: 'max_diversification' },
  { objective: 'risk_parity' },
  { objective: 'hrp' },
];

for (const fields of objectives) {
  mix(`${fields.objective ?? 'max_sharpe'} adds up and is certified`, async ({ running }) => {
    const answer = await answered(running, fields);
    const weights: number[] = Object.values(answer.optimal_allocations);

    assert.is(
      weights.reduce((sum, weight) => sum + weight, 0),
      1,
    );
    assert.ok(weights.every((weight) => weight >= 0));
    assert.ok(answer.certificate.method);
    assert.ok((answer.certificate.kkt_residual ?? 0) <= 1e-9);
  });
}

mix('two symbols of least volatility have the closed form', async ({ running }) => {
  const symbols = ['UP', 'CALM'];
  const fields = { symbols, objective: 'min_volatility', bounds: [null, null] };
  const both = await answered(running, fields);
  const half = await answered(running, { symbols, objective: 'equal_weight' });
  const { UP: up, CALM: calm } = both.estimate.volatilities;
  const covariance = (4 * half.expected.volatility ** 2 - up ** 2 - calm ** 2) / 2;
  const expected = (calm ** 2 - covariance) / (up ** 2 + calm ** 2 - 2 * covariance);

  near(both.optimal_allocations.UP, expected, 1e-10);
});

mix('targets are met', async ({ running }) => {
  const [ret, vol] = [
    await answered(running, { objective: 'target_return', target_return: 0.15 }),
    await answered(running, { objective: 'target_volatility', target_volatility: 0.08 }),
  ];

  near(ret.expected.return, 0.15, 1e-12);
  near(vol.expected.volatility, 0.08, 1e-12);
  assert.is(ret.certificate.active_constraints[0].constraint, 'target_return');
  assert.ok(vol.certificate.active_constraints[0].shadow_price > 0);
});

mix('a target that the least volatility exceeds is said so', async ({ running }) => {
  const answer = await answered(running, { objective: 'target_return', target_return: -0.9 });

  assert.match(answer.warnings.join(' '), /least volatility has a higher return/);
});

mix('shadow prices foretell what a wider bound brings', async ({ running }) => {
  const at = (upper: number) =>
    answered(running, { portfolio: 'fixed_mix', bounds: { CALM: [0, upper], '*': [0, 1] } });
  const [here, wider] = [await at(0.3), await at(0.3001)];
  const held = here.certificate.active_constraints.find(
    ({ symbol }: { symbol: string }) => symbol === 'CALM',
  );

  assert.is(held.constraint, 'upper');
  const gain = wider.certificate.objective_value - here.certificate.objective_value;
  near(gain / 0.0001, held.shadow_price, 1e-3 * held.shadow_price);
});

mix('shorts are allowed by bounds below 0', async ({ running }) => {
  const fields = { symbols: ['UP', 'DOWN1'], portfolio: 'fixed_mix', bounds: [-0.1, 1.1] };
  const answer = await answered(running, fields);

  assert.is(answer.optimal_allocations.DOWN1, -0.1);
  assert.ok(answer.shares.whole.DOWN1 < 0);
  assert.ok(Number.isInteger(answer.shares.whole.DOWN1));
});

mix('regularisation spreads weights', async ({ running }) => {
  const [plain, spread] = [
    await answered(running, { objective: 'min_volatility' }),
    await answered(running, { objective: 'min_volatility', l2: 100 }),
  ];

  assert.ok(plain.optimal_allocations.WILD < 0.1);
  near(spread.optimal_allocations.WILD, 1 / 3, 1e-3);
});

mix('a regularised target of volatility is met', async ({ running }) => {
  const fields = { objective: 'target_volatility', target_volatility: 0.08, l2: 0.01 };
  const answer = await answered(running, fields);

  near(answer.expected.volatility, 0.08, 1e-9);
  assert.ok(answer.certificate.kkt_residual < 1e-7);
});

mix('pairwise moments take each symbol by its own days', async ({ running }) => {
  const fields = { symbols: ['UP', 'LATE'], objective: 'min_volatility' };
  const inner = await answered(running, fields);
  const pairwise = await answered(running, { ...fields, missing: 'pairwise' });

  assert.equal(inner.estimate.returns_used, { LATE: 199, UP: 199 });
  assert.equal(pairwise.estimate.returns_used, { LATE: 199, UP: 299 });
  assert.is.not(inner.estimate.volatilities.UP, pairwise.estimate.volatilities.UP);
  assert.is(pairwise.window.rows, 200);
});

mix('given moments are used as they are', async ({ running }) => {
  const covariance = [
    [0.04, 0, 0],
    [0, 0.09, 0],
    [0, 0, 0.01],
  ];
  const answer = await answered(running, {
    portfolio: 'fixed_mix',
    expected_returns: { up: 0.04, WILD: 0.09, CALM: 0.01 },
    risk_model: { symbols: ['UP', 'WILD', 'CALM'], covariance },
  });

  // Σ⁻¹μ is the same for all.
  near(answer.optimal_allocations.UP, 1 / 3, 1e-12);
  near(answer.expected.return, 0.14 / 3, 1e-12);
  assert.is(answer.estimate.risk_model, 'given');
});

for (const model of ['arithmetic', 'geometric', 'ewma', 'capm', 'james_stein']) {
  mix(`expected returns by ${model} are told`, async ({ running }) => {
    const { estimate } = await answered(running, {
      objective: 'equal_weight',
      expected_returns: model,
    });

    assert.is(estimate.expected_returns_model, model);
    assert.ok(Object.values(estimate.expected_returns).every(Number.isFinite));
  });
}

for (const model of [
  ...['sample', 'semicovariance', 'ewma', 'ledoit_wolf', 'ledoit_wolf_constant_correlation'],
  ...['ledoit_wolf_single_factor', 'oas', 'denoised'],
]) {
  mix(`risk by ${model} is told`, async ({ running }) => {
    const { estimate, certificate } = await answered(running, {
      objective: 'min_volatility',
      risk_model: model,
    });

    assert.is(estimate.risk_model, model);
    assert.ok(Object.values(estimate.volatilities).every((value) => Number(value) > 0));
    assert.ok(certificate.kkt_residual < 1e-10);
  });
}

mix(
  'without a benchmark the market of the CAPM is the mean of the symbols',
  async ({ running }) => {
    const fields = { objective: 'equal_weight', expected_returns: 'capm', benchmark: null };
    const { estimate, expected } = await answered(running, { ...fields, compounding: false });
    const plain = await answered(running, { objective: 'equal_weight', benchmark: null });

    // Betas on their own mean average to 1.
    near(expected.return, plain.expected.return, 1e-12);
    assert.is(estimate.compounding, false);
  },
);

mix('the frontier runs from the least volatility to the highest return', async ({ running }) => {
  const body = JSON.stringify({ ...question, points: 7 });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });
  const answer = JSON.parse(reply.body);
  const least = await answered(running, { objective: 'min_volatility' });
  const best = await answered(running, { portfolio: 'fixed_mix' });

  assert.is(reply.status, 200);
  assert.is(answer.points.length, 7);
  near(answer.points[0].volatility, least.expected.volatility, 1e-12);
  near(answer.min_volatility.volatility, least.expected.volatility, 1e-12);
  near(answer.max_sharpe.sharpe_ratio, best.expected.sharpe_ratio, 1e-10);
  const volatilities = answer.points.map(({ volatility }: { volatility: number }) => volatility);
  assert.equal(
    [...volatilities].sort((a, b) => a - b),
    volatilities,
  );
  assert.ok(answer.certificate.kkt_residual < 1e-10);
  const again = await ask(`${running.url}/backend/frontier`, {
    method: 'POST',
    body,
    headers: { 'if-none-match': String(reply.headers['etag']) },
  });
  assert.is(again.status, 304);
});

mix('each portfolio of the frontier is explained as an answer of its own', async ({ running }) => {
  const body = JSON.stringify({ ...question, points: 5, bounds: [0, 0.6] });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });
  const { points, corners, max_sharpe: best } = JSON.parse(reply.body);
  const bounds = { bounds: [0, 0.6] };

  for (const point of points.slice(1)) {
    const fields = { objective: 'target_return', target_return: point.return };
    const { certificate } = await answered(running, { ...fields, ...bounds });
    assert.ok(point.certificate.kkt_residual < 1e-12);
    near(point.certificate.objective_value, certificate.objective_value, 1e-12);
    // At the highest return, where nothing but one portfolio is left, prices are of one side.
    if (point === points.at(-1)) continue;
    const told = point.certificate.active_constraints;
    assert.is(told.length, certificate.active_constraints.length);
    for (const [k, one] of certificate.active_constraints.entries()) {
      assert.equal([told[k].constraint, told[k].symbol], [one.constraint, one.symbol]);
      near(told[k].shadow_price, one.shadow_price, 1e-9);
    }
  }
  const sharpe = await answered(running, { portfolio: 'fixed_mix', ...bounds });
  near(best.certificate.objective_value, sharpe.certificate.objective_value, 1e-12);
  for (const { certificate, leaves_bound: leaves, weights } of corners) {
    assert.ok(certificate.kkt_residual < 1e-12);
    for (const { constraint, symbol } of leaves) {
      assert.is(weights[symbol], constraint === 'lower' ? 0 : 0.6);
    }
  }
  assert.equal(corners.at(-1).leaves_bound, []);
  assert.ok(corners[0].leaves_bound.length > 0);
});

mix('a frontier without a tangent is answered all the same', async ({ running }) => {
  const body = JSON.stringify({ ...question, risk_free_rate: 9 });
  const reply = await ask(`${running.url}/backend/frontier`, { method: 'POST', body });
  const answer = JSON.parse(reply.body);

  assert.is(answer.max_sharpe, null);
  assert.match(answer.warnings.join(' '), /above the risk-free rate of 9/);
});

const illPosed: readonly { title: string; fields: object; says: RegExp }[] = [
  {
    title: 'a rate above all returns',
    fields: { portfolio: 'fixed_mix', risk_free_rate: 5 },
    says: /rate of 5: the best has .*Lower ..risk_free_rate/,
  },
  {
    title: 'a return out of reach',
    fields: { objective: 'target_return', target_return: 9 },
    says: /reach from [\d.e-]+ to [\d.e-]+ a year/,
  },
  {
    title: 'a volatility out of reach',
    fields: { objective: 'target_volatility', target_volatility: 0.001 },
    says: /so little volatility: the efficient ones reach from/,
  },
  {
    title: 'risk parity of what never moves',
    fields: { symbols: ['UP', 'STILL'], objective: 'risk_parity' },
    says: /STILL has no volatility in this estimate/,
  },
  {
    title: 'diversification over what never moves',
    fields: { symbols: ['UP', 'STILL'], objective: 'max_diversification' },
    says: /STILL has no volatility in this estimate/,
  },
  {
    title: 'a ratio without risk',
    fields: { symbols: ['UP', 'STILL'], portfolio: 'fixed_mix', risk_free_rate: -0.01 },
    says: /Holding STILL has a return above the risk-free rate without any risk/,
  },
];

for (const { title, fields, says } of illPosed) {
  mix(`${title} is ill posed, and told what to change`, async ({ running }) => {
    const reply = await post(running, { ...question, ...fields });

    assert.is(reply.status, 422, reply.body);
    assert.is(reply.headers['content-type'], 'application/problem+json');
    assert.match(reply.body, says);
    assert.not.match(reply.body, /NaN|Infinity|at .*\.js/);
  });
}

mix('cash alone has no ratio, and no failure either', async ({ running }) => {
  const answer = await answered(running, { symbols: ['STILL'], objective: 'min_volatility' });

  assert.is(answer.sharpe_ratio, null);
  assert.is(answer.expected.sharpe_ratio, null);
  assert.is(answer.expected.volatility, 0);
});

mix.run();
