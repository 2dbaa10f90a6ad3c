import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clearBestRatio } from '../../../../worker/kernels/frontier/clear-best-ratio.ts';
import {
  criticalLine,
  type FrontierProblem,
} from '../../../../worker/kernels/frontier/critical-line.ts';
import {
  isBelowBestRatio,
  maximumSharpe,
} from '../../../../worker/kernels/frontier/maximum-sharpe.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const clear = suite('clear-best-ratio');

function near(actual: number | undefined, expected: number, told: string, tolerance = 1e-9): void {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= tolerance, `${told}: ${actual}, not ${expected}`);
}

clear('uncorrelated symbols are held by excess over variance', () => {
  const found = clearBestRatio(twoSymbols, 0.05);

  // 0.05/1 to 0.15/4.
  near(found?.weights[0], 4 / 7, 'weight', 1e-15);
  near(found?.ratio, Math.sqrt(0.05 ** 2 + 0.15 ** 2 / 4), 'ratio', 1e-15);
  near(found?.volatility, Math.sqrt((4 / 7) ** 2 + 4 * (3 / 7) ** 2), 'volatility', 1e-15);
});

function isLongOnly({ lower, upper }: FrontierProblem): boolean {
  return lower.every((least, i) => least === 0 && (upper[i] ?? 0) >= 1);
}

clear('it agrees with the critical line wherever it answers, and meets the conditions', () => {
  let compared = 0;
  for (const { problem, frontier } of randomFrontiers(1, 1000)) {
    const rate = 0.3 * problem.mean.reduce((most, value) => Math.max(most, value), 0);
    const found = isLongOnly(problem) ? clearBestRatio(problem, rate) : undefined;
    if (found === undefined) continue;
    const traced = maximumSharpe(frontier, rate);
    assert.ok(traced.solved, problem.title);
    if (!traced.solved) continue;
    near(found.ratio / traced.ratio, 1, problem.title);
    for (const [i, w] of found.weights.entries()) near(traced.point.weights[i], w, problem.title);
    const multiplier = found.volatility / found.ratio;
    const { relativeResidual } = kktBounded({ ...problem, weights: found.weights, multiplier });
    near(relativeResidual, 0, problem.title, 1e-11);
    compared += 1;
  }
  assert.ok(compared > 60, `${compared}`);
});

clear('what is not plain to see is left to the critical line', () => {
  const one = { rows: 1, columns: 1, values: Float64Array.of(0) };
  const twins = { rows: 2, columns: 2, values: Float64Array.of(1, 1, 1, 1) };

  assert.is(clearBestRatio({ mean: Float64Array.of(0.1), covariance: one }, 0), undefined);
  assert.is(clearBestRatio({ mean: Float64Array.of(0.1, 0.1), covariance: twins }, 0), undefined);
  assert.is(clearBestRatio(twoSymbols, 0.2), undefined);
});

clear('a frontier traced only as far as the best ratio has the same one', () => {
  for (const { problem, frontier } of randomFrontiers(1, 500)) {
    const rate = 0.05;
    const line = criticalLine(problem, (corner) => isBelowBestRatio(problem, rate, corner));
    assert.ok(line.solved, problem.title);
    if (!line.solved) continue;
    assert.ok(line.corners.length <= frontier.corners.length, problem.title);
    assert.equal(
      maximumSharpe({ ...frontier, corners: line.corners }, rate),
      maximumSharpe(frontier, rate),
      problem.title,
    );
  }
});

clear.run();
