import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sumExactly } from '../../../../worker/kernels/algebra/exact-sum.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomWeights } from '../../../support/markets.ts';

const exact = suite('exact-sum');

function leftToRight(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

exact('ten tenths add up to one', () => {
  const tenths = new Float64Array(10).fill(0.1);

  assert.is.not(leftToRight(tenths), 1);
  assert.is(leftToRight(sumExactly(tenths)), 1);
});

exact('random weights add up to one exactly', () => {
  const uniform = uniformRandom(3);
  for (let round = 0; round < 5000; round++) {
    const weights = randomWeights(1 + (round % 60), uniform);
    const adjusted = sumExactly(weights);

    assert.is(leftToRight(adjusted), 1);
    assert.ok(adjusted.every((weight, i) => Math.abs(weight - (weights[i] ?? 0)) < 1e-13));
    assert.ok(adjusted.every((weight) => weight >= 0));
  }
});

exact('zeros stay zeros', () => {
  const adjusted = sumExactly(Float64Array.of(0, 0.3, 0, 0.3, 0.4 - 1e-15, 0));

  assert.equal([adjusted[0], adjusted[2], adjusted[5]], [0, 0, 0]);
});

exact.run();
