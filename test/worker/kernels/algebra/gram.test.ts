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

products('rows longer than a panel, of odd lengths too, give what plain sums give', () => {
  for (const columns of [0, 1, 255, 256, 257, 771]) {
    const x = simulatedReturns(7, { periods: 4, symbols: columns });
    const row = (i: number): Float64Array => x.values.subarray(i * columns, (i + 1) * columns);
    const plain = Array.from({ length: 16 }, (_, k) =>
      row(k >> 2).reduce((sum, value, t) => sum + value * (row(k & 3)[t] ?? 0), 0),
    );

    allNear(gram(x).values, plain, 1e-14);
    allNear(rowProducts(x, x).values, plain, 1e-14);
  }
});

products('a product depends on its two rows alone, not on where they stand', () => {
  const x = simulatedReturns(3, { periods: 11, symbols: 700 });
  const turned = { ...x, values: new Float64Array(x.values.length) };
  for (let i = 0; i < 11; i++) {
    turned.values.set(x.values.subarray(i * 700, (i + 1) * 700), (10 - i) * 700);
  }

  assert.equal(gram(turned).values.reverse(), gram(x).values);
});

products('rows of different lengths are refused', () => {
  assert.throws(() => rowProducts(matrixOf([1]), matrixOf([1, 2])), RangeError);
});

products.run();
