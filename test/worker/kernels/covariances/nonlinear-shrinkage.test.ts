import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import { nonlinearShrinkage } from '../../../../worker/kernels/covariances/nonlinear-shrinkage.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { normals } from '../../../support/markets.ts';
import { simulatedReturns } from '../../../support/simulated-returns.ts';

const nonlinear = suite('nonlinear-shrinkage');

/** Independent returns of variance 1. */
function noise(seed: number, rows: number, columns: number) {
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, normals(seed)) };
}

nonlinear('of pure noise the eigenvalues come much nearer to one another', () => {
  for (const [rows, columns] of [
    [120, 40],
    [60, 50],
    [40, 80],
  ] as const) {
    const returns = noise(rows, rows, columns);
    const found = nonlinearShrinkage(returns);
    assert.ok(found);
    const before = symmetricEigen(sampleCovariance(returns)).values;
    const after = symmetricEigen(found).values;
    const spread = (values: Float64Array) => (values.at(-1) ?? 0) - (values[0] ?? 0);

    assert.ok(spread(after) < 0.5 * spread(before), `${spread(after)} of ${spread(before)}`);
    assert.ok((after[0] ?? 0) > 0.3, `${after[0]}`);
  }
});

nonlinear('with many returns it is next to the sample', () => {
  const returns = simulatedReturns(5, { periods: 20_000, symbols: 3 });
  const found = nonlinearShrinkage(returns);

  allNear(found?.values ?? [], sampleCovariance(returns).values, 1e-3);
});

nonlinear('a symbol that stands there twice stays the same twice', () => {
  const single = noise(7, 80, 4);
  const values = Float64Array.from({ length: 80 * 5 }, (_, k) => {
    const [t, i] = [Math.floor(k / 5), k % 5];
    return single.values[t * 4 + Math.min(i, 3)] ?? 0;
  });
  const found = nonlinearShrinkage({ rows: 80, columns: 5, values });
  const least = symmetricEigen(found ?? { rows: 0, columns: 0, values: new Float64Array() }).values;

  assert.ok(Math.abs(least[0] ?? 1) < 1e-12);
  assert.ok((least[1] ?? 0) > 0.1);
});

nonlinear('hard returns have finite, symmetric, positive semidefinite estimates', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const options = { periods: 13 + (seed % 20), symbols: 3 + (seed % 25), degenerate: true };
    const found = nonlinearShrinkage(simulatedReturns(seed, options));
    assert.ok(found);
    const { values } = symmetricEigen(found);

    assert.ok(found.values.every(Number.isFinite), `${seed}`);
    assert.ok((values[0] ?? -1) >= -1e-13 * (values.at(-1) ?? 0), `${seed} ${values[0]}`);
  }
});

nonlinear('scales do not matter', () => {
  const returns = simulatedReturns(9, { periods: 50, symbols: 6 });
  const percent = { ...returns, values: returns.values.map((value) => 100 * value) };

  allNear(
    nonlinearShrinkage(percent)?.values ?? [],
    nonlinearShrinkage(returns)?.values.map((value) => 1e4 * value) ?? [],
  );
});

nonlinear('what never moves has no variance, and few returns no estimate', () => {
  const still = { rows: 20, columns: 2, values: new Float64Array(40) };

  assert.equal([...(nonlinearShrinkage(still)?.values ?? [])], [0, 0, 0, 0]);
  assert.is(nonlinearShrinkage(noise(1, 12, 3)), undefined);
});

nonlinear.run();
