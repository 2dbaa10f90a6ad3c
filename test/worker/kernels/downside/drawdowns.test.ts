import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  averageDrawdown,
  deepestEpisode,
  drawdownEpisodes,
  ulcerIndex,
} from '../../../../worker/kernels/downside/drawdowns.ts';
import { maxDrawdown } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { normals } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses } from '../../../support/report-figures.ts';

const drawdowns = suite('drawdowns');

drawdowns('every fall has its peak, trough and recovery', () => {
  const path = Float64Array.of(1, 2, 1.5, 1.8, 2, 4, 1, 3, 5, 4);

  assert.equal(drawdownEpisodes(path), [
    { depth: 0.25, peak: 1, trough: 2, recovery: 4 },
    { depth: 0.75, peak: 5, trough: 6, recovery: 8 },
    { depth: 1 - 4 / 5, peak: 8, trough: 9, recovery: undefined },
  ]);
});

drawdowns('a path that never falls has none', () => {
  const none = drawdownEpisodes(Float64Array.of(1, 1, 2, 2));

  assert.equal(none, []);
  assert.is(deepestEpisode(none), undefined);
  assert.is(averageDrawdown(none), 0);
  assert.is(ulcerIndex(Float64Array.of(1, 1, 2, 2)), 0);
});

drawdowns('a rest at the high keeps the first day of it', () => {
  assert.equal(drawdownEpisodes(Float64Array.of(1, 2, 2, 1)), [
    { depth: 0.5, peak: 1, trough: 3, recovery: undefined },
  ]);
});

drawdowns('the ulcer index is the root mean square of all falls', () => {
  // Falls 0, 0, 1/2, 1/4.
  near(ulcerIndex(Float64Array.of(1, 2, 1, 1.5)), Math.sqrt((1 / 4 + 1 / 16) / 4));
});

drawdowns('the deepest is the one that the path statistics find', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const normal = normals(seed);
    let value = 1;
    const path = Float64Array.from({ length: 300 }, () => {
      value *= Math.exp(0.02 * normal());
      return value;
    });
    const { depth, peak, trough } = maxDrawdown(path);
    const deepest = deepestEpisode(drawdownEpisodes(path));

    assert.equal([deepest?.depth, deepest?.peak, deepest?.trough], [depth, peak, trough]);
  }
});

for (const [name, pathOf] of [
  ['buy_and_hold', heldPath],
  ['fixed_mix', fixedMixPath],
] as const) {
  drawdowns(`episodes of ${name} are those of pandas`, () => {
    const path = pathOf(goldenCloses(), Float64Array.from(golden.weights));
    const expected = golden[name];
    const episodes = drawdownEpisodes(path);

    near(ulcerIndex(path), expected.ulcer_index);
    near(averageDrawdown(episodes), expected.average_drawdown);
    assert.is(episodes.length, expected.episodes.length);
    for (const [i, { depth, peak, trough, recovery }] of expected.episodes.entries()) {
      near(episodes[i]?.depth, depth);
      assert.is(episodes[i]?.peak, peak);
      assert.is(episodes[i]?.trough, trough);
      assert.is(episodes[i]?.recovery ?? null, recovery);
    }
  });
}

drawdowns.run();
