import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { product } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { triangleProduct } from '../../../../worker/kernels/algebra/triangle-product.ts';
import { normals } from '../../../support/markets.ts';
import { symmetricOf } from '../../../support/symmetric.ts';

const triangle = suite('triangle-product');

triangle('what is above the diagonal is not read', () => {
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(2, Number.NaN, 3, 5) };

  assert.equal(Array.from(triangleProduct(matrix, Float64Array.of(1, 10))), [32, 53]);
});

triangle('it is the product of the whole matrix at any size', () => {
  for (let size = 0; size <= 13; size++) {
    const normal = normals(size + 1);
    const matrix = symmetricOf(size, normal);
    const x = Float64Array.from({ length: size }, () => normal());
    const whole = product(matrix, x);

    for (const [i, value] of triangleProduct(matrix, x).entries()) {
      assert.ok(Math.abs(value - (whole[i] ?? Number.NaN)) < 1e-13, `${size}`);
    }
  }
});

triangle('another length is a mistake', () => {
  assert.throws(() => triangleProduct(symmetricOf(2, normals(1)), new Float64Array(3)), RangeError);
});

triangle.run();
