import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { levelWeights } from '../../../../worker/kernels/hold/level-weights.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';

const level = suite('level-weights');

const bounds = (lower: readonly number[], upper: readonly number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});

level('weights are equal where bounds let them be', () => {
  const { lower, upper } = bounds([0, 0, 0, 0], [1, Number.POSITIVE_INFINITY, 0.3, 1]);

  assert.equal(Array.from(levelWeights({ lower, upper })), [0.25, 0.25, 0.25, 0.25]);
});

level('what one may not hold the others share', () => {
  const weights = levelWeights(bounds([0, 0, 0.5], [0.1, 1, 1]));

  assert.is(weights[0], 0.1);
  assert.ok(Math.abs((weights[1] ?? 0) - 0.4) < 1e-15 && weights[2] === 0.5);
});

level('bounds that add up to the budget are all that is left', () => {
  const cases = [
    { lower: [0.1, 0.2, 0.7], upper: [1, 1, 1], budget: 1, weights: [0.1, 0.2, 0.7] },
    { lower: [0, 0, 0], upper: [0.1, 0.2, 0.7], budget: 1, weights: [0.1, 0.2, 0.7] },
    { lower: [0, 0], upper: [0.2, 0.1], budget: 0.3, weights: [0.2, 0.1] },
  ];
  for (const { lower, upper, budget, weights } of cases) {
    const found = levelWeights({ ...bounds(lower, upper), budget });
    assert.ok(weights.every((weight, i) => Math.abs((found[i] ?? 0) - weight) < 1e-16));
  }
});

level('random bounds are kept and the budget spent', () => {
  const uniform = uniformRandom(3);
  for (let draw = 0; draw < 300; draw++) {
    const size = 1 + Math.floor(8 * uniform());
    const lower = Float64Array.from({ length: size }, () => (1.2 * uniform()) / size / 2);
    const upper = lower.map((least) => least + 2 * uniform());
    const most = upper.reduce((sum, one) => sum + one, 0);
    const budget = Math.min(most, 1);
    const weights = levelWeights({ lower, upper, budget });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    // Those that could have less have no less than the level, and so on: sorted out by their room.
    const falling = weights.filter((weight, i) => weight > (lower[i] ?? 0) + 1e-12);
    const rising = weights.filter((weight, i) => weight < (upper[i] ?? 0) - 1e-12);

    assert.ok(Math.abs(sum - budget) < 1e-14);
    assert.ok(weights.every((weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 0)));
    assert.ok(Math.max(0, ...falling) <= Math.min(2, ...rising) + 1e-14);
  }
});

level.run();
