import { quadraticForm } from '../../worker/kernels/algebra/quadratic-form.ts';
import type { Moments } from '../../worker/kernels/covariances/moments.ts';
import { criticalLine } from '../../worker/kernels/frontier/critical-line.ts';
import { maximumSharpe } from '../../worker/kernels/frontier/maximum-sharpe.ts';
import { boundedQuadratic } from '../../worker/kernels/quadratic/bounded-quadratic.ts';
import { kktBounded } from '../../worker/kernels/quadratic/kkt-bounded.ts';
import { median } from '../statistics.ts';
import { figure, printTable } from '../table.ts';
import type { ComparisonEffort } from './compare-slsqp.ts';
import { cpuTimes } from './cpu-time.ts';
import { equityMoments } from './equity-moments.ts';
import { allocationMaxSharpe, allocationMinVolatility } from './npm/portfolio-allocation.ts';
import { quadprogMaxSharpe, quadprogMinVolatility } from './npm/quadprog.ts';

type Solver = (moments: Moments) => Float64Array;

interface Question {
  readonly name: string;
  /** Ours first. */
  readonly solvers: Readonly<Record<string, Solver>>;
  /** The more the better. */
  value(moments: Moments, weights: Float64Array): number;
  /** λ of the conditions of an optimum at weights. */
  multiplier(moments: Moments, weights: Float64Array): number;
}

const questions: readonly Question[] = [
  {
    name: 'max Sharpe',
    solvers: {
      ours: maxSharpe,
      'portfolio-allocation': allocationMaxSharpe,
      quadprog: quadprogMaxSharpe,
    },
    value: (moments, weights) => gain(moments, weights) / volatility(moments, weights),
    multiplier: (moments, weights) => volatility(moments, weights) ** 2 / gain(moments, weights),
  },
  {
    name: 'min volatility',
    solvers: {
      ours: minVolatility,
      'portfolio-allocation': allocationMinVolatility,
      quadprog: quadprogMinVolatility,
    },
    value: (moments, weights) => -volatility(moments, weights),
    multiplier: () => 0,
  },
];

const sizes = [20, 100, 500];

/** What takes longer is asked once, in ms. */
const slowMs = 10_000;

/** Compares long-only fixed mixes, given the moments, with two packages of npm. */
export function compareNpm(effort: ComparisonEffort): void {
  const rows: (readonly string[])[] = [];
  for (const symbols of sizes) {
    const moments = equityMoments(symbols, 2500);
    for (const question of questions) rows.push(...compared(question, moments, effort));
  }
  const heads = ['symbols, objective', 'by', 'ms', '÷ ours', 'objective', 'KKT, relative'];
  printTable('Long-only fixed mixes, given the moments; processor time, medians', [heads, ...rows]);
}

function compared(
  { name, solvers, value, multiplier }: Question,
  moments: Moments,
  { rounds, sampling }: ComparisonEffort,
): (readonly string[])[] {
  const names = Object.keys(solvers);
  const times = new Map(names.map((by) => [by, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [by, solve] of Object.entries(solvers)) {
      const kept = times.get(by) ?? [];
      if ((kept[0] ?? 0) > slowMs) continue;
      const taken = cpuTimes(() => solve(moments), sampling);
      // The first round warms up, unless it is all there will be.
      if (round === 1) kept.length = 0;
      kept.push(...taken);
    }
  }
  const own = median(times.get('ours') ?? []);
  return Object.entries(solvers).map(([by, solve]) => {
    const weights = solve(moments);
    const size = weights.length;
    const bounds = { lower: new Float64Array(size), upper: new Float64Array(size).fill(1) };
    const report = kktBounded({
      ...moments,
      ...bounds,
      weights,
      multiplier: multiplier(moments, weights),
    });
    const time = median(times.get(by) ?? []);
    return [
      `${size}, ${name}`,
      by,
      figure(time),
      figure(time / own),
      value(moments, weights).toPrecision(12),
      report.relativeResidual.toExponential(1),
    ];
  });
}

function maxSharpe(moments: Moments): Float64Array {
  const size = moments.mean.length;
  const bounds = { lower: new Float64Array(size), upper: new Float64Array(size).fill(1) };
  const line = criticalLine({ ...moments, ...bounds });
  if (!line.solved) throw new Error('the bench has no frontier');
  const found = maximumSharpe({ ...moments, corners: line.corners }, 0);
  if (!found.solved) throw new Error('the bench has no best ratio');
  return found.point.weights;
}

function minVolatility({ mean, covariance }: Moments): Float64Array {
  const size = mean.length;
  const found = boundedQuadratic({
    quadratic: covariance,
    linear: new Float64Array(size),
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(1),
  });
  if (!found.solved) throw new Error('the bench has no least volatility');
  return found.weights;
}

function gain({ mean }: Moments, weights: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * (mean[i] ?? 0), 0);
}

function volatility({ covariance }: Moments, weights: Float64Array): number {
  return Math.sqrt(quadraticForm(covariance, weights));
}
