import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MixQuestion } from '../../../../worker/portfolio/mix/mix-question.ts';
import { readQuery } from '../../../../worker/portfolio/query/query.ts';

const mixFields = suite('mix-fields');

const base = { symbols: ['A', 'B'], start_date: '2012-01-01', end_date: '2016-03-20' };

function reading(fields: object, answer: 'portfolio' | 'frontier' = 'portfolio') {
  return readQuery({ ...base, ...fields }, { maxSymbols: 9, answer });
}

function mixOf(fields: object): MixQuestion {
  const { query, faults } = reading(fields);
  if (query?.mix === undefined) throw new Error(JSON.stringify(faults));
  return query.mix;
}

mixFields('without new fields no mix is asked for', () => {
  assert.is(reading({}).query?.mix, undefined);
  assert.is(reading({ objective: 'max_sharpe', bounds: [0, 1] }).query?.mix, undefined);
});

mixFields('a fixed mix has defaults', () => {
  assert.equal(mixOf({ portfolio: 'fixed_mix' }), {
    objective: { name: 'max_sharpe' },
    estimate: {
      expectedReturns: 'arithmetic',
      expectedReturnsSpan: 500,
      compounding: true,
      riskModel: 'sample',
      riskModelSpan: 180,
      semicovarianceThreshold: 0,
      missing: 'inner',
    },
    bounds: { lower: [0, 0], upper: [1, 1] },
    l2: 0,
  });
});

mixFields('objectives other than max_sharpe are fixed mixes', () => {
  assert.equal(mixOf({ objective: 'max_utility' }).objective, {
    name: 'max_utility',
    riskAversion: 1,
  });
  assert.equal(mixOf({ objective: 'hrp' }).objective, { name: 'hrp', linkage: 'single' });
});

mixFields('a risk-free rate goes with a benchmark in a fixed mix', () => {
  assert.is(reading({ portfolio: 'fixed_mix', risk_free_rate: 0.02 }).query?.riskFreeRate, 0.02);
});

mixFields('bounds are read for all, by symbol, and without', () => {
  const bounds = (value: unknown) => mixOf({ objective: 'min_volatility', bounds: value }).bounds;

  assert.equal(bounds([0.1, 0.9]), { lower: [0.1, 0.1], upper: [0.9, 0.9] });
  assert.equal(bounds([null, null]), { lower: [-1, -1], upper: [1, 1] });
  assert.equal(bounds({ b: [0.2, 0.4], '*': [-0.5, null] }), {
    lower: [-0.5, 0.2],
    upper: [1, 0.4],
  });
  assert.equal(bounds({ A: [0, 0.5] }), { lower: [0, 0], upper: [0.5, 1] });
});

mixFields('budgets are shares of their sum', () => {
  const { objective } = mixOf({ objective: 'risk_parity', risk_budgets: { A: 1, b: 3 } });

  assert.equal(objective, { name: 'risk_parity', riskBudgets: [0.25, 0.75] });
});

mixFields('a covariance is put into the order of the symbols', () => {
  const sent = {
    symbols: ['b', 'C', 'A'],
    covariance: [
      [4, 0, 1],
      [0, 1, 0],
      [1, 0, 9],
    ],
  };

  assert.equal(
    mixOf({ objective: 'min_volatility', risk_model: sent }).estimate.riskModel,
    [9, 1, 1, 4],
  );
});

const refusals: readonly {
  readonly fields: object;
  readonly field: string;
  readonly says: RegExp;
}[] = [
  { fields: { objective: 'best' }, field: 'objective', says: /one of "max_sharpe"/ },
  {
    fields: { target_return: 0.1 },
    field: 'target_return',
    says: /"target_return", "min_cvar", .* only/,
  },
  { fields: { objective: 'target_return' }, field: 'target_return', says: /is missing/ },
  {
    fields: { objective: 'min_volatility', risk_budgets: { A: 1, B: 1 } },
    field: 'risk_budgets',
    says: /applies to "objective": "risk_parity" only/,
  },
  {
    fields: { objective: 'risk_parity', risk_budgets: { A: 1 } },
    field: 'risk_budgets',
    says: /has no number for B/,
  },
  {
    fields: { objective: 'risk_parity', risk_budgets: { A: 1, B: -1 } },
    field: 'risk_budgets.B',
    says: /only their ratios count/,
  },
  {
    fields: { bounds: [-0.1, 1] },
    field: 'bounds',
    says: /or "portfolio": "fixed_mix" with these/,
  },
  { fields: { bounds: [0, 1.5] }, field: 'bounds', says: /neither short sales nor loans/ },
  { fields: { bounds: [0, 0.4] }, field: 'bounds', says: /at most 0.8 together/ },
  { fields: { l2: 1 }, field: 'l2', says: /a fixed mix only/ },
  { fields: { expected_returns: 'capm' }, field: 'expected_returns', says: /a fixed mix only/ },
  { fields: { missing: 'pairwise' }, field: 'missing', says: /a fixed mix only/ },
  {
    fields: { objective: 'min_volatility', portfolio: 'buy_and_hold' },
    field: 'portfolio',
    says: /"max_sharpe" and "min_max_drawdown" only/,
  },
  {
    fields: { objective: 'min_volatility', global_bound: false },
    field: 'global_bound',
    says: /"buy_and_hold" only/,
  },
  {
    fields: { objective: 'min_volatility', bounds: [0, 0.4] },
    field: 'bounds',
    says: /at most 0.8 together.*raise the upper bounds/,
  },
  {
    fields: { objective: 'min_volatility', bounds: [0.6, 1] },
    field: 'bounds',
    says: /at least 1.2 together.*lower the lower bounds/,
  },
  {
    fields: { objective: 'min_volatility', bounds: { A: [0.5, 0.2] } },
    field: 'bounds.A',
    says: /0.5 above 0.2: exchange/,
  },
  {
    fields: { objective: 'min_volatility', bounds: { NOPE: [0, 1] } },
    field: 'bounds',
    says: /names NOPE, not among the symbols/,
  },
  { fields: { objective: 'herc', bounds: [-1, 1] }, field: 'bounds', says: /sells nothing short/ },
  {
    fields: { objective: 'min_volatility', expected_returns_span: 9 },
    field: 'expected_returns_span',
    says: /"ewma" only/,
  },
  {
    fields: { objective: 'min_volatility', compounding: true },
    field: 'compounding',
    says: /"ewma" or "capm" only/,
  },
  {
    fields: { objective: 'min_volatility', expected_returns: { A: 0.1, B: 15 } },
    field: 'expected_returns.B',
    says: /0.1 means 10 % a year/,
  },
  {
    fields: {
      objective: 'min_volatility',
      risk_model: {
        symbols: ['A', 'B'],
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
    },
    field: 'risk_model.covariance',
    says: /not positive semidefinite.*covariance_repair/,
  },
  {
    fields: {
      objective: 'min_volatility',
      risk_model: {
        symbols: ['A', 'B'],
        covariance: [
          [1, 0.2],
          [0.3, 1],
        ],
      },
    },
    field: 'risk_model.covariance',
    says: /must be symmetric/,
  },
  {
    fields: { objective: 'min_volatility', risk_model: { symbols: ['A'], covariance: [[1]] } },
    field: 'risk_model.symbols',
    says: /has no B/,
  },
  { fields: { points: 9 }, field: 'points', says: /frontier only/ },
];

for (const { fields, field, says } of refusals) {
  mixFields(`${JSON.stringify(fields)} is refused`, () => {
    const { query, faults } = reading(fields);
    const told = faults.find((fault) => fault.field === field);

    assert.is(query, undefined);
    assert.match(told?.reason ?? JSON.stringify(faults), says);
  });
}

mixFields('the frontier has no objective of its own', () => {
  const { faults } = reading({ objective: 'max_sharpe', target_return: 0.1 }, 'frontier');

  assert.equal(
    faults.map(({ field }) => field),
    ['objective', 'target_return'],
  );
  assert.is(reading({ points: 5 }, 'frontier').query?.mix?.points, 5);
});

mixFields('all faults are told at once', () => {
  const { faults } = reading({
    objective: 'target_return',
    risk_aversion: 2,
    bounds: { A: [1, 0], Z: [0, 1] },
    risk_model: 'guess',
    expected_returns: { A: 0.1 },
    l2: -1,
    missing: 'some',
  });

  assert.equal(faults.map(({ field }) => field).sort(), [
    'bounds',
    'bounds.A',
    'expected_returns',
    'l2',
    'missing',
    'risk_aversion',
    'risk_model',
    'target_return',
  ]);
});

mixFields.run();
