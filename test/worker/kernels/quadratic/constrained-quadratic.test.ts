import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boundedQuadratic } from '../../../../worker/kernels/quadratic/bounded-quadratic.ts';
import { constrainedQuadratic } from '../../../../worker/kernels/quadratic/constrained-quadratic.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import type { ConstrainedProblem } from '../../../../worker/kernels/quadratic/scaled-problem.ts';
import { frontierProblem } from '../../../support/frontier-problems.ts';
import { budgetOf } from '../../../support/kinked-problems.ts';

const constrained = suite('constrained-quadratic');

function diagonal(...entries: readonly number[]) {
  const size = entries.length;
  const values = new Float64Array(size * size);
  for (const [i, entry] of entries.entries()) values[i * (size + 1)] = entry;
  return { rows: size, columns: size, values };
}

function minimumOf(problem: ConstrainedProblem) {
  const found = constrainedQuadratic(problem);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

function near(actual: Float64Array, expected: readonly number[]): void {
  const off = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) < 1e-13, `${actual}, not ${expected}`);
}

const two = {
  quadratic: diagonal(1, 3),
  linear: new Float64Array(2),
  lower: new Float64Array(2).fill(Number.NEGATIVE_INFINITY),
  upper: new Float64Array(2).fill(Number.POSITIVE_INFINITY),
};

constrained('a budget alone has the closed form and its price', () => {
  const { weights, rowMultipliers } = minimumOf({ ...two, rows: budgetOf(2) });

  near(weights, [0.75, 0.25]);
  // ½(b²·3/4): its slope at b = 1.
  near(rowMultipliers, [0.75]);
});

constrained('a row that does not hold has no price', () => {
  const rows = {
    matrix: { rows: 2, columns: 2, values: Float64Array.of(1, 1, 1, 0) },
    lower: Float64Array.of(1, 0.7),
    upper: Float64Array.of(1, 0.8),
  };
  const tight = { ...rows, upper: Float64Array.of(1, 0.7) };
  const low = { ...rows, lower: Float64Array.of(1, 0.8), upper: Float64Array.of(1, 0.9) };

  near(minimumOf({ ...two, rows }).weights, [0.75, 0.25]);
  near(minimumOf({ ...two, rows }).rowMultipliers, [0.75, 0]);
  near(minimumOf({ ...two, rows: tight }).weights, [0.7, 0.3]);
  near(minimumOf({ ...two, rows: low }).weights, [0.8, 0.2]);
  // d/dx of ½(x² + 3(1 − x)²) at 0.8.
  near(minimumOf({ ...two, rows: low }).rowMultipliers, [0.6, 0.2]);
});

constrained('a matrix of zeros is a linear program', () => {
  const problem = {
    quadratic: diagonal(0, 0, 0),
    linear: Float64Array.of(1, 3, 2),
    lower: new Float64Array(3),
    upper: new Float64Array(3).fill(0.6),
    rows: budgetOf(3),
  };

  near(minimumOf(problem).weights, [0, 0.6, 0.4]);
});

constrained('twins share what they hold together', () => {
  const values = Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1);
  const problem = {
    quadratic: { rows: 3, columns: 3, values },
    linear: new Float64Array(3),
    lower: new Float64Array(3),
    upper: new Float64Array(3).fill(1),
    rows: budgetOf(3),
  };

  const [one = 0, other = 0, third = 0] = minimumOf(problem).weights;
  // Their shares make no difference, so that rounding is not corrected.
  assert.ok(Math.abs(one - 0.25) < 1e-8 && Math.abs(other - 0.25) < 1e-8);
  assert.ok(Math.abs(third - 0.5) < 1e-13);
});

constrained('rows that contradict each other are named', () => {
  const rows = {
    matrix: { rows: 4, columns: 3, values: Float64Array.of(1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1) },
    lower: Float64Array.of(1, 0.7, 0, 0.6),
    upper: Float64Array.of(1, 1, 1, 1),
  };
  const problem = {
    quadratic: diagonal(1, 1, 1),
    linear: new Float64Array(3),
    lower: new Float64Array(3),
    upper: new Float64Array(3).fill(1),
    rows,
  };

  assert.equal(constrainedQuadratic(problem), {
    solved: false,
    reason: 'infeasible',
    bounds: [1],
    rows: [0, 1, 3],
  });
});

constrained('a row of zeros holds always or never', () => {
  const rows = (lower: number) => ({
    matrix: { rows: 2, columns: 2, values: Float64Array.of(1, 1, 0, 0) },
    lower: Float64Array.of(1, lower),
    upper: Float64Array.of(1, 1),
  });

  near(minimumOf({ ...two, rows: rows(0) }).weights, [0.75, 0.25]);
  assert.equal(constrainedQuadratic({ ...two, rows: rows(0.1) }), {
    solved: false,
    reason: 'infeasible',
    bounds: [],
    rows: [1],
  });
});

constrained('shapes that do not fit are refused', () => {
  assert.throws(() => constrainedQuadratic({ ...two, rows: budgetOf(3) }), RangeError);
  const linear = new Float64Array(3);
  assert.throws(() => constrainedQuadratic({ ...two, linear, rows: budgetOf(2) }), RangeError);
});

constrained('on 500 awkward markets it agrees with the active set without rows', () => {
  let solved = 0;
  for (let seed = 5001; seed <= 5500; seed++) {
    const market = frontierProblem(seed);
    const multiplier = seed % 3;
    const problem = {
      ...market,
      quadratic: market.covariance,
      linear: market.mean.map((value) => multiplier * value),
    };
    const expected = boundedQuadratic(problem);
    const found = constrainedQuadratic({ ...problem, rows: budgetOf(market.mean.length) });

    assert.is(found.solved, expected.solved, market.title);
    if (!found.solved) continue;
    solved += 1;
    const report = kktBounded({ ...market, weights: found.weights, multiplier });
    assert.ok(report.relativeResidual < 1e-12, `${market.title}: ${report.relativeResidual}`);
    assert.ok(report.budgetViolation < 1e-12, `${market.title}: ${report.budgetViolation}`);
    assert.is(report.boundViolation, 0, market.title);
  }
  assert.ok(solved > 450, `${solved}`);
});

constrained.run();
