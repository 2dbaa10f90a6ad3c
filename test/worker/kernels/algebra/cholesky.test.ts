import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { choleskyInPlace } from '../../../../worker/kernels/algebra/cholesky.ts';
import { gram } from '../../../../worker/kernels/algebra/gram.ts';
import { allNear } from '../../../support/all-near.ts';
import { simulatedReturns } from '../../../support/simulated-returns.ts';

const cholesky = suite('cholesky');

cholesky('a definite matrix has its factor', () => {
  const values = Float64Array.of(4, 0, 2, 10);

  assert.ok(choleskyInPlace({ rows: 2, columns: 2, values }, 1e-12));
  assert.equal([values[0], values[2], values[3]], [2, 1, 3]);
});

cholesky('a singular or indefinite matrix is refused', () => {
  const singular = Float64Array.of(1, 1, 1, 1);
  const indefinite = Float64Array.of(1, 2, 2, 1);

  assert.not(choleskyInPlace({ rows: 2, columns: 2, values: singular }, 1e-12));
  assert.not(choleskyInPlace({ rows: 2, columns: 2, values: indefinite }, 1e-12));
  assert.not(choleskyInPlace({ rows: 1, columns: 1, values: Float64Array.of(Number.NaN) }, 0));
});

cholesky('the factor of many symbols gives the matrix back, block after block', () => {
  for (const size of [64, 65, 129, 150]) {
    const definite = gram(simulatedReturns(size, { periods: size, symbols: 2 * size }));
    const factor = { ...definite, values: definite.values.slice() };

    assert.ok(choleskyInPlace(factor, 1e-12));
    for (let i = 0; i < size; i++) factor.values.fill(0, i * size + i + 1, (i + 1) * size);
    allNear(gram(factor).values, definite.values, 1e-15);
  }
});

cholesky('a symbol that depends on earlier ones is found in any block', () => {
  for (const last of [63, 64, 100, 149]) {
    const returns = simulatedReturns(last, { periods: 150, symbols: 300 });
    for (let t = 0; t < 300; t++) {
      returns.values[last * 300 + t] =
        (returns.values[t] ?? 0) + (returns.values[30 * 300 + t] ?? 0);
    }

    assert.not(choleskyInPlace(gram(returns), 1e-12));
  }
});

cholesky.run();
