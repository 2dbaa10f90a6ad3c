import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cutTree, leafOrder, leavesUnder } from '../../../../worker/kernels/trees/dendrogram.ts';
import { linkage } from '../../../../worker/kernels/trees/linkage.ts';
import { squareOf } from '../../../support/covariances.ts';
import { fullDistances, golden, linkageNames } from '../../../support/golden-trees.ts';

const dendrogram = suite('dendrogram');

/** 1 and 2 join as 3, then 0 and 3 as 4. */
const tree = { rows: 2, columns: 4, values: Float64Array.of(1, 2, 0.5, 2, 0, 3, 0.75, 3) };

dendrogram('the first of two clusters stands to the left', () => {
  assert.equal(Array.from(leafOrder(tree)), [0, 1, 2]);
  assert.equal(Array.from(leavesUnder(tree, 3)), [1, 2]);
  assert.equal(Array.from(leavesUnder(tree, 2)), [2]);
});

dendrogram('a cut undoes the last merges', () => {
  assert.equal(Array.from(cutTree(tree, 1)), [4]);
  assert.equal(Array.from(cutTree(tree, 2)), [0, 3]);
  assert.equal(Array.from(cutTree(tree, 3)), [0, 1, 2]);
});

dendrogram('a tree is not cut into more clusters than symbols, or none', () => {
  assert.throws(() => cutTree(tree, 4), /3 symbols into 4 clusters/);
  assert.throws(() => cutTree(tree, 0), RangeError);
  assert.throws(() => cutTree(tree, 1.5), RangeError);
});

dendrogram('a lone symbol is the tree', () => {
  const lone = { rows: 0, columns: 4, values: new Float64Array(0) };

  assert.equal(Array.from(leafOrder(lone)), [0]);
  assert.equal(Array.from(cutTree(lone, 1)), [0]);
});

for (const given of golden.trees) {
  dendrogram(`${given.title}: leaves and cuts are those of scipy`, () => {
    for (const method of linkageNames) {
      const { leaves, labels } = given.trees[method];
      const found = linkage(squareOf(fullDistances(given)), method);
      assert.equal(Array.from(leafOrder(found)), leaves, method);
      for (const [k, expected] of labels.entries()) {
        const clusters = Array.from(cutTree(found, k + 1), (c) => leavesUnder(found, c));
        assert.is(clusters.length, k + 1);
        for (const members of clusters) {
          assert.is(new Set(Array.from(members, (i) => expected[i])).size, 1, `${method} ${k}`);
        }
      }
    }
  });
}

dendrogram.run();
