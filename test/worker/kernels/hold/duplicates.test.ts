import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  distinctPaths,
  firstTwins,
  shareAmongTwins,
} from '../../../../worker/kernels/hold/duplicates.ts';
import { growthPaths } from '../../../../worker/kernels/hold/growth.ts';

const duplicates = suite('duplicates');

// The third column is the first in another currency of 3; the fourth is the second.
const closes = {
  rows: 3,
  columns: 4,
  values: Float64Array.of(1, 10, 3, 10, 1.1, 11.5, 3.3, 11.5, 0.7, 12, 2.1, 12),
};

duplicates('growth starts at one for each symbol', () => {
  const { values } = growthPaths({ rows: 2, columns: 2, values: Float64Array.of(2, 4, 3, 2) });

  assert.equal(Array.from(values), [1, 1.5, 1, 0.5]);
});

duplicates('a path in other units is a twin', () => {
  assert.equal(Array.from(firstTwins(growthPaths(closes))), [0, 1, 0, 1]);
});

duplicates('twins share their weight equally', () => {
  const distinct = distinctPaths(growthPaths(closes));

  assert.is(distinct.growth.rows, 2);
  assert.equal(Array.from(distinct.sharers), [2, 2]);
  const shared = shareAmongTwins(distinct, Float64Array.of(0.5, 0.25));
  assert.equal(Array.from(shared), [0.25, 0.125, 0.25, 0.125]);
});

duplicates.run();
