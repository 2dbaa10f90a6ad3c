import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { choleskyInPlace } from '../../../../worker/kernels/algebra/cholesky.ts';

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

cholesky.run();
