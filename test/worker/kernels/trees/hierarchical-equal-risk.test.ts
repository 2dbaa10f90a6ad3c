import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inverseVarianceWeights } from '../../../../worker/kernels/risk/inverse-variance.ts';
import { hierarchicalEqualRisk } from '../../../../worker/kernels/trees/hierarchical-equal-risk.ts';
import {
  randomCovariance,
  reordered,
  rescaled,
  shuffled,
  squareOf,
} from '../../../support/covariances.ts';
import { golden, linkageNames } from '../../../support/golden-trees.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const herc = suite('hierarchical-equal-risk');

/** 0 and 1 move together, with variance 1; 2 and 3 move together, with variance 4. */
const twoPairs = squareOf([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 4, 4, 0, 0, 4, 4]);

herc('clusters share in inverse proportion to variance, and so do symbols in them', () => {
  const { weights, clusters, clusterWeights } = hierarchicalEqualRisk(twoPairs);

  assert.equal(
    clusters.members.map((members) => Array.from(members)),
    [
      [0, 1],
      [2, 3],
    ],
  );
  alike(clusterWeights, [0.8, 0.2], { within: 1e-15 });
  alike(weights, [0.4, 0.4, 0.1, 0.1], { within: 1e-15 });
});

herc('one cluster is weighed by inverse variance', () => {
  const { covariance } = randomCovariance(18);
  const { weights } = hierarchicalEqualRisk(covariance, { clusters: 1 });

  alike(weights, inverseVarianceWeights(covariance), { within: 1e-16 });
});

herc('one symbol has all the weight', () => {
  alike(hierarchicalEqualRisk(squareOf([0.04])).weights, [1], { within: 0 });
});

herc('symbols without variance share everything', () => {
  const covariance = squareOf([0, 0, 0, 0, 1, 0, 0, 0, 0]);

  alike(hierarchicalEqualRisk(covariance, { clusters: 1 }).weights, [0.5, 0, 0.5], { within: 0 });
  assert.is(hierarchicalEqualRisk(covariance, { clusters: 3 }).weights[1], 0);
});

herc('weights are weights on all kinds of covariances', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const linkage = linkageNames[seed % linkageNames.length] ?? 'ward';
    const { weights, clusters } = hierarchicalEqualRisk(covariance, { linkage });

    areWeights(weights, `${kind} ${seed}`);
    const members = clusters.members.flatMap((cluster) => Array.from(cluster));
    assert.equal(
      members.sort((i, j) => i - j),
      Array.from(weights.keys()),
    );
    const again = hierarchicalEqualRisk(rescaled(covariance, 2 ** 8), { linkage });
    alike(again.weights, weights, { within: 0 });
  }
});

herc('the order of the symbols does not matter', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const { weights } = hierarchicalEqualRisk(covariance);
    const order = shuffled(covariance.rows, seed);
    const expected = order.map((i) => weights[i] ?? NaN);
    const again = hierarchicalEqualRisk(reordered(covariance, order)).weights;

    alike(again, expected, { within: 1e-11, message: `${kind} ${seed}` });
  }
});

herc('more clusters than symbols are refused', () => {
  assert.throws(() => hierarchicalEqualRisk(squareOf([1]), { clusters: 2 }), RangeError);
  assert.throws(
    () => hierarchicalEqualRisk(squareOf([1]), { correlation: twoPairs }),
    /1 and correlation of 4/,
  );
});

for (const [c, given] of golden.allocations.entries()) {
  herc(`golden weights of ${given.size} symbols come out, case ${c}`, () => {
    const covariance = squareOf(given.covariance);

    assert.is(hierarchicalEqualRisk(covariance).clusters.numbers.length, given.gapCount);
    for (const [k, expected] of Object.entries(given.herc)) {
      const { weights } = hierarchicalEqualRisk(covariance, { clusters: Number(k) });
      alike(weights, expected, { within: 1e-15, message: k });
    }
    for (const linkage of linkageNames) {
      const { weights } = hierarchicalEqualRisk(covariance, { linkage, clusters: 3 });
      alike(weights, given.herc3By[linkage], { within: 1e-15, message: linkage });
    }
  });
}

herc.run();
