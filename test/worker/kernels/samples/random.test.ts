import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';

const random = suite('random');

const modulus = 2_147_483_563;

// Python's whole numbers, of any length, step the two streams so: a = a·40014 % 2147483563,
// b = b·40692 % 2147483399, z = a − b, and 2147483562 more where that is below 1.
for (const [seed, drawn] of [
  [0, [34_027_617, 487_746_085, 1_612_218_064, 50_173_286]],
  [1, [472_407_015, 847_034_808, 871_244_715, 326_803_837]],
  [42, [1_266_096_124, 545_490_134, 556_105_811, 931_232_586]],
  [2 ** 31, [1_994_877_320, 1_176_468_743, 42_093_831, 313_203_126]],
] as const) {
  random(`the numbers of seed ${seed} are exact`, () => {
    const uniform = uniformRandom(seed);

    for (const one of drawn) assert.is(uniform(), one / modulus);
  });
}

random('numbers are spread evenly, and do not depend on the one before', () => {
  const count = 200_000;
  const uniform = uniformRandom(7);
  const bins = new Float64Array(20);
  let [sum, products, before] = [0, 0, uniform()];
  for (let k = 0; k < count; k++) {
    const one = uniform();
    assert.ok(one > 0 && one < 1);
    bins[Math.floor(20 * one)] = (bins[Math.floor(20 * one)] ?? 0) + 1;
    sum += one - 0.5;
    products += (one - 0.5) * (before - 0.5);
    before = one;
  }
  const expected = count / 20;
  const squares = bins.reduce((total, found) => total + (found - expected) ** 2 / expected, 0);

  // Within four standard errors, and χ² of 19 degrees of freedom below its 99.9 % quantile.
  assert.ok(Math.abs(sum / count) < 4 / Math.sqrt(12 * count));
  assert.ok(Math.abs(products / count) < 4 / (12 * Math.sqrt(count)));
  assert.ok(squares < 43.8, `${squares}`);
});

random.run();
