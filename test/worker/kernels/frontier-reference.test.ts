import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Moments } from '../../../worker/kernels/covariances/moments.ts';
import { criticalLine } from '../../../worker/kernels/frontier/critical-line.ts';
import type { Frontier, FrontierPoint } from '../../../worker/kernels/frontier/frontier-point.ts';
import { lowestCorner } from '../../../worker/kernels/frontier/frontier-point.ts';
import { maximumSharpe } from '../../../worker/kernels/frontier/maximum-sharpe.ts';
import { targetReturn } from '../../../worker/kernels/frontier/target-return.ts';
import { targetVolatility } from '../../../worker/kernels/frontier/target-volatility.ts';
import { kktBounded } from '../../../worker/kernels/quadratic/kkt-bounded.ts';
import { sharedData } from '../../support/shared-data.ts';

const reference = suite('frontier-reference');

interface Case {
  readonly id: string;
  readonly method: string;
  readonly inputs: {
    readonly covariance?: string;
    readonly risk_free_rate?: number;
    readonly bounds?: readonly (number | null)[];
    readonly effective_bounds?: readonly number[];
    readonly risk_aversion?: number;
    readonly target_volatility?: number;
    readonly target_return?: number;
  };
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly rtol: number; readonly atol: number };
}

const daysAYear = 252;

/** Closes by symbol, NaN where there is none. */
function readColumns(csv: string): number[][] {
  const [head = '', ...lines] = csv.trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  return head
    .split(',')
    .slice(1)
    .map((_, k) => rows.map((row) => (row[k + 1] ? Number(row[k + 1]) : Number.NaN)));
}

/** (last/first)^(252/count) − 1 over the closes that are there. */
function geometricMean(column: readonly number[]): number {
  const present = column.filter((close) => !Number.isNaN(close));
  const [first = Number.NaN] = present;
  return ((present.at(-1) ?? Number.NaN) / first) ** (daysAYear / (present.length - 1)) - 1;
}

function returnsOf(column: readonly number[]): number[] {
  return column.slice(1).map((close, t) => close / (column[t] ?? Number.NaN) - 1);
}

/** Over the days that both have. */
function pairwiseCovariance(one: readonly number[], other: readonly number[]): number {
  const pairs = one
    .map((x, t) => [x, other[t] ?? Number.NaN] as const)
    .filter(([x, y]) => !Number.isNaN(x + y));
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
  const sum = pairs.reduce((total, [x, y]) => total + (x - meanX) * (y - meanY), 0);
  return (daysAYear * sum) / (pairs.length - 1);
}

/** Of returns below 0; missing ones count as 0. */
function semicovariance(one: readonly number[], other: readonly number[]): number {
  const drop = (x = Number.NaN): number => (Number.isNaN(x) ? 0 : Math.min(0, x));
  const sum = one.reduce((total, x, t) => total + drop(x) * drop(other[t]), 0);
  return (daysAYear * sum) / one.length;
}

function momentsOf(
  columns: readonly number[][],
  covarianceOf: (one: readonly number[], other: readonly number[]) => number,
): Moments {
  const returns = columns.map(returnsOf);
  const values = returns.flatMap((one) => returns.map((other) => covarianceOf(one, other)));
  const covariance = {
    rows: columns.length,
    columns: columns.length,
    values: Float64Array.from(values),
  };
  return { mean: Float64Array.from(columns, geometricMean), covariance };
}

type Answer = (frontier: Frontier, inputs: Case['inputs']) => FrontierPoint | undefined;

/** What each of PyPortfolioOpt's methods asks of a frontier. */
const answers: Readonly<Record<string, Answer>> = {
  min_volatility: lowestCorner,
  max_sharpe: (frontier, { risk_free_rate: rate = 0 }) => pointOf(maximumSharpe(frontier, rate)),
  efficient_risk: (frontier, { target_volatility: target = 0 }) =>
    pointOf(targetVolatility(frontier, target)),
  efficient_return: (frontier, { target_return: target = 0 }) =>
    pointOf(targetReturn(frontier, target)),
  // Its critical line counts with a rate of 0.
  'critical line, max return/volatility': (frontier) => pointOf(maximumSharpe(frontier, 0)),
};

function pointOf(found: { readonly solved: boolean; readonly point?: FrontierPoint }) {
  return found.solved ? found.point : undefined;
}

function answerOf({ method, inputs }: Case, frontier: Frontier): FrontierPoint | undefined {
  const known = Object.keys(answers).find((name) => method.startsWith(name));
  return answers[known ?? '']?.(frontier, inputs);
}

const casesFile = sharedData('cases/pyportfolioopt.json');
const stocksFile = sharedData('prices/stock_prices.csv');
if (casesFile !== undefined && stocksFile !== undefined) {
  const columns = readColumns(readFileSync(stocksFile, 'utf8'));
  const sample = momentsOf(columns, pairwiseCovariance);
  const semi = momentsOf(columns, semicovariance);
  const cases: readonly Case[] = JSON.parse(readFileSync(casesFile, 'utf8'));
  for (const given of cases) {
    const { covariance = '', bounds = [], effective_bounds: effective } = given.inputs;
    // Shrunk covariances have their own tests.
    if (!/^(ef|cla)\./.test(given.id) || !/^(sample|semi)/.test(covariance)) continue;
    // Utility has a solver of its own, which is asked over HTTP.
    if (given.method.startsWith('max_quadratic_utility')) continue;
    reference(`${given.id} agrees`, () => {
      const moments = covariance.startsWith('semi') ? semi : sample;
      const [least, most] = effective ?? bounds;
      const problem = {
        ...moments,
        lower: new Float64Array(columns.length).fill(least ?? Number.NEGATIVE_INFINITY),
        upper: new Float64Array(columns.length).fill(most ?? Number.POSITIVE_INFINITY),
      };
      const line = criticalLine(problem);
      if (!line.solved) throw new Error(line.reason);
      const point = answerOf(given, { ...moments, corners: line.corners });
      if (point === undefined) throw new Error('no such portfolio');
      const { expectedReturn, volatility, weights, multiplier } = point;
      const actual: Readonly<Record<string, number>> = {
        return: expectedReturn,
        volatility,
        sharpe: (expectedReturn - (given.inputs.risk_free_rate ?? 0)) / volatility,
      };

      for (const [name, expected] of Object.entries(given.expected)) {
        const { rtol, atol } = given.tolerance;
        const gap = Math.abs((actual[name] ?? Number.NaN) - expected);
        assert.ok(gap <= atol + rtol * Math.abs(expected), `${name} ${actual[name]}: ${gap}`);
      }
      assert.ok(kktBounded({ ...problem, weights, multiplier }).relativeResidual < 1e-14);
    });
  }
}

reference.run();
