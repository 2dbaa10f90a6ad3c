import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { populationCovariance } from '../../../../worker/kernels/covariances/population-covariance.ts';

const population = suite('population-covariance');

population('sums of products are divided by the number of periods', () => {
  const values = Float64Array.of(-1, 1, 0, 0, 2, -2, 1, -1);

  const found = populationCovariance({ rows: 2, columns: 4, values });

  assert.equal([...found.covariance.values], [0.5, -1, -1, 2.5]);
  assert.is(found.squares, 0.25 + 1 + 1 + 6.25);
  assert.is(found.meanVariance, 1.5);
});

population.run();
