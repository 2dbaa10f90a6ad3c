import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { riskContributions } from '../../../../worker/kernels/risk/risk-contributions.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { sampleMoments } from '../../../../worker/kernels/samples/sample-moments.ts';
import { randomWeights, simulatedCloses } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses } from '../../../support/report-figures.ts';

const risk = suite('risk-contributions');

const ways = [
  { name: 'buy_and_hold', pathOf: heldPath, drifting: true },
  { name: 'fixed_mix', pathOf: fixedMixPath, drifting: false },
] as const;

risk('twins share the risk equally', () => {
  const closes = { rows: 4, columns: 2, values: Float64Array.of(1, 10, 2, 20, 1, 10, 3, 30) };
  const weights = Float64Array.of(0.5, 0.5);
  const path = fixedMixPath(closes, weights);
  const found = riskContributions(closes, { weights, path, drifting: false });
  const { deviation } = sampleMoments(simpleReturns(path));

  near(found?.contribution[0], deviation / 2);
  near(found?.contribution[1], deviation / 2);
  near(found?.marginal[0], deviation);
});

risk('a portfolio that does not move has none', () => {
  const closes = { rows: 4, columns: 1, values: new Float64Array(4).fill(3) };
  const weights = Float64Array.of(1);

  assert.is(
    riskContributions(closes, { weights, path: heldPath(closes, weights), drifting: true }),
    undefined,
  );
});

risk('shapes that do not fit are a mistake', () => {
  const closes = goldenCloses();
  const weights = Float64Array.of(1);

  assert.throws(
    () =>
      riskContributions(closes, { weights, path: new Float64Array(closes.rows), drifting: true }),
    RangeError,
  );
});

risk('contributions add up to the volatility', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { pathOf, drifting } = ways[seed % 2] ?? ways[0];
    // Few days and many symbols too.
    const shape = { days: 4 + (seed % 30), symbols: 1 + (seed % 12), dailyDeviation: 0.02 };
    const closes = simulatedCloses(seed, shape);
    const weights = randomWeights(shape.symbols, uniformRandom(seed));
    const path = pathOf(closes, weights);
    const found = riskContributions(closes, { weights, path, drifting });
    const sum = found?.contribution.reduce((total, value) => total + value);

    near(sum, sampleMoments(simpleReturns(path)).deviation, 1e-11);
  }
});

for (const { name, pathOf, drifting } of ways) {
  risk(`pandas finds the contributions of ${name}`, () => {
    const closes = goldenCloses();
    const weights = Float64Array.from(golden.weights);
    const found = riskContributions(closes, { weights, path: pathOf(closes, weights), drifting });

    for (const [i, expected] of golden[name].marginal.entries()) {
      near(Math.sqrt(252) * (found?.marginal[i] ?? 0), expected, 1e-11);
    }
    for (const [i, expected] of golden[name].contribution.entries()) {
      near(Math.sqrt(252) * (found?.contribution[i] ?? 0), expected, 1e-11);
    }
  });
}

risk.run();
