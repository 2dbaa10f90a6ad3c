import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { blockLengths } from '../../../../worker/kernels/samples/block-length.ts';
import { normals } from '../../../support/markets.ts';

const length = suite('block-length');

/** x_t = φ·x_(t−1) + noise. */
function autoregressive(seed: number, phi: number, count: number): Float64Array {
  const normal = normals(seed);
  let last = 0;
  return Float64Array.from({ length: count }, () => {
    last = phi * last + normal();
    return last;
  });
}

function at(values: Float64Array, t: number): number {
  return values[t] ?? Number.NaN;
}

length('a series that never moves needs no blocks', () => {
  assert.equal(blockLengths(new Float64Array(50).fill(0.01)), { stationary: 1, circular: 1 });
});

for (const phi of [0.3, 0.5, 0.7]) {
  length(`a long autoregression of ${phi} needs the blocks that theory gives it`, () => {
    const count = 40_000;
    // G/g = 2φ/(1 − φ²), so that b = (G²/g²·T)^⅓, and with 4/3 for 2 longer by 1.5^⅓.
    const expected = Math.cbrt(((2 * phi) / (1 - phi * phi)) ** 2 * count);
    const lengths = [1, 2, 3, 4].map((seed) => blockLengths(autoregressive(seed, phi, count)));
    const mean = lengths.reduce((sum, { stationary }) => sum + stationary, 0) / lengths.length;

    assert.ok(Math.abs(mean / expected - 1) < 0.15, `${mean} for ${expected}`);
    for (const { stationary, circular } of lengths) {
      assert.ok(Math.abs(circular / stationary - Math.cbrt(1.5)) < 1e-12);
    }
  });
}

length('it does not depend on the scale or the level of the series', () => {
  const series = autoregressive(5, 0.5, 500);
  const { stationary } = blockLengths(series);
  const moved = blockLengths(series.map((value) => 3 * value + 1));

  assert.ok(Math.abs(moved.stationary / stationary - 1) < 1e-9);
});

length('no block is longer than 3√T and a third of the series', () => {
  for (const count of [12, 13, 14]) {
    // What undoes its own steps has next to no spectrum at 0, and would have any length.
    const noise = autoregressive(count, 0, count + 1);
    const undone = Float64Array.from({ length: count }, (_, t) => at(noise, t + 1) - at(noise, t));
    const most = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));

    assert.is(blockLengths(undone).circular, most);
  }
});

length('noise has short blocks', () => {
  const { stationary } = blockLengths(autoregressive(6, 0, 400));

  assert.ok(stationary >= 1 && stationary < 12, `${stationary}`);
});

length('short series have lengths, single values none', () => {
  assert.is(blockLengths(Float64Array.of(1, 2)).stationary, 1);
  assert.throws(() => blockLengths(Float64Array.of(1)), RangeError);
});

length.run();
