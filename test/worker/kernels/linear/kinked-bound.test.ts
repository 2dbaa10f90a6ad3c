import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinkedBound } from '../../../../worker/kernels/linear/kinked-bound.ts';
import {
  absoluteSum,
  type KinkedTerms,
} from '../../../../worker/kernels/quadratic/kinked-problem.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { near } from '../../../support/near.ts';

const bound = suite('kinked-bound');

/** Two weights from 0 to 1 that add up to 1; the first costs 0.1 away from 0.5. */
const terms: KinkedTerms = {
  linear: Float64Array.of(-0.3, -0.2),
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(1, 1),
  rows: {
    matrix: { rows: 1, columns: 2, values: Float64Array.of(1, 1) },
    lower: Float64Array.of(1),
    upper: Float64Array.of(1),
  },
  cost: { origin: Float64Array.of(0.5, 0), rates: Float64Array.of(0.1, 0) },
  limits: [],
};

const none = new Float64Array();

bound('multipliers of the optimum prove it', () => {
  // Selling the first would gain 0.1 for each unit and cost as much: 0.5 each at 0.25.
  const proven = kinkedBound(terms, {
    rowMultipliers: Float64Array.of(0.2),
    limitMultipliers: none,
  });

  near(proven, 0.25);
});

bound('a limit and its price hold the optimum up', () => {
  const turnover = {
    coefficients: Float64Array.of(0, 0),
    origin: Float64Array.of(0.5, 0.5),
    rates: Float64Array.of(0.5, 0.5),
    limit: 0.2,
  };
  const dear = { ...terms, linear: Float64Array.of(-0.5, -0.2), limits: [turnover] };
  const proven = kinkedBound(dear, {
    rowMultipliers: Float64Array.of(0.3),
    limitMultipliers: Float64Array.of(0.2),
  });

  // 0.2 goes from the first, which is 0.3 dearer and 0.1 to sell: 0.35 − 0.2·(0.3 − 0.1).
  near(proven, 0.31);
});

bound('no multipliers at all promise too much', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = uniformRandom(seed);
    const draw = (scale: number) =>
      Float64Array.of(scale * (random() - 0.5), scale * (random() - 0.5));
    const limit = {
      coefficients: draw(1),
      origin: draw(1),
      rates: Float64Array.of(random(), 0),
      limit: 3,
    };
    const asked: KinkedTerms = { ...terms, linear: draw(2), limits: [limit] };
    const proven = kinkedBound(asked, {
      rowMultipliers: Float64Array.of(4 * random() - 2),
      limitMultipliers: Float64Array.of(2 * random() - 0.5),
    });
    const first = random();
    const weights = Float64Array.of(first, 1 - first);
    const value =
      absoluteSum(asked.cost, weights) -
      weights.reduce((sum, one, i) => sum + one * (asked.linear[i] ?? 0), 0);
    assert.ok(proven <= value + 1e-12, `seed ${seed}: ${proven} above ${value}`);
  }
});

bound.run();
