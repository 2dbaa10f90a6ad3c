import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Rebalancing,
  rebalancedPath,
} from '../../../../worker/kernels/paths/rebalanced-path.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomWeights, simulatedCloses } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';

const rebalanced = suite('rebalanced-path');

/** The first doubles and stays, the second stays and doubles. */
const doubling = { rows: 3, columns: 2, values: Float64Array.of(1, 10, 2, 10, 2, 20) };

function halves(rows: number, options: Partial<Rebalancing> = {}): Rebalancing {
  return {
    weights: Float64Array.of(0.5, 0.5),
    cash: 0,
    cashRatePerPeriod: 0,
    costRate: 0,
    due: new Uint8Array(rows),
    band: Number.POSITIVE_INFINITY,
    ...options,
  };
}

rebalanced('without trades what is held drifts', () => {
  const { path, trades, finalWeights } = rebalancedPath(doubling, halves(3));

  assert.equal(Array.from(path), [1, 1.5, 2]);
  assert.equal(trades, [{ day: 0, traded: 1, cost: 0 }]);
  assert.equal(Array.from(finalWeights), [0.5, 0.5, 0]);
});

rebalanced('a day that is due restores the targets', () => {
  const { path, trades } = rebalancedPath(doubling, halves(3, { due: Uint8Array.of(0, 1, 1) }));

  assert.equal(Array.from(path), [1, 1.5, 2.25]);
  // Of 1.5, a quarter goes from one to the other; on the last day nothing is traded.
  assert.is(trades.length, 2);
  near(trades[1]?.traded, 0.5 / 1.5);
});

rebalanced('changed targets are bought at the close of their day, and kept up from then on', () => {
  const first = { day: 1, weights: Float64Array.of(0, 1), cash: 0 };
  const { path, trades, finalWeights } = rebalancedPath(doubling, halves(3, { changes: [first] }));

  assert.equal(Array.from(path), [1, 1.5, 3]);
  // Of 1.5, the first is worth 1 and goes; the second is bought for it.
  assert.is(trades.length, 2);
  near(trades[1]?.traded, 2 / 1.5);
  assert.equal(Array.from(finalWeights), [0, 1, 0]);
  const wide = { day: 1, weights: Float64Array.of(1), cash: 0 };
  assert.throws(() => rebalancedPath(doubling, halves(3, { changes: [wide] })), RangeError);
});

rebalanced('targets that do not change are the same as restoring them', () => {
  const closes = simulatedCloses(2, { days: 60, symbols: 3, dailyDeviation: 0.02 });
  const weights = Float64Array.of(0.2, 0.5, 0.2);
  const held = { ...halves(60), weights, cash: 0.1, cashRatePerPeriod: 0.001, costRate: 0.003 };
  const due = new Uint8Array(60);
  const changes = [10, 11, 40].map((day) => ({ day, weights, cash: 0.1 }));
  for (const { day } of changes) due[day] = 1;

  assert.equal(
    rebalancedPath(closes, { ...held, changes }),
    rebalancedPath(closes, { ...held, due }),
  );
});

rebalanced('a band is left alone until a share is past it', () => {
  // The first is two thirds then: a sixth away from its target.
  const [inside, outside] = [0.17, 0.16].map((band) =>
    rebalancedPath(doubling, halves(3, { band })),
  );

  assert.is(inside?.trades.length, 1);
  assert.is(outside?.trades.length, 2);
});

rebalanced('costs are paid on what is bought, exactly', () => {
  const { path, trades } = rebalancedPath(doubling, halves(3, { costRate: 0.01 }));

  // V + 0.01·V = 1.
  near(trades[0]?.cost, 1 - 1 / 1.01);
  assert.is(path[0], 1);
  near(path[2], 2 / 1.01);
});

rebalanced('cash earns its rate and is not paid for', () => {
  const options = { weights: Float64Array.of(0.5, 0), cash: 0.5, cashRatePerPeriod: 0.1 };
  const { path, trades, finalWeights } = rebalancedPath(doubling, halves(3, options));

  near(path[1], 0.5 * 2 + 0.5 * 1.1);
  near(path[2], 0.5 * 2 + 0.5 * 1.21);
  near(trades[0]?.traded, 0.5);
  near(finalWeights[2], 0.605 / 1.605);
});

rebalanced('nothing is traded once everything is lost', () => {
  const options = { weights: Float64Array.of(-1, 2), due: Uint8Array.of(0, 1, 0) };
  const { path, trades } = rebalancedPath(doubling, halves(3, options));

  assert.equal(Array.from(path), [1, 0, 2]);
  assert.is(trades.length, 1);
});

rebalanced('what does not fit is a mistake', () => {
  assert.throws(() => rebalancedPath(doubling, halves(2)), RangeError);
  assert.throws(() => rebalancedPath(doubling, halves(3, { costRate: 1 })), /whole value/);
});

rebalanced('free trades give the paths of holding and of mixing', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const symbols = 1 + (seed % 9);
    const closes = simulatedCloses(seed, { days: 60, symbols, dailyDeviation: 0.02 });
    const weights = randomWeights(symbols, uniformRandom(seed));
    const daily = new Uint8Array(60).fill(1);
    const held = rebalancedPath(closes, halves(60, { weights }));
    const mixed = rebalancedPath(closes, halves(60, { weights, due: daily }));
    const tight = rebalancedPath(closes, halves(60, { weights, band: 0 }));

    for (const [t, value] of heldPath(closes, weights).entries()) near(held.path[t], value);
    for (const [t, value] of fixedMixPath(closes, weights).entries()) {
      near(mixed.path[t], value);
      near(tight.path[t], value);
    }
  }
});

rebalanced('the value falls by what is paid, with short positions and loans too', () => {
  const uniform = uniformRandom(5);
  for (let seed = 1; seed <= 100; seed++) {
    const symbols = 1 + (seed % 7);
    const closes = simulatedCloses(seed, { days: 40, symbols, dailyDeviation: 0.01 });
    const weights = Float64Array.from({ length: symbols }, () => 2 * uniform() - 1);
    const cash = 1 - weights.reduce((sum, weight) => sum + weight);
    const costRate = 0.05 * uniform();
    const due = Uint8Array.from({ length: 40 }, () => (uniform() < 0.2 ? 1 : 0));
    const found = rebalancedPath(closes, halves(40, { weights, cash, costRate, due }));

    for (const { traded, cost } of found.trades) near(cost, costRate * traded, 1e-9);
    const free = rebalancedPath(closes, halves(40, { weights, cash, due }));
    assert.is(free.trades.length, found.trades.length);
    near(
      found.finalWeights.reduce((sum, share) => sum + share),
      1,
      1e-10,
    );
  }
});

rebalanced.run();
