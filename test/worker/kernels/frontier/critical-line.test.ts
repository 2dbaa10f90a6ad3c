import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import type { CornerPortfolio } from '../../../../worker/kernels/frontier/corner-portfolio.ts';
import {
  criticalLine,
  type FrontierProblem,
} from '../../../../worker/kernels/frontier/critical-line.ts';
import { boundedQuadratic } from '../../../../worker/kernels/quadratic/bounded-quadratic.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { frontierProblem } from '../../../support/frontier-problems.ts';

const line = suite('critical-line');

function matrix(size: number, ...values: readonly number[]): Matrix {
  return { rows: size, columns: size, values: Float64Array.from(values) };
}

function bounds(size: number, least: number, most: number) {
  return {
    lower: new Float64Array(size).fill(least),
    upper: new Float64Array(size).fill(most),
  };
}

function cornersOf(problem: FrontierProblem): readonly CornerPortfolio[] {
  const found = criticalLine(problem);
  if (!found.solved) throw new Error(found.reason);
  return found.corners;
}

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-14): void {
  const off = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) <= tolerance, `${Array.from(actual)}, not ${expected}`);
}

line('two uncorrelated symbols have two corners', () => {
  const mean = Float64Array.of(0.1, 0.2);
  const covariance = matrix(2, 1, 0, 0, 4);

  const corners = cornersOf({ mean, covariance, ...bounds(2, 0, 1) });

  // On the way w₂ = 1/5 + λ·(0.2 − 0.1)/5, which is 1 at λ = 40.
  assert.is(corners.length, 2);
  near(corners[0]?.weights ?? [], [0, 1]);
  near([corners[0]?.multiplier ?? 0], [40], 1e-12);
  near(corners[1]?.weights ?? [], [0.8, 0.2]);
  assert.is(corners[1]?.multiplier, 0);
});

line('a symbol that only costs stays out', () => {
  const mean = Float64Array.of(0.1, 0.2);
  const covariance = matrix(2, 1, 0.9, 0.9, 0.5);

  const corners = cornersOf({ mean, covariance, ...bounds(2, 0, 1) });

  assert.is(corners.length, 1);
  near(corners[0]?.weights ?? [], [0, 1]);
  assert.is(corners[0]?.multiplier, 0);
});

line('short bounds let the frontier go on', () => {
  const mean = Float64Array.of(0.1, 0.2);
  const covariance = matrix(2, 1, 0, 0, 4);

  const corners = cornersOf({ mean, covariance, ...bounds(2, -1, 2) });

  near(corners[0]?.weights ?? [], [-1, 2]);
  near([corners[0]?.multiplier ?? 0], [90], 1e-12);
  near(corners[1]?.weights ?? [], [0.8, 0.2]);
});

line('places tell who stands at a bound below a corner', () => {
  const mean = Float64Array.of(0.1, 0.2, 0);
  const covariance = matrix(3, 1, 0, 0, 0, 4, 0, 0, 0, 100);

  const corners = cornersOf({
    mean,
    covariance,
    lower: Float64Array.of(0, 0, 0.1),
    upper: Float64Array.of(1, 0.5, 1),
  });

  near(corners[0]?.weights ?? [], [0.4, 0.5, 0.1]);
  assert.equal(Array.from(corners[0]?.places ?? []), [0, 0, -1]);
});

line('equal means leave the portfolio of least variance alone', () => {
  const mean = Float64Array.of(0.1, 0.1, 0.1);
  const covariance = matrix(3, 1, 0, 0, 0, 2, 0, 0, 0, 4);

  const corners = cornersOf({ mean, covariance, ...bounds(3, 0, 1) });

  assert.is(corners.length, 1);
  near(corners[0]?.weights ?? [], [4 / 7, 2 / 7, 1 / 7]);
});

line('of several portfolios of the highest return the quietest comes first', () => {
  const mean = Float64Array.of(0.2, 0.2, 0.1);
  const covariance = matrix(3, 1, 0, 0, 0, 3, 0, 0, 0, 1);

  const corners = cornersOf({ mean, covariance, ...bounds(3, 0, 1) });

  near(corners[0]?.weights ?? [], [0.75, 0.25, 0]);
  near(corners.at(-1)?.weights ?? [], [3 / 7, 1 / 7, 3 / 7]);
});

line('a symbol that never varies ends the frontier without risk', () => {
  const mean = Float64Array.of(0.01, 0.1);
  const covariance = matrix(2, 0, 0, 0, 0.04);

  const corners = cornersOf({ mean, covariance, ...bounds(2, 0, 1) });

  near(corners[0]?.weights ?? [], [0, 1]);
  near(corners.at(-1)?.weights ?? [], [1, 0]);
});

line('one symbol is the frontier', () => {
  const corners = cornersOf({
    mean: Float64Array.of(-0.3),
    covariance: matrix(1, 0),
    ...bounds(1, 0, 1),
  });

  assert.is(corners.length, 1);
  near(corners[0]?.weights ?? [], [1]);
});

line('bounds without weights are told apart', () => {
  const mean = Float64Array.of(0.1, 0.2);
  const covariance = matrix(2, 1, 0, 0, 1);
  const reasonFor = (least: number, most: number) => {
    const found = criticalLine({ mean, covariance, ...bounds(2, least, most) });
    return found.solved ? 'solved' : found.reason;
  };

  assert.is(reasonFor(0.6, 1), 'lower-bounds-above-budget');
  assert.is(reasonFor(0, 0.4), 'upper-bounds-below-budget');
  assert.is(reasonFor(0.5, 0.4), 'crossed-bounds');
  assert.is(reasonFor(Number.NaN, 1), 'crossed-bounds');
  assert.is(reasonFor(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), 'unbounded-return');
  assert.is(reasonFor(0.5, 0.5), 'solved');
});

line('bounds that add up to 1 but for rounding are kept', () => {
  const mean = Float64Array.from({ length: 10 }, (_, i) => i);
  const values = new Float64Array(100);
  for (let i = 0; i < 10; i++) values[11 * i] = 1 + i;

  const corners = cornersOf({ mean, covariance: matrix(10, ...values), ...bounds(10, 0, 0.1) });

  assert.is(corners.length, 1);
  near(corners[0]?.weights ?? [], new Array(10).fill(0.1), 1e-15);
});

line('other lengths are a mistake', () => {
  const problem = { mean: Float64Array.of(1, 2), covariance: matrix(1, 1), ...bounds(2, 0, 1) };

  assert.throws(() => criticalLine(problem), /2 means with a covariance of 1 rows/);
});

/** A portfolio on the frontier. */
interface Place {
  readonly weights: Float64Array;
  readonly multiplier: number;
}

/** The corners, a point between any two, and the first again with a larger λ. */
function placesOn(corners: readonly CornerPortfolio[]): Place[] {
  const [first] = corners;
  if (first === undefined) return [];
  const between = corners.slice(1).map((corner, k) => {
    const above = corners[k] ?? first;
    return {
      weights: corner.weights.map(
        (weight, i) => weight + 0.37 * ((above.weights[i] ?? 0) - weight),
      ),
      multiplier: corner.multiplier + 0.37 * (above.multiplier - corner.multiplier),
    };
  });
  return [...corners, ...between, { weights: first.weights, multiplier: 2 * first.multiplier + 1 }];
}

line('every portfolio of 1000 random frontiers is optimal', () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const problem = frontierProblem(seed);
    const found = criticalLine(problem);
    if (!found.solved) continue;
    for (const { weights, multiplier } of placesOn(found.corners)) {
      const report = kktBounded({ ...problem, weights, multiplier });

      assert.ok(report.relativeResidual < 1e-12, `${problem.title}: ${report.relativeResidual}`);
      assert.ok(report.budgetViolation < 1e-12, `${problem.title}: ${report.budgetViolation}`);
      assert.is(report.boundViolation, 0, problem.title);
    }
  }
});

line('1000 random frontiers agree with the active set', () => {
  for (let seed = 1001; seed <= 2000; seed++) {
    const problem = frontierProblem(seed);
    const found = criticalLine(problem);
    if (!found.solved) continue;
    for (const { weights, multiplier } of placesOn(found.corners)) {
      const other = boundedQuadratic({
        ...problem,
        quadratic: problem.covariance,
        linear: problem.mean.map((value) => multiplier * value),
      });
      if (!other.solved) throw new Error(`${problem.title}: ${other.reason}`);
      const gap = objectiveGap(problem, { weights, multiplier }, other.weights);

      assert.ok(gap < 1e-11, `${problem.title}: ${gap}`);
      if (!problem.title.includes('200 days, plain')) continue;
      near(weights, Array.from(other.weights), 1e-10);
    }
  }
});

/** How far the objectives of two portfolios are apart, relative to the size that they can have. */
function objectiveGap(
  problem: FrontierProblem,
  { weights, multiplier }: Place,
  other: Float64Array,
) {
  const { mean, covariance } = problem;
  const size = mean.length;
  const change = weights.map((weight, i) => weight - (other[i] ?? 0));
  let gap = 0;
  let scale = 0;
  let largest = 1;
  for (let i = 0; i < size; i++) {
    const row = covariance.values.subarray(i * size, (i + 1) * size);
    const pull = row.reduce(
      (sum, value, j) => sum + (value * ((weights[j] ?? 0) + (other[j] ?? 0))) / 2,
      0,
    );
    gap += (change[i] ?? 0) * (pull - multiplier * (mean[i] ?? 0));
    scale = Math.max(scale, row[i] ?? 0, multiplier * Math.abs(mean[i] ?? 0));
    largest = Math.max(largest, Math.abs(weights[i] ?? 0));
  }
  return gap === 0 ? 0 : Math.abs(gap) / (scale * largest ** 2);
}

line('multipliers fall to 0', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const problem = frontierProblem(seed);
    const found = criticalLine(problem);
    if (!found.solved) continue;
    const multipliers = found.corners.map((corner) => corner.multiplier);

    assert.equal(
      multipliers,
      [...new Set(multipliers)].sort((a, b) => b - a),
      problem.title,
    );
    assert.is(multipliers.at(-1), 0);
  }
});

line('the order of the symbols changes nothing', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const problem = frontierProblem(seed);
    if (!problem.title.includes('200 days, plain')) continue;
    const backwards = (values: Float64Array) => values.slice().reverse();
    const found = criticalLine(problem);
    const reversed = criticalLine({
      mean: backwards(problem.mean),
      covariance: { ...problem.covariance, values: backwards(problem.covariance.values) },
      lower: backwards(problem.lower),
      upper: backwards(problem.upper),
    });
    if (!found.solved || !reversed.solved) continue;

    assert.is(reversed.corners.length, found.corners.length, problem.title);
    for (const [k, corner] of found.corners.entries()) {
      near(
        backwards(reversed.corners[k]?.weights ?? new Float64Array()),
        Array.from(corner.weights),
        1e-10,
      );
    }
  }
});

line('weights that add up to 0 are those of the least cost at each corner', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const problem = {
      ...frontierProblem(seed),
      ...bounds(frontierProblem(seed).mean.length, -1, 1),
    };
    const { mean, covariance, lower, upper } = problem;
    for (const { weights, multiplier } of cornersOf({ ...problem, budget: 0 })) {
      const linear = mean.map((one) => multiplier * one);
      const found = boundedQuadratic({ quadratic: covariance, linear, lower, upper, budget: 0 });
      const check = { mean, covariance, lower, upper, budget: 0, weights, multiplier };
      const report = kktBounded(check);

      assert.ok(found.solved && report.budgetViolation < 1e-12, `${seed} adds up`);
      // Of weights of the size of 1: where all are 0 there is nothing to compare with.
      const scale = Math.max(...covariance.values) + multiplier * Math.max(...mean.map(Math.abs));
      assert.ok(report.residual <= 1e-9 * scale, `${seed} ${report.residual} of ${scale}`);
    }
  }
});

line.run();
