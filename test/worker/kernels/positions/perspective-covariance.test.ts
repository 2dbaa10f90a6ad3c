import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { quadraticForm } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import {
  ownVariances,
  perspectiveCovariance,
} from '../../../../worker/kernels/positions/perspective-covariance.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomCovariance, squareOf } from '../../../support/covariances.ts';

const perspective = suite('perspective-covariance');

perspective('without correlation all variance is a symbol’s own', () => {
  const own = ownVariances(squareOf([4, 0, 0, 9]));

  assert.ok(Math.abs((own[0] ?? 0) - 4) < 1e-7 && Math.abs((own[1] ?? 0) - 9) < 1e-7);
  // (2·w₁ + 3·w₂)² for one of the two.
  const { values } = perspectiveCovariance(squareOf([4, 0, 0, 9]), own, {
    undecided: [0, 1],
    room: 1,
  });
  for (const [k, expected] of [4, 6, 6, 9].entries()) {
    assert.ok(Math.abs((values[k] ?? 0) - expected) < 1e-7);
  }
});

perspective('it stays semidefinite, and few positions have no more variance by it', () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const size = covariance.rows;
    const random = uniformRandom(seed);
    const room = 1 + Math.floor(random() * size);
    const undecided = Array.from({ length: size }, (_, i) => i);
    const own = ownVariances(covariance);
    const changed = perspectiveCovariance(covariance, own, { undecided, room });
    const [least = 0] = symmetricEigen(changed).values;
    const largest = Math.max(...covariance.values);
    assert.ok(least > -1e-12 * largest, `${kind} ${seed}: ${least}`);
    const order = undecided.map((i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
    const weights = new Float64Array(size);
    for (const { i } of order.slice(0, room)) weights[i] = random();
    const [by, true_] = [quadraticForm(changed, weights), quadraticForm(covariance, weights)];
    assert.ok(by <= true_ + 1e-12 * largest, `${kind} ${seed}: ${by} above ${true_}`);
  }
});

perspective.run();
