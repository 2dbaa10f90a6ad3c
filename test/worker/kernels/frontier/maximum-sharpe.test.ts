import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { maximumSharpe } from '../../../../worker/kernels/frontier/maximum-sharpe.ts';
import { fixedMixWeights } from '../../../../worker/kernels/hold/fixed-mix.ts';
import { frontierOf, randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const sharpe = suite('maximum-sharpe');

function near(actual: number | undefined, expected: number, tolerance = 1e-14): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

sharpe('uncorrelated symbols are held by excess over variance', () => {
  const found = maximumSharpe(frontierOf(twoSymbols), 0.05);

  // 0.05/1 to 0.15/4.
  assert.ok(found.solved);
  if (!found.solved) return;
  near(found.point.weights[0], 4 / 7);
  near(found.ratio, Math.sqrt(0.05 ** 2 + 0.15 ** 2 / 4));
});

sharpe('a rate above the lower mean leaves the other symbol', () => {
  const found = maximumSharpe(frontierOf(twoSymbols), 0.15);

  assert.ok(found.solved && found.point.weights[1] === 1);
  assert.ok(found.solved && Math.abs(found.ratio - 0.025) < 1e-15);
});

sharpe('a rate that no portfolio exceeds has no answer', () => {
  const found = maximumSharpe(frontierOf(twoSymbols), 0.25);

  assert.not(found.solved);
  if (!found.solved && found.reason === 'no-positive-excess') near(found.highestExcess, -0.05);
  else assert.unreachable();
});

const withCash = {
  mean: Float64Array.of(0.02, 0.1, 0.2),
  covariance: {
    rows: 3,
    columns: 3,
    values: Float64Array.of(0, 0, 0, 0, 1, 0, 0, 0, 4),
  },
  lower: new Float64Array(3),
  upper: new Float64Array(3).fill(1),
};

sharpe('a gain without risk has no bound', () => {
  const found = maximumSharpe(frontierOf(withCash), 0.01);

  assert.not(found.solved);
  if (!found.solved && found.reason === 'riskless-excess') near(found.point.weights[0], 1);
  else assert.unreachable();
});

sharpe('money that earns the rate itself is not held', () => {
  for (const rate of [0.02, 0.03]) {
    const found = maximumSharpe(frontierOf(withCash), rate);

    assert.ok(found.solved);
    if (!found.solved) return;
    near(found.ratio, Math.sqrt((0.1 - rate) ** 2 + (0.2 - rate) ** 2 / 4));
    near(found.point.weights[0], 0, 1e-9);
  }
});

sharpe('random long-only frontiers agree with the fixed mix', () => {
  let compared = 0;
  for (const { problem, frontier } of randomFrontiers(1, 700)) {
    if (!/200 days, (plain|whole).*long only/.test(problem.title)) continue;
    const found = maximumSharpe(frontier, 0);
    const weights = fixedMixWeights(problem);
    assert.is(found.solved, weights !== undefined, problem.title);
    if (!found.solved || weights === undefined) continue;
    for (const [i, weight] of weights.entries()) near(found.point.weights[i], weight, 1e-8);
    compared += 1;
  }
  assert.ok(compared > 5, `${compared}`);
});

sharpe('no corner and no point between is better', () => {
  for (const { problem, frontier } of randomFrontiers(1, 200)) {
    const rate = 0.05;
    const found = maximumSharpe(frontier, rate);
    if (!found.solved) continue;
    const ratioOf = (weights: Float64Array): number => {
      const size = weights.length;
      let variance = 0;
      let excess = -rate;
      for (let i = 0; i < size; i++) {
        excess += (weights[i] ?? 0) * (problem.mean[i] ?? 0);
        for (let j = 0; j < size; j++) {
          const entry = problem.covariance.values[i * size + j] ?? 0;
          variance += (weights[i] ?? 0) * (weights[j] ?? 0) * entry;
        }
      }
      return excess / Math.sqrt(variance);
    };
    const { weights: best } = found.point;
    for (const { weights } of frontier.corners) {
      for (const share of [1, 0.5, 0.01]) {
        const mixed = best.map((weight, i) => weight + share * ((weights[i] ?? 0) - weight));
        const slack = 1e-9 * Math.abs(found.ratio);
        assert.ok(!(ratioOf(mixed) > found.ratio + slack), problem.title);
      }
    }
  }
});

sharpe.run();
