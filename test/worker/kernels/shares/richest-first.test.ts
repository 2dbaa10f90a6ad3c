import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { richestFirst } from '../../../../worker/kernels/shares/richest-first.ts';

const merge = suite('richest-first');

function visited(left: readonly number[], costs: readonly number[]): (readonly number[])[] {
  const seen: (readonly number[])[] = [];
  richestFirst(Float64Array.from(left), Float64Array.from(costs), (state, pick) => {
    seen.push([state, pick]);
  });
  return seen;
}

merge('two states with two choices come by what is left', () => {
  assert.equal(visited([10, 7], [0, 2]), [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
});

merge('of equal ones the earlier choice comes first', () => {
  assert.equal(visited([10, 8], [2, 0]), [
    [0, 1],
    [0, 0],
    [1, 1],
    [1, 0],
  ]);
});

merge('every pair comes once, from the most left to the least', () => {
  const uniform = uniformRandom(9);
  for (let round = 0; round < 200; round++) {
    const whole = () => Math.floor(20 * uniform());
    const left = Array.from({ length: 1 + (round % 9) }, whole).sort((a, b) => b - a);
    const costs = Array.from({ length: 1 + (round % 7) }, whole);
    const seen = visited(left, costs);
    const sorted = left
      .flatMap((_, state) => costs.map((__, pick) => [state, pick] as const))
      .sort(([s, p], [t, q]) => {
        const more = (left[t] ?? 0) - (costs[q] ?? 0) - (left[s] ?? 0) + (costs[p] ?? 0);
        return more || p - q || s - t;
      });

    assert.equal(seen, sorted);
  }
});

merge('nothing comes of no states', () => {
  assert.equal(visited([], [1, 2]), []);
});

merge.run();
