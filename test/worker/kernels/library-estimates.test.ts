import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diagonal } from '../../../worker/kernels/algebra/diagonal.ts';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import { scaled } from '../../../worker/kernels/algebra/scaled.ts';
import { ledoitWolf } from '../../../worker/kernels/covariances/ledoit-wolf.ts';
import { ledoitWolfConstantCorrelation } from '../../../worker/kernels/covariances/ledoit-wolf-constant-correlation.ts';
import { sampleCovariance } from '../../../worker/kernels/covariances/sample-covariance.ts';
import { semicovariance } from '../../../worker/kernels/covariances/semicovariance.ts';
import { scaledIdentity } from '../../../worker/kernels/covariances/shrunk-covariance.ts';
import { fixedMixWeights } from '../../../worker/kernels/hold/fixed-mix.ts';
import { blackLitterman } from '../../../worker/kernels/means/black-litterman.ts';
import { capmReturns } from '../../../worker/kernels/means/capm.ts';
import { equilibriumReturns } from '../../../worker/kernels/means/equilibrium-returns.ts';
import { exponentialMean } from '../../../worker/kernels/means/exponential-mean.ts';
import { geometricMean } from '../../../worker/kernels/means/geometric-mean.ts';
import {
  idzorekUncertainties,
  proportionalUncertainties,
} from '../../../worker/kernels/means/view-uncertainties.ts';
import { nonnegativeQuadratic } from '../../../worker/kernels/quadratic/nonnegative-quadratic.ts';
import { sharedData } from '../../support/shared-data.ts';
import { matrixOf } from '../../support/simulated-returns.ts';

const library = suite('library-estimates');

const yearly = { periodsPerYear: 252, annualise: 'compounded' } as const;

interface Case {
  readonly id: string;
  readonly inputs: { readonly prices?: readonly (readonly number[])[] };
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly rtol?: number; readonly atol?: number };
}

interface Table {
  readonly symbols: readonly string[];
  readonly dates: readonly string[];
  readonly closes: Matrix;
}

function readTable(file: string): Table {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const closes = matrixOf(
    ...rows.map(([, ...cells]) => cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)))),
  );
  return { symbols: head.split(',').slice(1), dates: rows.map(([date = '']) => date), closes };
}

function returnsOf({ rows, columns, values }: Matrix): Matrix {
  const after = values.subarray(columns);
  return {
    rows: rows - 1,
    columns,
    values: after.map((close, k) => close / (values[k] ?? Number.NaN) - 1),
  };
}

function check({ expected, tolerance }: Case, found: Readonly<Record<string, number>>): void {
  const { rtol = 0, atol = 0 } = tolerance;
  for (const [name, value] of Object.entries(expected)) {
    const error = Math.abs((found[name] ?? Number.NaN) - value);
    assert.ok(error <= atol + rtol * Math.abs(value), `${name}: ${found[name]}, not ${value}`);
  }
}

function performance(weights: Float64Array, mean: Float64Array, covariance: Matrix) {
  const size = weights.length;
  const earned = weights.reduce((sum, weight, i) => sum + weight * (mean[i] ?? 0), 0);
  const variance = covariance.values.reduce(
    (sum, value, k) =>
      sum + value * (weights[Math.floor(k / size)] ?? 0) * (weights[k % size] ?? 0),
    0,
  );
  const volatility = Math.sqrt(variance);
  return { return: earned, volatility, sharpe: (earned - 0.02) / volatility };
}

/** The long-only portfolio of least wᵀΣw + γ·wᵀw. */
function leastVariance(covariance: Matrix, gamma: number): Float64Array {
  const size = covariance.rows;
  const ridge = scaledIdentity(size, gamma).values;
  const values = covariance.values.map((value, k) => value + (ridge[k] ?? 0));
  const y = nonnegativeQuadratic({ ...covariance, values }, new Float64Array(size).fill(1));
  const sum = y.reduce((total, value) => total + value, 0);
  return y.map((value) => value / sum);
}

const casesFile = sharedData('cases/pyportfolioopt.json');
const stocksFile = sharedData('prices/stock_prices.csv');
const spyFile = sharedData('prices/spy_prices.csv');
if (casesFile !== undefined && stocksFile !== undefined && spyFile !== undefined) {
  const cases: readonly Case[] = JSON.parse(readFileSync(casesFile, 'utf8'));
  const { symbols, dates, closes } = readTable(stocksFile);
  const returns = returnsOf(closes);
  const bySymbol = (values: Float64Array) =>
    Object.fromEntries(symbols.map((symbol, i) => [symbol, values[i] ?? Number.NaN]));
  const geometric = geometricMean(returns, 252);
  const given = (id: string, compare: (held: Case) => void): void => {
    const held = cases.find((one) => one.id === id);
    if (held !== undefined) library(`${id} agrees`, () => compare(held));
  };

  given('er.mean_historical', (held) => check(held, bySymbol(geometric)));

  given('er.capm_spy', (held) => {
    const spy = readTable(spyFile);
    const byDate = new Map(spy.dates.map((date, t) => [date, spy.closes.values[t]]));
    const values = Float64Array.from(dates, (date) => byDate.get(date) ?? Number.NaN);
    const market = returnsOf({ rows: values.length, columns: 1, values }).values;
    const found = capmReturns(returns, market, { riskFreeRate: 0.02, ...yearly });

    check(held, bySymbol(found?.expected ?? new Float64Array()));
  });

  given('rm.sample_cov_dummy', (held) => {
    const found = sampleCovariance(returnsOf(matrixOf(...(held.inputs.prices ?? []))));

    check(held, Object.fromEntries(found.values.entries()));
  });

  given('ef.min_volatility', (held) => {
    const covariance = scaled(sampleCovariance(returns), 252);

    check(held, performance(leastVariance(covariance, 0), geometric, covariance));
  });

  given('ef.max_sharpe.semicov', (held) => {
    const perPeriod = semicovariance(returns, { benchmark: 0, missing: 'zero' });
    const covariance = scaled(perPeriod, 252);
    const mean = geometric.map((value) => value - 0.02);
    const weights = fixedMixWeights({ mean, covariance }) ?? new Float64Array();

    check(held, performance(weights, geometric, covariance));
  });

  given('ef.min_volatility.lw_cc_l2', (held) => {
    const covariance = scaled(ledoitWolfConstantCorrelation(returns).covariance, 252);

    check(held, performance(leastVariance(covariance, 1), geometric, covariance));
  });

  given('bl.all_views', (held) => {
    const size = symbols.length;
    const prior = {
      returns: exponentialMean(returns, { span: 500, ...yearly }),
      covariance: scaled(ledoitWolf(returns).covariance, 252),
      tau: 0.05,
    };
    const portfolios = scaledIdentity(size, 1);
    const uncertainty = diagonal(proportionalUncertainties({ portfolios, ...prior }));
    const views = { portfolios, returns: new Float64Array(size).fill(0.1), uncertainty };

    check(held, bySymbol(blackLitterman(prior, views)?.returns ?? new Float64Array()));
  });

  given('bl.idzorek_view', (held) => {
    const covariance = scaled(sampleCovariance(returns), 252);
    const marketWeights = new Float64Array(symbols.length).fill(1 / symbols.length);
    const market = { covariance, marketWeights, riskAversion: 1, riskFreeRate: 0 };
    const prior = { returns: equilibriumReturns(market), covariance, tau: 0.05 };
    const portfolios = matrixOf(
      ...['GOOG', 'AAPL', 'FB', 'BABA'].map((held) =>
        symbols.map((symbol) => (symbol === held ? 1 : 0)),
      ),
    );
    const confidences = Float64Array.of(1, 1, 0.25, 0.25);
    const uncertainty = diagonal(idzorekUncertainties({ portfolios, ...prior }, confidences));
    const views = { portfolios, returns: Float64Array.of(0.4, -0.3, 0.3, 0), uncertainty };

    check(held, bySymbol(blackLitterman(prior, views)?.returns ?? new Float64Array()));
  });
}

library.run();
