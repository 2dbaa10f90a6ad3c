import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { linkage, linkageMethods } from '../../../../worker/kernels/trees/linkage.ts';
import { reordered, shuffled, squareOf } from '../../../support/covariances.ts';
import { fullDistances, golden, linkageNames } from '../../../support/golden-trees.ts';
import { alike } from '../../../support/weights.ts';

const trees = suite('linkage');

/** A merge of these is never nearer than the one before. */
const rising = linkageNames.filter((method) => method !== 'centroid' && method !== 'median');

function randomDistances(seed: number, size: number): number[] {
  const uniform = uniformRandom(seed);
  const entries = new Array<number>(size * size).fill(0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      entries[i * size + j] = uniform();
      entries[j * size + i] = entries[i * size + j] ?? 0;
    }
  }
  return entries;
}

/** Points on a line at 0, 1 and 4. */
const onLine = squareOf([0, 1, 4, 1, 0, 3, 4, 3, 0]);

trees('three points on a line join at the distances of each linkage', () => {
  const between = { average: 3.5, weighted: 3.5, centroid: 3.5, median: 3.5 };
  const second = { single: 3, complete: 4, ...between, ward: 7 / Math.sqrt(3) };

  for (const method of linkageNames) {
    const tree = linkage(onLine, method);
    alike(tree.values, [0, 1, 1, 2, 2, 3, second[method], 3], { within: 1e-15, message: method });
  }
});

trees('one symbol makes a tree without merges', () => {
  assert.equal(linkage(squareOf([0]), 'single'), {
    rows: 0,
    columns: 4,
    values: new Float64Array(0),
  });
});

trees('what is not square is refused', () => {
  const distances = { rows: 1, columns: 2, values: new Float64Array(2) };

  assert.throws(() => linkage(distances, 'ward'), /not square/);
  assert.throws(() => linkage({ ...distances, rows: 0, columns: 0 }, 'ward'), RangeError);
});

trees('distances that are not finite are refused', () => {
  for (const distance of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
    const distances = squareOf([0, distance, distance, 0]);
    for (const method of linkageNames)
      assert.throws(() => linkage(distances, method), /not finite/);
  }
});

trees('the last merge holds every symbol and no merge is nearer than the one before', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const size = 2 + (seed % 23);
    const method = rising[seed % rising.length] ?? 'single';
    const { values } = linkage(squareOf(randomDistances(seed, size)), method);

    assert.is(values.at(-1), size);
    for (let k = 6; k < values.length; k += 4) {
      assert.ok((values[k] ?? 0) >= (values[k - 4] ?? 0), `${method} ${seed}`);
    }
  }
});

trees('a merge may be nearer than the one before by centroids and medians', () => {
  // A triangle of sides 1: the third corner is √¾ from the middle of the other two.
  const triangle = squareOf([0, 1, 1, 1, 0, 1, 1, 1, 0]);

  for (const method of ['centroid', 'median'] as const) {
    const { values } = linkage(triangle, method);
    alike(values, [0, 1, 1, 2, 2, 3, Math.sqrt(3) / 2, 3], { within: 1e-15, message: method });
  }
});

trees('distances that no points have never give a number that is none', () => {
  // 2 lies midway between 0 and 1, and nearer to both than that.
  const impossible = squareOf([0, 2, 0.1, 2, 0, 0.1, 0.1, 0.1, 0]);

  for (const method of linkageNames) {
    for (let seed = 1; seed <= 40; seed++) {
      const { values } = linkage(squareOf(randomDistances(seed, 12)), method);
      assert.ok(values.every(Number.isFinite), `${method} ${seed}`);
    }
    assert.ok(linkage(impossible, method).values.every(Number.isFinite), method);
  }
});

trees('the order of the symbols does not change the distances of merges', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const size = 2 + (seed % 17);
    const distances = squareOf(randomDistances(seed, size));
    const other = reordered(distances, shuffled(size, seed));
    for (const method of rising) {
      const heights = linkage(distances, method).values.filter((_, k) => k % 4 === 2);
      const again = linkage(other, method).values.filter((_, k) => k % 4 === 2);
      alike(again, heights, { within: 1e-13, message: `${method} ${seed}` });
    }
  }
});

trees('the distances given are left as they are', () => {
  for (const method of linkageNames) linkage(onLine, method);

  assert.equal(Array.from(onLine.values), [0, 1, 4, 1, 0, 3, 4, 3, 0]);
  assert.equal(Object.keys(linkageMethods), linkageNames);
});

for (const given of golden.trees) {
  trees(`${given.title}: order, ties and distances are those of scipy`, () => {
    for (const method of linkageNames) {
      const tree = linkage(squareOf(fullDistances(given)), method);
      assert.equal(Array.from(tree.values), given.trees[method].merges, method);
    }
  });
}

trees.run();
