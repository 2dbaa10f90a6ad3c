import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';

const kkt = suite('kkt-bounded');

const two = {
  mean: Float64Array.of(0.1, 0.2),
  covariance: { rows: 2, columns: 2, values: Float64Array.of(1, 0, 0, 4) },
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(1, 1),
};

function near(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-14, `${actual}, not ${expected}`);
}

kkt('the least variance has no residual', () => {
  const report = kktBounded({ ...two, weights: Float64Array.of(0.8, 0.2), multiplier: 0 });

  near(report.residual, 0);
  near(report.budgetMultiplier, 0.8);
  near(report.budgetViolation, 0);
  assert.equal(report.active, []);
});

kkt('other weights have half of what a move would gain', () => {
  const report = kktBounded({ ...two, weights: Float64Array.of(0.5, 0.5), multiplier: 0 });

  // Slopes 0.5 and 2.
  near(report.residual, 0.75);
  near(report.budgetMultiplier, 1.25);
});

kkt('a bound that holds back has its price', () => {
  const weights = Float64Array.of(0.5, 0.5);
  const lower = Float64Array.of(0, 0.5);

  const report = kktBounded({ ...two, lower, weights, multiplier: 0 });

  near(report.residual, 0);
  assert.equal(report.active, [{ symbol: 1, side: 'lower', shadowPrice: 1.5 }]);
});

kkt('an upper bound has its price as well', () => {
  const upper = Float64Array.of(0.5, 1);

  const report = kktBounded({ ...two, upper, weights: Float64Array.of(0.5, 0.5), multiplier: 0 });

  near(report.residual, 0);
  assert.equal(report.active, [{ symbol: 0, side: 'upper', shadowPrice: 1.5 }]);
});

kkt('the multiplier of a return is found', () => {
  const weights = Float64Array.of(0.5, 0.5);

  const report = kktBounded({ ...two, weights, targetReturn: 0.15 });

  // Slopes 0.5 − 0.1·λ and 2 − 0.2·λ are equal at λ = 15.
  assert.ok(Math.abs(report.multiplier - 15) < 1e-12);
  assert.ok(report.residual < 1e-14);
  near(report.returnViolation, 0);
});

kkt('the multiplier found is the best where none fits', () => {
  const mean = Float64Array.of(0, 1, 2);
  const covariance = { rows: 3, columns: 3, values: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
  const weights = Float64Array.of(0.2, 0.5, 0.3);
  const lower = new Float64Array(3);
  const upper = new Float64Array(3).fill(1);

  const { multiplier, residual } = kktBounded({ mean, covariance, lower, upper, weights });

  // Slopes 0.2, 0.5 − λ and 0.3 − 2λ: their spread is least where the first two meet or earlier.
  for (const other of [multiplier - 1e-3, multiplier + 1e-3]) {
    const report = kktBounded({ mean, covariance, lower, upper, weights, multiplier: other });
    assert.ok(report.residual >= residual);
  }
});

kkt('violations of bounds and budget are measured', () => {
  const report = kktBounded({ ...two, weights: Float64Array.of(1.25, -0.5), multiplier: 0 });

  near(report.boundViolation, 0.5);
  near(report.budgetViolation, 0.25);
});

kkt('other lengths are a mistake', () => {
  assert.throws(() => kktBounded({ ...two, weights: new Float64Array(3) }), /3 weights/);
});

kkt.run();
