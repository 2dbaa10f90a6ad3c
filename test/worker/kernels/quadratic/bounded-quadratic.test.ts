import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type BoundedProblem,
  boundedQuadratic,
} from '../../../../worker/kernels/quadratic/bounded-quadratic.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { frontierProblem } from '../../../support/frontier-problems.ts';

const quadratic = suite('bounded-quadratic');

function diagonal(...entries: readonly number[]) {
  const size = entries.length;
  const values = new Float64Array(size * size);
  for (const [i, entry] of entries.entries()) values[i * (size + 1)] = entry;
  return { rows: size, columns: size, values };
}

function minimiserOf(problem: BoundedProblem): number[] {
  const found = boundedQuadratic(problem);
  if (!found.solved) throw new Error(found.reason);
  return Array.from(found.weights);
}

function near(actual: readonly number[], expected: readonly number[]): void {
  const off = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) < 1e-14, `${actual}, not ${expected}`);
}

const wide = {
  lower: new Float64Array(2).fill(Number.NEGATIVE_INFINITY),
  upper: new Float64Array(2).fill(Number.POSITIVE_INFINITY),
};

quadratic('without bounds the equations are solved', () => {
  const problem = { quadratic: diagonal(1, 3), linear: new Float64Array(2), ...wide };

  near(minimiserOf(problem), [0.75, 0.25]);
  near(minimiserOf({ ...problem, budget: -2 }), [-1.5, -0.5]);
  near(minimiserOf({ ...problem, linear: Float64Array.of(0, 4) }), [-0.25, 1.25]);
});

quadratic('a weight that would pass its bound stands at it', () => {
  const problem = { quadratic: diagonal(1, 3), linear: new Float64Array(2) };

  near(minimiserOf({ ...problem, lower: wide.lower, upper: Float64Array.of(0.5, 1) }), [0.5, 0.5]);
  near(minimiserOf({ ...problem, lower: Float64Array.of(0, 0.4), upper: wide.upper }), [0.6, 0.4]);
});

quadratic('regularisation draws the weights together', () => {
  const problem = { linear: new Float64Array(2), ...wide };

  // Σ + I for Σ = diag(1, 3).
  near(minimiserOf({ ...problem, quadratic: diagonal(2, 4) }), [2 / 3, 1 / 3]);
});

quadratic('a minimum that bounds alone could give is missed without them', () => {
  const linear = Float64Array.of(0, 1);
  const singular = diagonal(0, 0);
  const free = boundedQuadratic({ quadratic: singular, linear, ...wide });

  assert.equal(free, { solved: false, reason: 'unbounded' });
  near(
    minimiserOf({
      quadratic: singular,
      linear,
      lower: Float64Array.of(-1, 0),
      upper: Float64Array.of(1, 5),
    }),
    [-1, 2],
  );
});

quadratic('bounds without weights are told', () => {
  const problem = {
    quadratic: diagonal(1, 1),
    linear: new Float64Array(2),
    lower: new Float64Array(2),
  };

  assert.equal(boundedQuadratic({ ...problem, upper: Float64Array.of(0.25, 0.5) }), {
    solved: false,
    reason: 'upper-bounds-below-budget',
    sum: 0.75,
  });
  assert.throws(() => boundedQuadratic({ ...problem, upper: new Float64Array(3) }), RangeError);
});

quadratic('1000 random minimisers meet the conditions', () => {
  for (let seed = 5001; seed <= 6000; seed++) {
    const problem = frontierProblem(seed);
    const multiplier = seed % 3;
    const found = boundedQuadratic({
      ...problem,
      quadratic: problem.covariance,
      linear: problem.mean.map((value) => multiplier * value),
    });
    if (!found.solved) continue;
    const report = kktBounded({ ...problem, weights: found.weights, multiplier });
    const largest = found.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1);

    assert.ok(report.relativeResidual < 1e-12, `${problem.title}: ${report.relativeResidual}`);
    assert.ok(report.budgetViolation < 1e-13 * largest ** 2, `${problem.title}`);
    assert.is(report.boundViolation, 0, problem.title);
  }
});

quadratic.run();
