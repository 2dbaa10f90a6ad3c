import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { post } from '../support/asking.ts';
import { simulatedCloses } from '../support/markets.ts';
import { near } from '../support/near.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

// Weights that add up to 0, limits of daily risk, implied weights, and periods a year, over HTTP.
const neutral = suite<{ running: RunningApp }>('market-neutral');

const days = 260;
const market = simulatedCloses(11, { days, symbols: 5, dailyDeviation: 0.015 });
const columns = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'];
const series = columns.map((symbol, i) => {
  const closes = Array.from({ length: days }, (_, t) => market.values[t * 5 + i] ?? 0);
  return priceSeries(symbol, closes);
});
// One that is another's twin, and one that never moves.
const twin = priceSeries('TWIN', Array.from(series[0]?.closes ?? []));
const still = priceSeries('STILL', new Array(days).fill(7));

const shared = { start_date: '2011-01-01', end_date: '2012-01-01', benchmark: null };

neutral.before(async (context) => {
  context.running = await startApp([...series, twin, still]);
});

neutral.after(({ running }) => running.stop());

async function answered(running: RunningApp, fields: object) {
  const reply = await post(running, { ...shared, symbols: columns, ...fields });
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

async function refused(running: RunningApp, fields: object) {
  const reply = await post(running, { ...shared, symbols: columns, ...fields });
  return { status: reply.status, ...JSON.parse(reply.body) };
}

function total(weights: Readonly<Record<string, number>>): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}

neutral('two symbols are bought and sold alike', async ({ running }) => {
  const expected_returns = { AAA: 0.2, BBB: 0.1 };
  const covariance = [
    [0.04, 0.01],
    [0.01, 0.09],
  ];
  const { optimal_allocations: weights, expected } = await answered(running, {
    symbols: ['AAA', 'BBB'],
    expected_returns,
    risk_model: { symbols: ['AAA', 'BBB'], covariance },
    objective: 'target_return',
    target_return: 0.05,
    market_neutral: true,
  });

  near(weights.AAA, 0.5);
  near(weights.BBB, -0.5);
  near(expected.volatility, 0.5 * Math.sqrt(0.04 + 0.09 - 0.02));
});

const duals = [
  [{ objective: 'target_volatility', target_volatility: 0.1 }, 'target_return', 'volatility'],
  [{ objective: 'target_cvar', target_cvar: 0.01 }, 'min_cvar', 'cvar'],
  [{ objective: 'target_cdar', target_cdar: 0.03 }, 'min_cdar', 'cdar'],
  [
    { objective: 'target_semideviation', target_semideviation: 0.06 },
    'min_semivariance',
    'semideviation',
  ],
] as const;

for (const [question, objective, risk] of duals) {
  for (const symbols of [columns, [...columns, 'TWIN', 'STILL']]) {
    neutral(
      `of ${symbols.length} the least ${risk} of its return is the limit`,
      async ({ running }) => {
        const market_neutral = true;
        const most = await answered(running, { symbols, ...question, market_neutral });
        const target_return = most.expected.return;
        const least = await answered(running, {
          symbols,
          objective,
          target_return,
          market_neutral,
        });

        assert.is(Math.abs(total(most.optimal_allocations)) < 1e-15, true);
        near(most.expected[risk], Object.values(question)[1] as number, 1e-10);
        near(least.expected[risk], most.expected[risk], 1e-9);
        const { duality_gap: gap, kkt_residual: residual } = most.certificate;
        assert.ok((gap ?? residual) <= 1e-9, `${gap} ${residual}`);
        const [limit] = most.certificate.active_constraints;
        assert.is(limit.constraint, question.objective);
        // Without bounds that hold, twice the risk is twice the return.
        if (most.certificate.active_constraints.length === 1) {
          near(limit.shadow_price, most.expected.return / most.expected[risk], 1e-6);
        }
      },
    );
  }
}

const spread = [
  ['min_cvar', 'target_cvar', 'cvar'],
  ['min_cdar', 'target_cdar', 'cdar'],
  ['min_semivariance', 'target_semideviation', 'semideviation'],
] as const;

for (const [least, most, risk] of spread) {
  for (const symbols of [columns, [...columns, 'TWIN', 'STILL']]) {
    neutral(`${least} of ${symbols.length} spreads with l2`, async ({ running }) => {
      const at = (l2: number) => answered(running, { symbols, objective: least, l2 });
      const [none, little, much] = await Promise.all([at(0), at(1e-3), at(1e4)]);

      near(little.certificate.duality_gap ?? little.certificate.kkt_residual, 0, 1e-9);
      assert.ok(none.expected[risk] <= little.expected[risk] + 1e-12);
      assert.ok(little.expected[risk] <= much.expected[risk] + 1e-12);
      for (const weight of Object.values<number>(much.optimal_allocations)) {
        near(weight, 1 / symbols.length, 1e-3);
      }
    });

    neutral(`${most} of ${symbols.length} spreads with l2`, async ({ running }) => {
      const { expected } = await answered(running, { symbols, objective: least });
      const limit = 1.1 * expected[risk] + 1e-3;
      const fields = { symbols, objective: most, [most]: limit, l2: 1e-3 };
      const bound = await answered(running, { ...fields, l2: 0 });
      const found = await answered(running, fields);

      near(found.expected[risk], limit, 1e-6);
      assert.ok(found.expected.return <= bound.expected.return + 1e-9);
      assert.ok(found.expected.return > bound.expected.return - 1e-3);
      near(found.certificate.kkt_residual, 0, 1e-9);
    });
  }
}

for (const symbols of [columns, [...columns, 'TWIN', 'STILL']]) {
  neutral(`utility of ${symbols.length} turns from return to risk`, async ({ running }) => {
    const at = (risk_aversion: number) =>
      answered(running, { symbols, objective: 'max_downside_utility', risk_aversion });
    const [bold, wary, least, most] = await Promise.all([
      at(1e-6),
      at(1e6),
      answered(running, { symbols, objective: 'min_semivariance' }),
      answered(running, { symbols, objective: 'max_return' }),
    ]);

    near(bold.expected.return, most.expected.return, 1e-9);
    const above = wary.expected.semideviation - least.expected.semideviation;
    assert.ok(above > -1e-9 && above < 1e-5, `${above}`);
    near(bold.certificate.kkt_residual, 0, 1e-9);
    near(wary.certificate.kkt_residual, 0, 1e-5);
  });
}

neutral('a limit has its price', async ({ running }) => {
  const at = (target_cvar: number) => answered(running, { objective: 'target_cvar', target_cvar });
  const bounds = await answered(running, { objective: 'min_cvar' });
  const limit = bounds.expected.cvar * 1.2;
  const [one, other] = await Promise.all([at(limit), at(limit * (1 + 1e-6))]);
  const [active] = one.certificate.active_constraints;

  const slope = (other.expected.return - one.expected.return) / (limit * 1e-6);
  near(slope, active.shadow_price, 1e-4);
});

neutral('a limit out of reach is told with what can be reached', async ({ running }) => {
  const fields = { objective: 'target_cdar', target_cdar: 1e-4 };
  const { status, detail } = await refused(running, fields);

  assert.is(status, 422);
  assert.match(detail, /reach from [\d.]+ to [\d.]+\. Choose a "target_cdar"/);
});

neutral('the least return within reach is a plain 0', async ({ running }) => {
  const fields = { objective: 'target_return', target_return: 5, market_neutral: true };
  const { status, detail } = await refused(running, fields);

  assert.is(status, 422);
  assert.match(detail, /reach from 0 to [\d.]+ a year/);
});

neutral('a limit that holds nothing back is told', async ({ running }) => {
  const fields = { objective: 'target_semideviation', target_semideviation: 5 };
  const { warnings, certificate } = await answered(running, fields);

  assert.ok(warnings.some((one: string) => one.includes('less than the limit')));
  near(certificate.kkt_residual, 0, 1e-12);
});

neutral('implied weights make their returns those of an equilibrium', async ({ running }) => {
  const market_caps = { AAA: 5, BBB: 1, CCC: 2, DDD: 0, EEE: 2 };
  const { optimal_allocations: weights } = await answered(running, {
    objective: 'implied_weights',
    expected_returns: 'equilibrium',
    market_caps,
    market_risk_aversion: 3,
  });

  for (const [symbol, cap] of Object.entries(market_caps)) {
    near(weights[symbol], cap / 10, 1e-9);
  }
});

neutral('what depends on others implies nothing', async ({ running }) => {
  const fields = { symbols: [...columns, 'TWIN'], objective: 'implied_weights' };
  const { status, detail } = await refused(running, fields);

  assert.is(status, 422);
  assert.match(detail, /hedge one another/);
});

neutral('returns of which more is sold than bought imply nothing', async ({ running }) => {
  const expected_returns = Object.fromEntries(columns.map((symbol) => [symbol, -0.1]));
  const fields = { objective: 'implied_weights', expected_returns };
  const { status, detail } = await refused(running, fields);

  assert.is(status, 422);
  assert.match(detail, /can't be scaled to 1/);
});

neutral('periods a year scale means and variances', async ({ running }) => {
  const fields = { objective: 'equal_weight' };
  const [daily, weekly] = await Promise.all([
    answered(running, fields),
    answered(running, { ...fields, periods_per_year: 52 }),
  ]);

  near(weekly.expected.return / 52, daily.expected.return / 252);
  near(weekly.expected.volatility ** 2 / 52, daily.expected.volatility ** 2 / 252);
  near(
    weekly.metrics.portfolio.annual_volatility ** 2 / 52,
    daily.metrics.portfolio.annual_volatility ** 2 / 252,
  );
  assert.is(weekly.estimate.periods_per_year, 52);
});

neutral('the mean logarithm is the growth rate', async ({ running }) => {
  const fields = { objective: 'equal_weight', log_returns: true };
  const { estimate } = await answered(running, fields);

  for (const { symbol, closes } of series) {
    const growth = Math.log((closes.at(-1) ?? 0) / (closes[0] ?? 0));
    near(estimate.expected_returns[symbol], (252 / (days - 1)) * growth);
  }
});

const refusals: readonly (readonly [object, string, RegExp])[] = [
  [{ portfolio: 'fixed_mix', market_neutral: true }, 'market_neutral', /"max_utility"/],
  [{ objective: 'min_cvar', market_neutral: true }, 'market_neutral', /"target_return" with it/],
  [{ objective: 'max_utility', market_neutral: 1 }, 'market_neutral', /true or false/],
  [
    { objective: 'max_utility', market_neutral: true, bounds: [0, 1] },
    'market_neutral',
    /"bounds" below 0/,
  ],
  [{ objective: 'max_utility', market_neutral: true, bounds: [0.1, 1] }, 'bounds', /up to 0/],
  [{ objective: 'max_utility', market_neutral: true, principle: 1 }, 'principle', /spreads/],
  [
    { objective: 'max_utility', market_neutral: true, max_positions: 2 },
    'max_positions',
    /add up to 1/,
  ],
  [
    {
      objective: 'target_semideviation',
      target_semideviation: 0.1,
      market_neutral: true,
      downside_threshold: 0.001,
    },
    'downside_threshold',
    /all money/,
  ],
  [{ objective: 'target_cvar' }, 'target_cvar', /missing/],
  [{ objective: 'target_cvar', target_cvar: -1 }, 'target_cvar', /from 0 to 10/],
  [{ objective: 'target_cvar', target_cdar: 0.1 }, 'target_cdar', /"target_cdar" only/],
  [{ objective: 'implied_weights', bounds: [0, 1] }, 'bounds', /applies to/],
  [{ periods_per_year: 0 }, 'periods_per_year', /from 1 to 366/],
  [{ log_returns: true }, 'log_returns', /fixed mix only/],
  [
    {
      objective: 'implied_weights',
      expected_returns: 'equilibrium',
      market_caps: { AAA: 0, BBB: 0, CCC: 0, DDD: 0, EEE: 0 },
      market_risk_aversion: 1,
    },
    'market_caps',
    /0 throughout/,
  ],
];

for (const [fields, field, says] of refusals) {
  neutral(`${JSON.stringify(fields)} is refused`, async ({ running }) => {
    const { status, faults } = await refused(running, fields);

    assert.is(status, 400);
    const found = faults.find((one: { field: string }) => one.field === field);
    assert.match(found?.reason ?? '', says);
  });
}

neutral.run();
