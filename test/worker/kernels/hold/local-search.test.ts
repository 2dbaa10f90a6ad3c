import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bestHold, vertexStarts } from '../../../../worker/kernels/hold/best-hold.ts';
import { holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { localSearch } from '../../../../worker/kernels/hold/local-search.ts';
import { MultiStart } from '../../../../worker/kernels/hold/multi-start.ts';
import { strictMaximum } from '../../../../worker/kernels/hold/second-order.ts';
import { startingPoints, vertex } from '../../../../worker/kernels/hold/starts.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { problemOf, randomWeights, simulatedCloses } from '../../../support/markets.ts';

const search = suite('local-search');

const calm = problemOf(simulatedCloses(2, { days: 250, symbols: 5, dailyDeviation: 0.01 }), 0);

search('a search ends where nothing near is better', () => {
  const uniform = uniformRandom(9);
  const { point, gradient, ended } = localSearch(calm, new Float64Array(5).fill(0.2));

  assert.is(ended, 'converged');
  assert.ok(strictMaximum(calm, point, gradient));
  for (let draw = 0; draw < 200; draw++) {
    const towards = randomWeights(5, uniform);
    const near = point.weights.map((weight, i) => 0.99 * weight + 0.01 * (towards[i] ?? 0));
    assert.ok(holdPoint(calm, near).ratio < point.ratio);
  }
});

search('a search that joins ends at the same optimum', () => {
  const whole = localSearch(calm, new Float64Array(5).fill(0.2));
  const joined = Array.from({ length: 5 }, (_, i) => localSearch(calm, vertex(5, i), whole));

  assert.ok(joined.some(({ ended }) => ended === 'joined'));
  for (const { point } of joined) assert.ok(Math.abs(point.ratio - whole.point.ratio) < 1e-9);
});

search('searches that meet are one optimum', () => {
  const many = new MultiStart(calm);
  for (let i = 0; i < 5; i++) many.search(vertex(5, i));

  assert.is(many.starts, 5);
  assert.is(many.optima.length, 1);
  assert.is(many.optima[0]?.starts, 5);
});

search('single symbols start by their own ratio', () => {
  const { vertices } = startingPoints(calm, 3);
  const ratios = vertices.map((weights) => holdPoint(calm, weights).ratio);
  const all = Array.from({ length: 5 }, (_, i) => holdPoint(calm, vertex(5, i)).ratio);

  assert.equal(ratios, all.sort((one, other) => other - one).slice(0, 3));
});

search('large problems start from fewer symbols', () => {
  assert.is(vertexStarts({ rows: 3, columns: 964 }), 3);
  assert.is(vertexStarts({ rows: 20, columns: 1000 }), 20);
  assert.is(vertexStarts({ rows: 100, columns: 2500 }), 16);
  assert.is(vertexStarts({ rows: 1000, columns: 7000 }), 2);
});

search('no search from random weights ends higher', () => {
  for (let seed = 200; seed < 230; seed++) {
    const symbols = 2 + (seed % 7);
    const market = { days: 60, symbols, dailyDeviation: 0.06 };
    const problem = problemOf(simulatedCloses(seed, market), seed % 2 === 0 ? 0.001 : 0);
    const equalWeights = new Float64Array(symbols).fill(1 / symbols);
    const { best } = bestHold(problem, { equalWeights, boundUpTo: 0 });
    const uniform = uniformRandom(seed);
    for (let draw = 0; draw < 20; draw++) {
      const { point } = localSearch(problem, randomWeights(symbols, uniform));
      assert.ok(point.ratio <= (best?.point.ratio ?? Number.NaN) + 1e-9, `seed ${seed}`);
    }
  }
});

search('lesser maxima are reported beside the best', () => {
  let several = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const market = { days: 60, symbols: 4, dailyDeviation: 0.06 };
    const problem = problemOf(simulatedCloses(seed, market), 0.001);
    const equalWeights = new Float64Array(4).fill(0.25);
    const { best, optima } = bestHold(problem, { equalWeights, boundUpTo: 0 });
    if (optima.length > 1) several += 1;
    const ratios = optima.map(({ optimum }) => optimum.point.ratio);

    assert.is(best, optima[0]?.optimum);
    assert.equal(
      ratios,
      [...ratios].sort((one, other) => other - one),
    );
  }
  assert.ok(several >= 3, `${several} of 20`);
});

search.run();
