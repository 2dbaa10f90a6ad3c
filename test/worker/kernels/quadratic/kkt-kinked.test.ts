import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kktKinked } from '../../../../worker/kernels/quadratic/kkt-kinked.ts';
import { budgetOf, noCost } from '../../../support/kinked-problems.ts';

const kkt = suite('kkt-kinked');

const ones = Float64Array.of(1, 1);
const problem = {
  quadratic: { rows: 2, columns: 2, values: Float64Array.of(1, 0, 0, 3) },
  linear: new Float64Array(2),
  lower: new Float64Array(2),
  upper: ones,
  rows: budgetOf(2),
  cost: noCost(2),
  limits: [],
};
const limitMultipliers = new Float64Array(0);

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-14, `${actual}, not ${expected}`);
}

kkt('the optimum has no residual', () => {
  const report = kktKinked(problem, {
    weights: Float64Array.of(0.75, 0.25),
    rowMultipliers: Float64Array.of(0.75),
    limitMultipliers,
  });

  assert.equal(report, {
    residual: 0,
    relativeResidual: 0,
    complementarity: 0,
    violation: 0,
    holding: [],
  });
});

kkt('slopes that are left are told', () => {
  const report = kktKinked(problem, {
    weights: Float64Array.of(0.5, 0.5),
    rowMultipliers: Float64Array.of(1),
    limitMultipliers,
  });

  near(report.residual, 0.5);
});

kkt('bounds hold, and at a price', () => {
  const report = kktKinked(
    { ...problem, linear: Float64Array.of(4, 0) },
    { weights: Float64Array.of(1, 0), rowMultipliers: Float64Array.of(-1), limitMultipliers },
  );

  near(report.residual, 0);
  assert.equal(report.holding, [
    { kind: 'upper', symbol: 0, shadowPrice: 2 },
    { kind: 'lower', symbol: 1, shadowPrice: 1 },
  ]);
});

kkt('between the slopes of a kink there is no residual', () => {
  const cost = { origin: Float64Array.of(0.5, 0.5), rates: Float64Array.of(0.5, 0.5) };
  const weights = Float64Array.of(0.5, 0.5);
  const at = (y: number) =>
    kktKinked(
      { ...problem, cost },
      { weights, rowMultipliers: Float64Array.of(y), limitMultipliers },
    );

  near(at(1).residual, 0);
  near(at(1.2).residual, 0.2);
});

kkt('a price for room that is left is no proof', () => {
  const limit = { coefficients: new Float64Array(2), origin: ones, rates: ones, limit: 2 };
  const report = kktKinked(
    { ...problem, limits: [limit] },
    {
      weights: Float64Array.of(0.75, 0.25),
      rowMultipliers: Float64Array.of(0.25),
      limitMultipliers: Float64Array.of(0.5),
    },
  );

  near(report.residual, 0);
  near(report.complementarity, 0.5);
});

kkt('lengths that do not fit are refused', () => {
  const check = { rowMultipliers: new Float64Array(2), limitMultipliers, weights: ones };

  assert.throws(() => kktKinked(problem, check), RangeError);
});

kkt.run();
