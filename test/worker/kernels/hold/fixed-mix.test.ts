import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { excessMoments } from '../../../../worker/kernels/covariances/moments.ts';
import { fixedMixWeights } from '../../../../worker/kernels/hold/fixed-mix.ts';

const mix = suite('fixed-mix');

function diagonal(...entries: readonly number[]): Float64Array {
  const size = entries.length;
  return Float64Array.from({ length: size * size }, (_, k) =>
    k % (size + 1) === 0 ? (entries[k / (size + 1)] ?? 0) : 0,
  );
}

mix('moments are those of excess returns on counted days', () => {
  const growth = { rows: 2, columns: 4, values: Float64Array.of(1, 2, 2, 6, 1, 1, 3, 3) };
  const hurdle = Float64Array.of(Number.NaN, 0, Number.NaN, 1);

  const { mean, covariance } = excessMoments({ growth, hurdle, periodsPerYear: 252 });

  // Excess returns 1, 1 and 0, −1.
  assert.equal(Array.from(mean), [1, -0.5]);
  assert.equal(Array.from(covariance.values), [0, 0, 0, 0.5]);
});

mix('uncorrelated symbols are held by mean over variance', () => {
  const covariance = { rows: 2, columns: 2, values: diagonal(1, 4) };

  const weights = fixedMixWeights({ mean: Float64Array.of(3, 4), covariance });

  assert.ok(Math.abs((weights?.[0] ?? 0) - 0.75) < 1e-9);
  assert.ok(Math.abs((weights?.[1] ?? 0) - 0.25) < 1e-9);
});

mix('a singular covariance has a mix', () => {
  const covariance = { rows: 2, columns: 2, values: Float64Array.of(1, 1, 1, 1) };

  const weights = fixedMixWeights({ mean: Float64Array.of(2, 1), covariance });

  assert.equal(Array.from(weights ?? []), [1, 0]);
});

mix('no positive mean has no mix', () => {
  const covariance = { rows: 2, columns: 2, values: diagonal(1, 1) };

  assert.is(fixedMixWeights({ mean: Float64Array.of(-1, 0), covariance }), undefined);
});

mix.run();
