import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { volatilities } from '../../../../worker/kernels/covariances/volatilities.ts';
import { leastVariance } from '../../../../worker/kernels/frontier/least-variance.ts';
import {
  type NestedClustersOptions,
  nestedClusters,
} from '../../../../worker/kernels/trees/nested-clusters.ts';
import {
  randomCovariance,
  reordered,
  rescaled,
  shuffled,
  squareOf,
} from '../../../support/covariances.ts';
import { golden, linkageNames } from '../../../support/golden-trees.ts';
import { normals } from '../../../support/markets.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const nested = suite('nested-clusters');

function weightsOf(covariance: Matrix, options?: NestedClustersOptions): Float64Array {
  const found = nestedClusters(covariance, options);
  if (!found.feasible) throw new Error(found.reason);
  return found.weights;
}

nested('clusters are weighed after the symbols in them', () => {
  const covariance = squareOf([1, 0.8, 0, 0.8, 1, 0, 0, 0, 1]);
  const found = nestedClusters(covariance, { clusters: 2 });

  assert.ok(found.feasible);
  // Variance 0.9 of the pair against 1 of the third.
  alike(found.weights, [0.5 / 1.9, 0.5 / 1.9, 0.9 / 1.9], { within: 1e-15 });
  alike(Array.from(found.clusterWeights).sort(), [0.9 / 1.9, 1 / 1.9], { within: 1e-15 });
});

nested('one cluster, or one a symbol, is the plain optimum', () => {
  for (let seed = 6; seed <= 120; seed += 6) {
    const { covariance } = randomCovariance(seed);
    const { weights } = leastVariance(covariance);

    alike(weightsOf(covariance, { clusters: 1 }), weights, { within: 1e-12 });
    alike(weightsOf(covariance, { clusters: covariance.rows }), weights, { within: 1e-12 });
  }
});

nested('without a positive mean there is no best Sharpe ratio', () => {
  const means = Float64Array.of(-1, 0);

  assert.equal(nestedClusters(squareOf([1, 0, 0, 1]), { means }), {
    feasible: false,
    reason: 'no positive mean',
  });
});

nested('a gain without risk is shown', () => {
  const means = Float64Array.of(0.1, 0.2, 0.1);
  const found = nestedClusters(squareOf([1, -1, 0, -1, 1, 0, 0, 0, 1]), { means, clusters: 1 });

  assert.ok(!found.feasible && found.reason === 'riskless gain');
  alike(found.weights ?? [], [0.5, 0.5, 0], { within: 1e-8 });
});

nested('a cluster that only loses may serve as a hedge', () => {
  const covariance = squareOf([1, -0.8, -0.8, 1]);
  const weights = weightsOf(covariance, { means: Float64Array.of(0.1, -0.01), clusters: 2 });

  assert.ok((weights[1] ?? 0) > 0.3);
});

const rules = ['least variance', 'equal risk', 'equal weight'] as const;

nested('each rule is its own within clusters, and among them', () => {
  // Two pairs, each correlated within; the volatilities are 1, 2, 1 and 4.
  const covariance = squareOf([1, 0.5, 0, 0, 0.5, 4, 0, 0, 0, 0, 1, 0.5, 0, 0, 0.5, 16]);
  const within = {
    'least variance': [7 / 8, 1 / 8, 31 / 32, 1 / 32],
    'equal risk': [2 / 3, 1 / 3, 4 / 5, 1 / 5],
    'equal weight': [1 / 2, 1 / 2, 1 / 2, 1 / 2],
  };
  for (const inner of rules) {
    for (const outer of rules) {
      const found = nestedClusters(covariance, { clusters: 2, inner, outer });
      const [a = 0, b = 0, c = 0, d = 0] = within[inner];
      const first = a * a + a * b + 4 * b * b;
      const second = c * c + c * d + 16 * d * d;
      // Uncorrelated: by variance, by volatility, or alike.
      const share = {
        'least variance': second / (first + second),
        'equal risk': Math.sqrt(second) / (Math.sqrt(first) + Math.sqrt(second)),
        'equal weight': 1 / 2,
      }[outer];
      const rest = 1 - share;

      assert.ok(found.feasible);
      alike(found.weights, [a * share, b * share, c * rest, d * rest], {
        within: 1e-12,
        message: `${inner}, ${outer}`,
      });
    }
  }
});

nested('what has no risk to share out is named', () => {
  const still = squareOf([0, 0, 0, 0, 1, 0.5, 0, 0.5, 1]);
  const hedged = squareOf([1, -1, 0, -1, 1, 0, 0, 0, 1]);
  const inner = 'equal risk';

  assert.equal(nestedClusters(still, { clusters: 1, inner }), {
    feasible: false,
    reason: 'zero variance',
    symbols: Int32Array.of(0),
  });
  assert.equal(nestedClusters(still, { clusters: 2, inner, outer: 'equal risk' }), {
    feasible: false,
    reason: 'zero variance',
    symbols: Int32Array.of(0),
  });
  assert.is(nestedClusters(still, { clusters: 2, inner, outer: 'equal weight' }).feasible, true);
  const together = nestedClusters(hedged, { clusters: 1, inner });
  assert.ok(!together.feasible && together.reason === 'hedged');
});

nested('symbols without variance have all of the least variance', () => {
  const covariance = squareOf([0, 0, 0, 0, 1, 0.5, 0, 0.5, 1]);

  alike(weightsOf(covariance, { clusters: 2 }), [1, 0, 0], { within: 0 });
});

nested('weights are weights on all kinds of covariances', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const normal = normals(seed);
    const means = volatilities(covariance).map((sigma) => sigma * (0.1 + normal()));
    const found = nestedClusters(covariance, { means });
    const least = weightsOf(covariance);

    areWeights(least, `${kind} ${seed}`);
    if (found.feasible) areWeights(found.weights, `${kind} ${seed}`);
    for (const inner of rules) {
      for (const outer of [...rules, 'best ratio'] as const) {
        const mixed = nestedClusters(covariance, { means, inner, outer });
        if (mixed.feasible) areWeights(mixed.weights, `${inner} ${outer} ${kind} ${seed}`);
      }
    }
    alike(weightsOf(rescaled(covariance, 2 ** 8)), least, { within: 0 });
  }
});

nested('the order of the symbols does not matter', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const weights = weightsOf(covariance);
    const order = shuffled(covariance.rows, seed);
    const expected = order.map((i) => weights[i] ?? NaN);

    alike(weightsOf(reordered(covariance, order)), expected, {
      within: 1e-7,
      message: `${kind} ${seed}`,
    });
  }
});

nested('shapes that differ are refused', () => {
  assert.throws(() => nestedClusters(squareOf([1]), { means: Float64Array.of(1, 1) }), RangeError);
});

for (const [c, given] of golden.allocations.entries()) {
  nested(`golden weights of ${given.size} symbols come out, case ${c}`, () => {
    const covariance = squareOf(given.covariance);
    const means = Float64Array.from(given.means);

    for (const [k, expected] of Object.entries(given.ncoLeastVariance)) {
      const weights = weightsOf(covariance, { clusters: Number(k) });
      alike(weights, expected, { within: 1e-13, message: k });
    }
    for (const [k, expected] of Object.entries(given.ncoBestSharpe)) {
      const weights = weightsOf(covariance, { clusters: Number(k), means });
      alike(weights, expected, { within: 1e-13, message: k });
    }
    for (const linkage of linkageNames) {
      const weights = weightsOf(covariance, { linkage, clusters: 3 });
      alike(weights, given.nco3By[linkage], { within: 1e-13, message: linkage });
    }
  });
}

nested.run();
