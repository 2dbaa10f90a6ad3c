import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gram } from '../../../../worker/kernels/algebra/gram.ts';
import { rowProducts } from '../../../../worker/kernels/algebra/row-products.ts';
import { allNear } from '../../../support/all-near.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const products = suite('gram');

products('two rows are multiplied with each other', () => {
  assert.equal(Array.from(gram(matrixOf([1, 2], [3, 4])).values), [5, 11, 11, 25]);
});

products('rows of two matrices are multiplied', () => {
  const result = rowProducts(matrixOf([1, 2]), matrixOf([3, 4], [5, 6]));

  assert.equal([result.rows, result.columns], [1, 2]);
  assert.equal(Array.from(result.values), [11, 17]);
});

products('any number of rows gives what plain sums give', () => {
  for (let size = 1; size <= 8; size++) {
    const x = simulatedReturns(size, { periods: size, symbols: 7 });
    const plain = Array.from({ length: size * size }, (_, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      const row = x.values.subarray(i * 7, i * 7 + 7);
      return row.reduce((sum, value, t) => sum + value * (x.values[j * 7 + t] ?? 0), 0);
    });

    allNear(gram(x).values, plain, 1e-15);
    allNear(rowProducts(x, x).values, plain, 1e-15);
  }
});

products('rows of different lengths are refused', () => {
  assert.throws(() => rowProducts(matrixOf([1]), matrixOf([1, 2])), RangeError);
});

products.run();
