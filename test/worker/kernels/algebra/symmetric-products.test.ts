import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dot } from '../../../../worker/kernels/algebra/dot.ts';
import { symmetricProducts } from '../../../../worker/kernels/algebra/symmetric-products.ts';

const products = suite('symmetric-products');

products('an even number of rows is multiplied', () => {
  const x = Float64Array.of(1, 2, 3, 4);
  const z = Float64Array.of(5, 6, 7, 8);

  // Rows x0·z0 = 17, x0·z1 = 23, x1·z0 = 39, x1·z1 = 53.
  const result = symmetricProducts(x, z, { rows: 2, columns: 2 });

  assert.equal(Array.from(result), [34, 62, 62, 106]);
});

products('an odd number of rows is multiplied', () => {
  const x = Float64Array.of(1, 2, 3);

  const result = symmetricProducts(x, Float64Array.of(1, 0, 1), { rows: 3, columns: 1 });

  assert.equal(Array.from(result), [2, 2, 4, 2, 0, 2, 4, 2, 6]);
});

products('an inner product takes the runs it is given', () => {
  const left = Float64Array.of(9, 1, 2, 3, 4, 5, 9);
  const right = Float64Array.of(1, 1, 1, 1, 2);

  assert.is(dot({ left, leftStart: 1, right, rightStart: 0 }, 5), 20);
});

products.run();
