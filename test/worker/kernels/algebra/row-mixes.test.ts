import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rowMix } from '../../../../worker/kernels/algebra/add-rows.ts';
import { rowMixes } from '../../../../worker/kernels/algebra/row-mixes.ts';
import { normals } from '../../../support/markets.ts';
import { symmetricOf } from '../../../support/symmetric.ts';

const mixes = suite('row-mixes');

mixes('many combinations are what each is alone', () => {
  for (const [size, count] of [
    [3, 5],
    [70, 1],
    [90, 260],
  ] as const) {
    const normal = normals(size);
    const matrix = symmetricOf(size, normal);
    const factors = Array.from({ length: count }, (_, k) =>
      Float64Array.from({ length: size }, (_, i) => (i % 7 === k % 3 ? 0 : normal())),
    );

    const mixed = rowMixes(matrix, factors);

    assert.is(mixed.length, count);
    for (const [k, own] of factors.entries()) {
      const alone = rowMix(matrix, own);
      const far = alone.reduce((most, value, i) => {
        return Math.max(most, Math.abs(value - (mixed[k]?.[i] ?? Number.NaN)));
      }, 0);
      assert.ok(far < 1e-12, `${size} ${k}: ${far}`);
    }
  }
});

mixes('no combination gives none', () => {
  assert.equal(rowMixes(symmetricOf(70, normals(1)), []), []);
});

mixes.run();
