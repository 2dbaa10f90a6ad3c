import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { quadraticForm } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { activeCovariance } from '../../../../worker/kernels/covariances/active-covariance.ts';
import { randomCovariance, squareOf } from '../../../support/covariances.ts';
import { normals } from '../../../support/markets.ts';

const active = suite('active-covariance');

active('a benchmark of one symbol leaves nothing of it', () => {
  const found = activeCovariance(squareOf([4, 1, 1, 9]), Float64Array.of(1, 0));

  // 9 − 2·1 + 4.
  assert.equal([...found.values], [0, 0, 0, 11]);
});

active('the variance is that of the difference of the weights', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { covariance } = randomCovariance(seed);
    const normal = normals(seed);
    const drawn = () => {
      const raw = Float64Array.from({ length: covariance.rows }, () => 1 + 0.5 * normal());
      const sum = raw.reduce((total, one) => total + one, 0);
      return raw.map((one) => one / sum);
    };
    const [weights, benchmark] = [drawn(), drawn()];
    const found = activeCovariance(covariance, benchmark);
    const apart = weights.map((weight, i) => weight - (benchmark[i] ?? 0));
    const scale = Math.max(...covariance.values, 1e-300);

    const off = quadraticForm(found, weights) - quadraticForm(covariance, apart);
    assert.ok(Math.abs(off) <= 1e-13 * scale, `${seed}: ${off}`);
  }
});

active.run();
