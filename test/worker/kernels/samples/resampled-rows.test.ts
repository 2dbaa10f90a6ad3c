import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { circularRows, stationaryRows } from '../../../../worker/kernels/samples/resampled-rows.ts';

const rows = suite('resampled-rows');

/** Numbers one after the other, for ever. */
function scripted(...numbers: number[]): () => number {
  let at = 0;
  return () => numbers[at++ % numbers.length] ?? 0;
}

/** How many rows do not follow the one before them. */
function jumps(drawn: Int32Array, count: number): number {
  return drawn.filter((row, t) => t > 0 && row !== ((drawn[t - 1] ?? 0) + 1) % count).length;
}

rows('a stationary draw goes on or begins anew, as chance has it', () => {
  // Start at 3 of 4; go on (0.9 ≥ ½) past the end to 0; begin anew (0.1 < ½) at 2; go on to 3.
  const uniform = scripted(0.75, 0.9, 0.1, 0.5, 0.6);

  assert.equal(Array.from(stationaryRows({ count: 4, blockLength: 2, uniform })), [3, 0, 2, 3]);
});

rows('a circular draw begins anew after each block', () => {
  const uniform = scripted(0.9, 0, 0.5);

  assert.equal(Array.from(circularRows({ count: 5, blockLength: 2, uniform })), [4, 0, 0, 1, 2]);
});

rows('blocks have the mean length that was asked for', () => {
  const count = 100_000;
  const uniform = uniformRandom(3);
  const drawn = stationaryRows({ count, blockLength: 8, uniform });

  assert.ok(Math.abs(count / jumps(drawn, count) / 8 - 1) < 0.05);
  assert.is(jumps(circularRows({ count, blockLength: 8, uniform }), count), count / 8 - 1);
});

rows('every row is as likely as any other', () => {
  const uniform = uniformRandom(4);
  const seen = new Float64Array(10);
  for (let i = 0; i < 4000; i++) {
    for (const row of stationaryRows({ count: 10, blockLength: 3, uniform })) {
      seen[row] = (seen[row] ?? 0) + 1;
    }
  }

  for (const times of seen) assert.ok(Math.abs(times / 4000 - 1) < 0.06, `${times}`);
});

rows('blocks of one are independent draws', () => {
  const uniform = scripted(0.1, 0.5, 0.2, 0.9, 0.3);

  assert.equal(Array.from(circularRows({ count: 4, blockLength: 1, uniform })), [0, 2, 0, 3]);
  assert.throws(() => stationaryRows({ count: 4, blockLength: 0.5, uniform }), RangeError);
  assert.throws(() => circularRows({ count: 4, blockLength: 0, uniform }), RangeError);
});

rows.run();
