import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterCount } from '../../../../worker/kernels/trees/gap-statistic.ts';
import { linkage } from '../../../../worker/kernels/trees/linkage.ts';
import { squareOf } from '../../../support/covariances.ts';

const gap = suite('gap-statistic');

/** How many clusters points on a line make. */
function countOn(points: readonly number[], most?: number): number {
  const distances = squareOf(points.flatMap((x) => points.map((y) => Math.abs(x - y))));
  return clusterCount(linkage(distances, 'average'), distances, most);
}

gap('points in well parted groups are as many clusters as groups', () => {
  assert.is(countOn([0, 0.1, 0.2, 5, 5.1, 5.2]), 2);
  assert.is(countOn([0, 0.1, 0.2, 5, 5.1, 5.2, 10, 10.1, 10.2]), 3);
});

gap('no more clusters are tried than asked for', () => {
  assert.is(countOn([0, 0.1, 0.2, 5, 5.1, 5.2, 10, 10.1, 10.2], 2), 2);
  assert.is(countOn([0, 0.1, 0.2, 5, 5.1, 5.2, 10, 10.1, 10.2], 1), 1);
});

gap('equally distant points are one cluster', () => {
  const distances = squareOf([0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);

  assert.is(clusterCount(linkage(distances, 'single'), distances), 1);
  assert.is(countOn([3, 3, 3, 3]), 1);
  assert.is(countOn([3, 4]), 1);
  assert.is(countOn([3]), 1);
});

gap.run();
