import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { effectiveBets } from '../../../../worker/kernels/risk/effective-bets.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomWeights } from '../../../support/markets.ts';

const bets = suite('effective-bets');

bets('equal shares are as many bets', () => {
  const { herfindahl, entropy } = effectiveBets(Float64Array.of(0.25, 0.25, 0.25, 0.25));

  assert.is(herfindahl, 4);
  assert.ok(Math.abs((entropy ?? NaN) - 4) < 1e-14);
});

bets('one share is one bet', () => {
  assert.equal(effectiveBets(Float64Array.of(0, 1, 0)), { herfindahl: 1, entropy: 1 });
});

bets('a half and two quarters are 8/3 and 2√2 bets', () => {
  const { herfindahl, entropy } = effectiveBets(Float64Array.of(0.5, 0.25, 0.25));

  assert.is(herfindahl, 8 / 3);
  assert.ok(Math.abs((entropy ?? NaN) - 2 * Math.SQRT2) < 1e-14);
});

bets('a negative share has no entropy', () => {
  assert.equal(effectiveBets(Float64Array.of(1.5, -0.5)), { herfindahl: 0.4 });
});

bets('both lie between 1 and n, entropy above', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const size = 1 + (seed % 30);
    const { herfindahl, entropy = NaN } = effectiveBets(randomWeights(size, uniformRandom(seed)));

    assert.ok(herfindahl >= 1 - 1e-12 && herfindahl <= entropy * (1 + 1e-12), `${seed}`);
    assert.ok(entropy <= size * (1 + 1e-12), `${seed}`);
  }
});

bets.run();
