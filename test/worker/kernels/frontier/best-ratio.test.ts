import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { product, quadraticForm } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { boundedCorrelation } from '../../../../worker/kernels/covariances/bounded-correlation.ts';
import { volatilities } from '../../../../worker/kernels/covariances/volatilities.ts';
import { type BestRatio, bestRatio } from '../../../../worker/kernels/frontier/best-ratio.ts';
import { leastVariance } from '../../../../worker/kernels/frontier/least-variance.ts';
import {
  randomCovariance,
  reordered,
  rescaled,
  shuffled,
  squareOf,
} from '../../../support/covariances.ts';
import { normals } from '../../../support/markets.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const ratio = suite('best-ratio');

function found(covariance: Matrix, gains: Iterable<number>): BestRatio {
  const best = bestRatio(covariance, Float64Array.from(gains));
  if (best === undefined) throw new Error('no symbol gains');
  return best;
}

/** By how much a symbol more would raise the ratio at most, or one less, relative to it. */
function violation(covariance: Matrix, gains: Float64Array, weights: Float64Array): number {
  const sigma = volatilities(covariance);
  const moves = product(covariance, weights);
  const variance = quadraticForm(covariance, weights);
  const gain = gains.reduce((sum, g, i) => sum + g * (weights[i] ?? 0), 0);
  let worst = 0;
  for (const [i, weight] of weights.entries()) {
    const slope = (gains[i] ?? 0) / gain - (moves[i] ?? 0) / variance;
    const inRisk = (slope * Math.sqrt(variance)) / (sigma[i] || Number.POSITIVE_INFINITY);
    worst = Math.max(worst, weight > 0 ? Math.abs(inRisk) : inRisk);
  }
  return worst;
}

ratio('uncorrelated symbols are held in proportion to gain over variance', () => {
  const { weights, riskless } = found(squareOf([1, 0, 0, 4]), [1, 2]);

  alike(weights, [2 / 3, 1 / 3], { within: 1e-16 });
  assert.is(riskless, false);
});

ratio('a symbol that only adds risk is left out', () => {
  alike(leastVariance(squareOf([1, 1.9, 1.9, 4])).weights, [1, 0], { within: 0 });
});

ratio('no ratio is best where no symbol gains', () => {
  assert.is(bestRatio(squareOf([1, 0, 0, 1]), Float64Array.of(-1, 0)), undefined);
});

ratio('gains without risk are said to be so', () => {
  const still = found(squareOf([1, 0, 0, 0, 0, 0, 0, 0, 0]), [1, 1, 1]);
  assert.equal(Array.from(still.weights), [0, 0.5, 0.5]);
  assert.is(still.riskless, true);

  const hedged = found(squareOf([1, -2, -2, 4]), [1, 1]);
  alike(hedged.weights, [2 / 3, 1 / 3], { within: 1e-9 });
  assert.is(hedged.riskless, true);
});

ratio('a symbol without variance and gain is not held', () => {
  alike(found(squareOf([1, 0, 0, 0]), [1, -1]).weights, [1, 0], { within: 0 });
});

ratio('symbols that are the same are held alike', () => {
  const { weights } = leastVariance(squareOf([1, 1, 0, 1, 1, 0, 0, 0, 1]));

  alike(weights, [0.25, 0.25, 0.5], { within: 1e-10 });
  assert.is(weights[0], weights[1]);
});

ratio('the conditions of a maximum hold on all kinds of covariances', () => {
  for (let seed = 1; seed <= 3000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const normal = normals(seed + 9000);
    const sigma = volatilities(covariance);
    const gains = sigma.map((s) => s * (0.3 + normal()));
    const best = bestRatio(covariance, gains);
    if (best === undefined) {
      assert.ok(gains.every((gain) => !(gain > 0)));
      continue;
    }
    areWeights(best.weights, `${kind} ${seed}`);
    if (best.riskless) continue;
    const within = kind === 'fewer days than symbols' ? 1e-4 : 1e-8;
    const worst = violation(covariance, gains, best.weights);
    assert.ok(worst <= within, `${kind} ${seed}: ${worst}`);
  }
});

ratio('neither order nor scale of the symbols matters', () => {
  for (let seed = 1; seed <= 900; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const { weights } = leastVariance(covariance);
    const order = shuffled(covariance.rows, seed);
    const expected = order.map((i) => weights[i] ?? NaN);
    const message = `${kind} ${seed}`;

    alike(leastVariance(reordered(covariance, order)).weights, expected, { within: 1e-6, message });
    alike(leastVariance(rescaled(covariance, 2 ** 10)).weights, weights, { within: 0, message });
  }
});

ratio('shapes that differ are refused', () => {
  assert.throws(() => bestRatio(squareOf([1]), Float64Array.of(1, 1)), /1 symbols, 2 gains/);
});

ratio('correlations of symbols without variance are 0', () => {
  const { values } = boundedCorrelation(squareOf([4, 2, 1e-30, 2, 4, 0, 1e-30, 0, 1e-40]));

  assert.equal(Array.from(values), [1, 0.5, 0, 0.5, 1, 0, 0, 0, 1]);
});

ratio.run();
