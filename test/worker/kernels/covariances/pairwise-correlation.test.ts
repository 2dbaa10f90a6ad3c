import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pairwiseCorrelation } from '../../../../worker/kernels/covariances/pairwise-correlation.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { simulatedCloses } from '../../../support/markets.ts';

const correlations = suite('pairwise-correlation');

const none = Number.NaN;

function near(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? none) - expected) <= tolerance, `${actual}, not ${expected}`);
}

correlations('a pair is compared on its common periods alone', () => {
  // On the first three periods the two move alike, whatever the one does later.
  const values = Float64Array.from([1, 2, 2, 4, 3, 6, 9, none, -7, none]);
  const { values: found } = pairwiseCorrelation({ rows: 5, columns: 2, values });

  near(found[1], 1, 1e-15);
  assert.is(found[0], 1);
});

correlations('without gaps it is the covariance over the deviations', () => {
  const closes = simulatedCloses(3, { days: 60, symbols: 4, dailyDeviation: 0.02 });
  const columns = Array.from({ length: 4 }, (_, i) =>
    simpleReturns(closes.values.filter((_, k) => k % 4 === i)),
  );
  const values = Float64Array.from({ length: 59 * 4 }, (_, k) => columns[k % 4]?.[k >> 2] ?? none);
  const returns = { rows: 59, columns: 4, values };
  const covariance = sampleCovariance(returns).values;
  const found = pairwiseCorrelation(returns).values;

  for (let k = 0; k < 16; k++) {
    const [i, j] = [k >> 2, k % 4];
    const scale = Math.sqrt((covariance[i * 5] ?? none) * (covariance[j * 5] ?? none));
    near(found[k], (covariance[k] ?? none) / scale, 1e-13);
  }
});

correlations('what does not vary is correlated with nothing', () => {
  const values = Float64Array.from([1, 5, 2, 5, 3, 5]);

  assert.equal([...pairwiseCorrelation({ rows: 3, columns: 2, values }).values], [1, 0, 0, 1]);
});

correlations('what does not vary on common periods alone is correlated with nothing there', () => {
  const values = Float64Array.from([0.1, 5, 0.1, 6, 0.1, 8, 0.7, none, 0.3, none, 0.2, none]);

  assert.equal([...pairwiseCorrelation({ rows: 6, columns: 2, values }).values], [1, 0, 0, 1]);
});

correlations(
  'with gaps each pair has the covariance and the variances of its common periods',
  () => {
    const uniform = uniformRandom(5);
    const [rows, columns] = [40, 7];
    const values = Float64Array.from({ length: rows * columns }, () =>
      uniform() < 0.3 ? none : uniform() - 0.5,
    );
    const found = pairwiseCorrelation({ rows, columns, values }).values;

    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < i; j++) {
        const days = Array.from({ length: rows }, (_, t) => [
          values[t * columns + i] ?? none,
          values[t * columns + j] ?? none,
        ]).filter((pair) => !pair.some(Number.isNaN));
        const common = { rows: days.length, columns: 2, values: Float64Array.from(days.flat()) };
        const [a = none, b = none, , d = none] = sampleCovariance(common).values;
        near(found[i * columns + j], b / Math.sqrt(a * d), 1e-13);
      }
    }
  },
);

correlations.run();
