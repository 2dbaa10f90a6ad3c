import type { ObjectiveName } from '../../worker/portfolio/mix/mix-question.ts';
import { parametersOf } from '../../worker/portfolio/query/objective-fields.ts';
import { namesOf } from '../../worker/portfolio/query/query-fields.ts';
import { oddMarket } from './odd-markets.ts';

/** A question as it goes over the wire. */
export interface OddQuestion {
  readonly path: string;
  readonly body: string;
}

type Uniform = () => number;
type Value = (market: OddMarketNames, uniform: Uniform) => unknown;

interface OddMarketNames {
  readonly symbols: readonly string[];
}

const pick = <T>(uniform: Uniform, from: readonly T[]): T =>
  from[Math.floor(uniform() * from.length)] as T;

const objectives: readonly ObjectiveName[] = [
  'max_sharpe',
  'min_volatility',
  'target_return',
  'target_volatility',
  'max_utility',
  'equal_weight',
  'inverse_volatility',
  'max_diversification',
  'risk_parity',
  'hrp',
  'herc',
  'nco',
  'inverse_variance',
  'max_decorrelation',
  'max_return',
  'market_cap_weighted',
  'kelly',
  'min_tracking_error',
  'max_information_ratio',
  'min_cvar',
  'min_cdar',
  'min_max_drawdown',
  'min_semivariance',
  'max_sortino',
  'max_omega',
  'target_cvar',
  'target_cdar',
  'target_semideviation',
  'max_downside_utility',
  'implied_weights',
];

/** What is no value of any field, or of few. */
const nonsense: readonly unknown[] = [
  null,
  true,
  '',
  'NaN',
  'Infinity',
  '__proto__',
  'constructor',
  -1,
  0,
  1e308,
  -1e308,
  1e-308,
  0.1,
  '0.1',
  [],
  {},
  [[]],
  [null],
  [1, 0],
  [-1e9, 1e9],
  { A: null },
  { A: 'x' },
  { NOPE: 1 },
  { constructor: 1 },
  { 'A\n': 1 },
  'x'.repeat(100),
];

const number =
  (low: number, high: number): Value =>
  (_, uniform) =>
    low + (high - low) * uniform();
const one =
  (...values: readonly unknown[]): Value =>
  (_, uniform) =>
    pick(uniform, values);
const each =
  (value: Value): Value =>
  (market, uniform) =>
    Object.fromEntries(market.symbols.map((symbol) => [symbol, value(market, uniform)]));
const some =
  (value: Value): Value =>
  (market, uniform) =>
    Object.fromEntries(
      market.symbols
        .filter(() => uniform() < 0.5)
        .map((symbol) => [symbol, value(market, uniform)]),
    );

const range: Value = (_, uniform) => {
  const low = pick(uniform, [0, 0, 0.05, 0.1, -0.5, -1, null, 0.3]);
  return [low, pick(uniform, [1, 1, 0.5, 0.4, 0.25, null, 0.6, 2])];
};
const bounds: Value = (market, uniform) =>
  uniform() < 0.5
    ? range(market, uniform)
    : { '*': range(market, uniform), ...(some(range)(market, uniform) as object) };

const groups: Value = ({ symbols }, uniform) => ({
  tech: symbols.filter(() => uniform() < 0.6),
  ...(uniform() < 0.5 ? { rest: symbols.filter(() => uniform() < 0.5) } : {}),
});

const matrix: Value = ({ symbols }, uniform) => ({
  symbols,
  covariance: symbols.map((_, i) =>
    symbols.map((__, j) => (i === j ? 0.01 + uniform() / 10 : 0.02 * Math.sign(uniform() - 0.3))),
  ),
});

const viewValues: Readonly<Record<string, Value>> = {
  view_confidences: each(number(0, 1)),
  tau: number(0.01, 1),
  posterior_covariance: one(true, false),
  log_returns: one(true, false),
};

const plainEstimates: Readonly<Record<string, Value>> = {
  expected_returns: (market, uniform) =>
    uniform() < 0.2
      ? each(number(-0.2, 0.4))(market, uniform)
      : pick(uniform, ['geometric', 'ewma', 'capm', 'james_stein', 'bayes_stein', 'equilibrium']),
  risk_model: (market, uniform) =>
    uniform() < 0.2
      ? matrix(market, uniform)
      : pick(uniform, [
          'semicovariance',
          'ewma',
          'ledoit_wolf',
          'oas',
          'denoised',
          'ledoit_wolf_single_factor',
          'ledoit_wolf_constant_correlation',
          'shrunk',
          'nonlinear_shrinkage',
        ]),
  missing: one('inner', 'inner', 'pairwise'),
  include_covariance: one(true, false),
};

/** Fields that go with few others. */
const estimateValues: Readonly<Record<string, Value>> = {
  expected_returns_span: number(1, 600),
  compounding: one(true, false),
  risk_model_span: number(1, 300),
  risk_model_shrinkage: number(0, 1),
  expected_returns_shrinkage: number(0, 1),
  view_covariance: one(
    [[0.01]],
    [
      [0.01, 0.02],
      [0.02, 0.01],
    ],
  ),
  semicovariance_threshold: number(-0.1, 0.1),
  covariance_repair: one('refuse', 'spectral', 'nearest', 'diagonal'),
  views: some(number(-0.2, 0.4)),
  view_confidences: some(number(0, 1)),
  prior: one('equilibrium', 'ewma', 'arithmetic'),
  tau: number(0.01, 1),
  posterior_covariance: one(true, false),
  market_caps: each(number(1, 1e12)),
  market_risk_aversion: number(0.1, 10),
};

const objectiveValues: Readonly<Record<string, Value>> = {
  target_return: number(-0.5, 1),
  target_volatility: number(0, 0.6),
  risk_aversion: number(0.1, 20),
  risk_budgets: each(number(0.01, 1)),
  linkage: one('single', 'complete', 'average', 'weighted', 'centroid', 'median', 'ward'),
  clusters: one(1, 2, 3, 7),
  inner_objective: one('min_volatility', 'max_sharpe', 'risk_parity', 'equal_weight'),
  outer_objective: one('min_volatility', 'max_sharpe', 'risk_parity', 'equal_weight'),
  kelly_fraction: number(0.001, 1),
  tracking_measure: one('variance', 'mean_square'),
  benchmark_weights: (market, uniform) => {
    const drawn = market.symbols.map(uniform);
    const sum = drawn.reduce((total, one) => total + one, 0);
    return Object.fromEntries(market.symbols.map((symbol, i) => [symbol, (drawn[i] ?? 0) / sum]));
  },
  confidence: one(0.05, 0.5, 0.9, 0.95, 0.9999),
  downside_threshold: number(-0.05, 0.05),
  bounds,
  l2: number(0, 2),
  market_neutral: one(true, false),
};

const constraintValues: Readonly<Record<string, Value>> = {
  groups,
  group_bounds: (market, uniform) => ({
    tech: range(market, uniform),
    ...(uniform() < 0.2 ? { nobody: [0, 1] } : {}),
  }),
  leverage: number(0.9, 3),
  current_weights: some(number(-0.2, 0.7)),
  max_turnover: number(0, 1),
  transaction_costs: (market, uniform) =>
    uniform() < 0.5 ? 0.1 * uniform() : some(number(0, 0.05))(market, uniform),
  max_positions: one(1, 2, 3, 9),
  min_position: number(0.01, 0.6),
};

const otherValues: Readonly<Record<string, Value>> = {
  benchmark: one(null, 'SPY', 'A', 'NOPE'),
  risk_free_rate: number(-0.1, 0.3),
  global_bound: one(true, false),
  portfolio: one('buy_and_hold', 'fixed_mix'),
  bootstrap: one({ samples: 20 }, { samples: 20, method: 'circular', block_days: 3, seed: 4 }),
  points: one(2, 5, 200),
  periods_per_year: one(252, 52, 12, 1),
};

const shareValues: Readonly<Record<string, Value>> = {
  principle: one(1000, '1000.00', 1e-3, 1e30, 50),
  shares: one('whole', 'fractional'),
  lot_size: one(1, 100, 0.001),
  allocation: one('greedy', 'milp'),
  fee_per_trade: one(0, 1, 1e6),
  fee_rate: number(0, 0.1),
  min_trade: one(0, 100),
  holdings: some(one(1, 40, -3)),
  short_proceeds: one('invested', 'kept'),
  short_ratio: number(0, 1),
};

const weightValues: Readonly<Record<string, Value>> = {
  weights: ({ symbols }, uniform) => {
    const drawn = symbols.map(() => uniform() - (uniform() < 0.2 ? 0.3 : 0));
    const sum = drawn.reduce((total, one) => total + one, 0);
    return Object.fromEntries(symbols.map((symbol, i) => [symbol, (drawn[i] ?? 0) / sum]));
  },
  rebalancing: one('buy_and_hold', 'fixed_mix', 'monthly', 'quarterly', 'yearly', 'bands'),
  band: number(0.01, 0.5),
  cost_rate: number(0, 0.05),
  cash: number(0, 0.5),
  confidence: one(0.5, 0.95),
  risk_free_rate: number(-0.1, 0.3),
  portfolio: one('buy_and_hold', 'fixed_mix'),
  benchmark: one(null, 'SPY'),
};

const { confidence, risk_free_rate, portfolio, benchmark } = weightValues as Readonly<
  Record<string, Value>
>;
const reportValues = { confidence, risk_free_rate, portfolio, benchmark } as Readonly<
  Record<string, Value>
>;

const walks: readonly unknown[] = [
  true,
  { train_days: 5, every: 5 },
  { train_days: 3, every: 'month', window: 'expanding', lag_days: 1 },
  { train_days: 2, every: 3, on_ill_posed: 'keep' },
];

/**
 * One question of many kinds on an {@link oddMarket}, its fields drawn from all there are: likely ones
 * mostly, nonsense now and then, and keys that objects already have.
 */
export function oddQuestion(uniform: Uniform): OddQuestion {
  const prices = oddMarket(uniform);
  const names = { symbols: Object.keys(prices.closes).filter((symbol) => symbol !== 'SPY') };
  const path = pick(uniform, ['', '', '', '', '/frontier', '/report', '/backtest', '/shares']);
  const fields: Record<string, unknown> = { prices, ...fieldsFor(path, names, uniform) };
  if (fields['benchmark'] === undefined && uniform() < (prices.closes['SPY'] ? 0.2 : 0.95)) {
    fields['benchmark'] = null;
  }
  if (uniform() < 0.15) spoil(fields, uniform);
  const text = JSON.stringify(fields);
  const body = uniform() < 0.02 ? text.replace('{', '{"__proto__":{"symbols":["A"]},') : text;
  return { path: `/backend${path}`, body };
}

function fieldsFor(path: string, names: OddMarketNames, uniform: Uniform): object {
  if (path === '/frontier') {
    const own = { bounds, l2: number(0, 1), ...otherValues };
    return {
      points: 5,
      ...estimateFields(names, uniform),
      ...drawn(own, 0.15, { names, uniform }),
    };
  }
  if (path === '') {
    return {
      ...mixFields(names, uniform),
      ...(uniform() < 0.5 ? estimateFields(names, uniform) : {}),
      ...drawn(otherValues, 0.03, { names, uniform }),
    };
  }
  if (path === '/backtest' && uniform() < 0.5) {
    const walked = one(...walks)(names, uniform);
    return { ...mixFields(names, uniform), walk_forward: walked };
  }
  const weights = weightValues['weights']?.(names, uniform);
  if (path === '/shares') return { weights, ...shareFields(names, uniform) };
  return {
    weights,
    ...drawn(path === '/report' ? reportValues : weightValues, 0.2, { names, uniform }),
  };
}

function mixFields(names: OddMarketNames, uniform: Uniform): object {
  if (uniform() < 0.15) return {};
  const objective = pick(uniform, objectives);
  const needed = {
    target_return: { target_return: 0.4 * uniform() },
    target_volatility: { target_volatility: 0.5 * uniform() },
    target_cvar: { target_cvar: 0.1 * uniform() },
    target_cdar: { target_cdar: 0.4 * uniform() },
    target_semideviation: { target_semideviation: 0.4 * uniform() },
    market_cap_weighted: { market_caps: each(number(1, 1e12))(names, uniform) },
    max_sharpe: { portfolio: 'fixed_mix' },
    min_tracking_error: { benchmark: 'SPY' },
    max_information_ratio: { benchmark: 'SPY' },
  } as Readonly<Record<string, object>>;
  const own = new Set<string>(parametersOf(objective).flatMap(namesOf));
  const suited = Object.entries({ ...objectiveValues, ...constraintValues, bounds }).filter(
    ([name]) => own.has(name) || uniform() < 0.004,
  );
  return {
    objective,
    ...needed[objective],
    ...drawn(Object.fromEntries(suited), 0.3, { names, uniform }),
    ...(uniform() < 0.3 ? shareFields(names, uniform) : {}),
    ...(uniform() < 0.1 ? { bootstrap: otherValues['bootstrap']?.(names, uniform) } : {}),
  };
}

function shareFields(names: OddMarketNames, uniform: Uniform): object {
  return { principle: 1000, ...drawn(shareValues, 0.3, { names, uniform }) };
}

/** What goes together; the rest of the fields follows from it. */
function estimateFields(names: OddMarketNames, uniform: Uniform): object {
  const chosen: Record<string, unknown> = { ...drawn(plainEstimates, 0.15, { names, uniform }) };
  if (chosen['expected_returns'] === 'ewma') chosen['expected_returns_span'] = 20;
  if (chosen['risk_model'] === 'ewma') chosen['risk_model_span'] = 20;
  if (chosen['risk_model'] === 'shrunk') chosen['risk_model_shrinkage'] = uniform();
  if (uniform() < 0.1) {
    chosen['expected_returns'] = 'black_litterman';
    chosen['prior'] = pick(uniform, ['arithmetic', 'ewma', 'james_stein']);
    chosen['views'] = each(number(-0.2, 0.4))(names, uniform);
    Object.assign(chosen, drawn(viewValues, 0.3, { names, uniform }));
  }
  return { ...chosen, ...drawn(estimateValues, 0.004, { names, uniform }) };
}

function drawn(
  values: Readonly<Record<string, Value>>,
  share: number,
  { names, uniform }: { readonly names: OddMarketNames; readonly uniform: Uniform },
): object {
  const chosen = Object.entries(values).filter(() => uniform() < share);
  return Object.fromEntries(chosen.map(([name, value]) => [name, value(names, uniform)]));
}

const everyField = Object.keys({
  ...estimateValues,
  ...objectiveValues,
  ...constraintValues,
  ...otherValues,
  ...weightValues,
  ...plainEstimates,
  ...shareValues,
}).concat(
  'walk_forward',
  'symbols',
  'start_date',
  'end_date',
  'objective',
  'prices',
  'wieghts',
  'constructor',
);

function spoil(fields: Record<string, unknown>, uniform: Uniform): void {
  const times = 1 + Math.floor(3 * uniform());
  for (let k = 0; k < times; k++) fields[pick(uniform, everyField)] = pick(uniform, nonsense);
}
