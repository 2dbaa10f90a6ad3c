import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bestHold, vertexStarts } from '../../../../worker/kernels/hold/best-hold.ts';
import { bindingBounds } from '../../../../worker/kernels/hold/binding-bounds.ts';
import { boundedCorners } from '../../../../worker/kernels/hold/bounded-corners.ts';
import {
  boundedStarts,
  filledUp,
  kindsOfStarts,
} from '../../../../worker/kernels/hold/bounded-starts.ts';
import { holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { levelWeights } from '../../../../worker/kernels/hold/level-weights.ts';
import { localSearch } from '../../../../worker/kernels/hold/local-search.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { nearestWithin } from '../../../support/held-ascent.ts';
import { problemOf, randomWeights, simulatedCloses } from '../../../support/markets.ts';

const starts = suite('bounded-starts');

const evenBounds = (size: number, least: number, most: number) => ({
  lower: new Float64Array(size).fill(least),
  upper: new Float64Array(size).fill(most),
});

function keeps(weights: Float64Array, { lower, upper }: ReturnType<typeof evenBounds>): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const within = weights.every(
    (weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 1),
  );
  return within && Math.abs(sum - 1) < 1e-12;
}

starts('what is left of a full symbol goes to the next', () => {
  const bounds = {
    lower: Float64Array.of(0, 0.25, 0, 0),
    upper: Float64Array.of(0.5, 1, 0.125, 1),
  };

  assert.equal(Array.from(filledUp(bounds, [2, 0])), [0.5, 0.375, 0.125, 0]);
  assert.equal(Array.from(filledUp(bounds, [3])), [0, 0.25, 0, 0.75]);
  assert.equal(Array.from(filledUp(bounds, [3, 0, 1, 2, 3])), [0, 0.25, 0, 0.75]);
});

starts('the corners of equal bounds are those that can be counted', () => {
  const once = (corners: readonly Float64Array[]) => new Set(corners.map((one) => one.join())).size;

  // Of three symbols one stands at each bound: 3!; of four from 0 to 1/2 two of them are full: 4·3/2.
  assert.is(once(boundedCorners(evenBounds(3, 0.2, 0.5))), 6);
  assert.is(once(boundedCorners(evenBounds(4, 0, 0.5))), 6);
  assert.is(once(boundedCorners(evenBounds(3, 0, Number.POSITIVE_INFINITY))), 3);
});

starts('few symbols start at corners, the best first', () => {
  const problem = problemOf(simulatedCloses(3, { days: 60, symbols: 5, dailyDeviation: 0.04 }), 0);
  const bounds = evenBounds(5, 0.05, 0.4);
  const found = boundedStarts({ ...problem, bounds }, { bounds, ranked: [0, 1, 2, 3, 4] }, 9);
  const ratios = found.map((weights) => holdPoint(problem, weights).ratio);

  assert.is(found.length, 9);
  assert.equal(
    ratios,
    [...ratios].sort((one, other) => other - one),
  );
  for (const weights of found) assert.ok(keeps(weights, bounds));
});

starts('many symbols start each in its turn', () => {
  const size = 9;
  const problem = problemOf(
    simulatedCloses(3, { days: 60, symbols: size, dailyDeviation: 0.04 }),
    0,
  );
  const bounds = evenBounds(size, 0.01, 0.3);
  const ranked = [8, 7, 6, 5, 4, 3, 2, 1, 0];
  const found = boundedStarts({ ...problem, bounds }, { bounds, ranked }, 100);

  assert.ok(found.length > 2 * size && found.length <= kindsOfStarts * size);
  for (const [k, symbol] of ranked.entries()) assert.ok((found[k]?.[symbol] ?? 0) >= 0.3 - 1e-12);
  for (const weights of found) assert.ok(keeps(weights, bounds));
  assert.is(boundedStarts({ ...problem, bounds }, { bounds, ranked }, 4).length, 4);
});

starts('bounds multiply the starts of small problems alone', () => {
  assert.is(vertexStarts({ rows: 3, columns: 964 }, kindsOfStarts), 9);
  assert.is(vertexStarts({ rows: 100, columns: 2500 }, kindsOfStarts), 16);
});

starts('no search from random weights within bounds ends higher', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const symbols = 3 + (seed % 8);
    const uniform = uniformRandom(seed);
    const market = { days: 15 + (seed % 50), symbols, dailyDeviation: 0.06 };
    const problem = problemOf(simulatedCloses(seed, market), 0.001 * (seed % 4));
    const given = evenBounds(symbols, 0.3 / symbols, (1.2 + 2 * uniform()) / symbols);
    const bounds = bindingBounds(given) ?? given;
    const bounded = { ...problem, bounds };
    const { best } = bestHold(bounded, { equalWeights: levelWeights(bounds), boundUpTo: 0 });
    for (let draw = 0; draw < 25; draw++) {
      const from = nearestWithin(randomWeights(symbols, uniform), given);
      const { ratio } = localSearch(bounded, from).point;

      assert.ok(
        ratio <= (best?.point.ratio ?? Number.NaN) + 1e-9 * (1 + Math.abs(ratio)),
        `${seed}`,
      );
    }
  }
});

starts.run();
