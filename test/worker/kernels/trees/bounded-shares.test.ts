import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { boundedShares } from '../../../../worker/kernels/trees/bounded-shares.ts';
import { randomWeights } from '../../../support/markets.ts';
import { alike } from '../../../support/weights.ts';

const shares = suite('bounded-shares');

const sizes = Float64Array.of(0.5, 0.3, 0.2);
const none = new Float64Array(3);

shares('where no bound holds shares are in proportion', () => {
  const upper = new Float64Array(3).fill(1);

  assert.equal(boundedShares(sizes, { lower: none, upper }, 0.5), Float64Array.of(0.25, 0.15, 0.1));
});

shares('what a bound keeps back the others share in proportion', () => {
  const upper = Float64Array.of(0.25, 1, 1);

  alike(boundedShares(sizes, { lower: none, upper }, 1), [0.25, 0.45, 0.3], { within: 1e-15 });
  const lower = Float64Array.of(0, 0, 0.6);
  const all = new Float64Array(3).fill(1);
  alike(boundedShares(sizes, { lower, upper: all }, 1), [0.25, 0.15, 0.6], { within: 1e-15 });
});

shares('a size of nothing takes what no other has room for', () => {
  const bounds = { lower: new Float64Array(2), upper: Float64Array.of(0.4, 1) };

  alike(boundedShares(Float64Array.of(1, 0), bounds, 1), [0.4, 0.6], { within: 1e-15 });
});

shares('bounds are kept, and the amount is shared out', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = uniformRandom(seed);
    const count = 1 + (seed % 9);
    const inside = randomWeights(count, random);
    const lower = inside.map((weight) => weight * random());
    const upper = inside.map((weight) => weight * (1 + random()));
    const found = boundedShares(randomWeights(count, random), { lower, upper }, 1);

    assert.ok(Math.abs(found.reduce((sum, one) => sum + one, 0) - 1) < 1e-14, `${seed}`);
    assert.ok(
      found.every((one, i) => one >= (lower[i] ?? 0) && one <= (upper[i] ?? 0)),
      `${seed}`,
    );
  }
});

shares.run();
