import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { growthPaths } from '../../../../worker/kernels/hold/growth.ts';
import { valuePath } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import {
  firstRuin,
  fixedMixPath,
  heldPath,
} from '../../../../worker/kernels/paths/weights-path.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomWeights, simulatedCloses } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';

const paths = suite('weights-path');

/** The first doubles and stays, the second stays and doubles. */
const doubling = { rows: 3, columns: 2, values: Float64Array.of(1, 10, 2, 10, 2, 20) };

paths('what is held drifts, what is restored does not', () => {
  const halves = Float64Array.of(0.5, 0.5);

  assert.equal(Array.from(heldPath(doubling, halves)), [1, 1.5, 2]);
  assert.equal(Array.from(fixedMixPath(doubling, halves)), [1, 1.5, 2.25]);
});

paths('one symbol is the same either way', () => {
  const one = Float64Array.of(1, 0);

  assert.equal(heldPath(doubling, one), fixedMixPath(doubling, one));
});

paths('a short position can lose everything', () => {
  const short = Float64Array.of(-1, 2);

  assert.equal(Array.from(heldPath(doubling, short)), [1, 0, 2]);
  assert.equal(Array.from(fixedMixPath(doubling, short)), [1, 0, 0]);
  assert.is(firstRuin(heldPath(doubling, short)), 1);
  assert.is(firstRuin(heldPath(doubling, Float64Array.of(1, 0))), undefined);
  assert.is(firstRuin(Float64Array.of(1, Number.POSITIVE_INFINITY)), 1);
});

paths('weights that do not fit are a mistake', () => {
  assert.throws(() => heldPath(doubling, Float64Array.of(1)), RangeError);
  assert.throws(() => fixedMixPath(doubling, Float64Array.of(1)), RangeError);
});

paths('the held path is that of the growth paths', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const closes = simulatedCloses(seed, { days: 120, symbols: 7, dailyDeviation: 0.03 });
    const weights = randomWeights(7, uniformRandom(seed));
    const expected = valuePath(growthPaths(closes), weights);

    for (const [t, value] of heldPath(closes, weights).entries()) near(value, expected[t] ?? 0);
  }
});

paths.run();
