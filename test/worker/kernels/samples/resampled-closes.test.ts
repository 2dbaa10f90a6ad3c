import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resampledCloses } from '../../../../worker/kernels/samples/resampled-closes.ts';
import { matrixOf } from '../../../support/simulated-returns.ts';

const closes = suite('resampled-closes');

closes('closes compound the returns of the rows', () => {
  const returns = matrixOf([1, 0], [0, 1], [-0.5, 3]);
  const { rows, columns, values } = resampledCloses(returns, Int32Array.of(2, 0, 0, 1));

  assert.equal([rows, columns], [5, 2]);
  assert.equal(Array.from(values), [1, 1, 0.5, 4, 1, 4, 2, 4, 2, 8]);
});

closes.run();
