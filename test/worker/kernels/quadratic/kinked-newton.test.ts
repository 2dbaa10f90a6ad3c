import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shortfallFunction } from '../../../../worker/kernels/downside/shortfall-function.ts';
import { growthFunction } from '../../../../worker/kernels/growth/growth-function.ts';
import { symbolPaths } from '../../../../worker/kernels/growth/symbol-paths.ts';
import {
  kinkedNewton,
  type SmoothProblem,
} from '../../../../worker/kernels/quadratic/kinked-newton.ts';
import type { SmoothFunction } from '../../../../worker/kernels/quadratic/smooth-function.ts';
import { budgetOf, noCost } from '../../../support/kinked-problems.ts';
import { normals } from '../../../support/markets.ts';

const newton = suite('kinked-newton');

const half = Float64Array.of(0.5, 0.5);

function problemOf(smooth: SmoothFunction, more: Partial<SmoothProblem> = {}): SmoothProblem {
  return {
    smooth,
    lower: new Float64Array(2),
    upper: new Float64Array(2).fill(1),
    rows: budgetOf(2),
    cost: noCost(2),
    limits: [],
    ...more,
  };
}

function near(actual: Float64Array, expected: readonly number[], within = 1e-13): void {
  const off = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) < within, `${actual}, not ${expected}`);
}

function minimumOf(problem: SmoothProblem, start = half) {
  const found = kinkedNewton(problem, start);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

/** A bet that doubles or loses all of it, beside cash: it wins in two of three periods. */
const bets = { rows: 3, columns: 2, values: Float64Array.of(1, 0, 1, 0, -1, 0) };

newton('a bet gets 2p − 1 of the value', () => {
  const smooth = growthFunction({ paths: symbolPaths(bets), l2: 0 });

  near(minimumOf(problemOf(smooth)).weights, [1 / 3, 2 / 3]);
});

newton('costs keep a bet as it is while growth is slower to rise', () => {
  const smooth = growthFunction({ paths: symbolPaths(bets), l2: 0 });
  const at = (rate: number) =>
    minimumOf(problemOf(smooth, { cost: { origin: half, rates: Float64Array.of(rate, rate) } }))
      .weights;

  // At w the growth rises by 2/(3(1 + w)) − 1/(3(1 − w)), which is −2/9 at a half.
  near(at(0.2), [0.5, 0.5]);
  // −2/9·… = −2·rate: with 0.05 the slope is to be −0.1.
  const w = at(0.05)[0] ?? 0;
  assert.ok(Math.abs(2 / (3 * (1 + w)) - 1 / (3 * (1 - w)) + 0.1) < 1e-12);
});

newton('the least shortfall is that of its own days', () => {
  const excess = { rows: 3, columns: 2, values: Float64Array.of(-1, 1, 1, -3, 2, 2) };
  const smooth = shortfallFunction({ excess, scale: 1, l2: 0, gains: new Float64Array(2) });

  // (1 − 2w)² where w > ½, (4w − 3)² where w < ¾: between the two both count.
  const { weights } = minimumOf(problemOf(smooth), Float64Array.of(1, 0));
  near(weights, [(2 + 12) / 20, 1 - 14 / 20]);
});

newton('slopes are those of the functions', () => {
  const normal = normals(3);
  const returns = {
    rows: 30,
    columns: 2,
    values: Float64Array.from({ length: 60 }, () => 0.1 * normal()),
  };
  const gains = Float64Array.of(0.01, 0.02);
  const functions = [
    shortfallFunction({ excess: returns, scale: 3, l2: 0.1, gains }),
    growthFunction({ paths: symbolPaths(returns), l2: 0.1 }),
  ];
  const change = Float64Array.of(0.3, -0.2);
  for (const smooth of functions) {
    const point = smooth.at(half);
    if (point === undefined) throw new Error('no value');
    const beside = smooth.at(half.map((one, i) => one + 1e-7 * (change[i] ?? 0)));
    const slope = point.gradient.reduce((sum, one, i) => sum + one * (change[i] ?? 0), 0);
    assert.ok(Math.abs(point.slopeAlong(change)(0) - slope) < 1e-15);
    const { values } = point.curvature();
    for (const i of [0, 1]) {
      const bend = (values[2 * i] ?? 0) * 0.3 - (values[2 * i + 1] ?? 0) * 0.2;
      const rise = ((beside?.gradient[i] ?? 0) - (point.gradient[i] ?? 0)) / 1e-7;
      assert.ok(Math.abs(rise - bend) < 1e-6, `${rise} for ${bend}`);
    }
  }
});

newton('what contradicts itself is told, and a start without value refused', () => {
  const smooth = growthFunction({ paths: symbolPaths(bets), l2: 0 });
  const none = kinkedNewton(problemOf(smooth, { upper: new Float64Array(2).fill(0.4) }), half);

  assert.is(none.solved === false && none.reason, 'infeasible');
  assert.throws(() => kinkedNewton(problemOf(smooth), Float64Array.of(1, 0)), RangeError);
});

newton.run();
