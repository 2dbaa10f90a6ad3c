import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { localSearch } from '../../../../worker/kernels/hold/local-search.ts';
import { strictMaximum } from '../../../../worker/kernels/hold/second-order.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { problemOf, randomWeights, simulatedCloses } from '../../../support/markets.ts';

const order = suite('second-order');

order('a single symbol is strict where the others have a negative slope', () => {
  const closes = simulatedCloses(4, { days: 60, symbols: 2, dailyDeviation: 0.01 });
  const problem = problemOf(closes, 0);
  const point = holdPoint(problem, Float64Array.of(1, 0));

  assert.is(strictMaximum(problem, point, Float64Array.of(0, -0.1)), true);
  assert.is(strictMaximum(problem, point, Float64Array.of(0, 0)), false);
  assert.is(strictMaximum(problem, point, Float64Array.of(0, 0.1)), false);
});

order('twins share in any way, so that no share is strict', () => {
  const { rows, values } = simulatedCloses(4, { days: 60, symbols: 1, dailyDeviation: 0.01 });
  const twins = Float64Array.from({ length: 2 * rows }, (_, k) => values[k >> 1] ?? 0);
  const problem = problemOf({ rows, columns: 2, values: twins }, 0);
  const { point, gradient } = localSearch(problem, Float64Array.of(0.5, 0.5));

  assert.is(strictMaximum(problem, point, gradient), false);
});

order('near a strict maximum every other portfolio is worse', () => {
  let strict = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const market = { days: 80, symbols: 2 + (seed % 5), dailyDeviation: 0.02 };
    const problem = problemOf(simulatedCloses(seed, market), 0);
    const size = market.symbols;
    const { point, gradient } = localSearch(problem, new Float64Array(size).fill(1 / size));
    if (!strictMaximum(problem, point, gradient)) continue;
    strict += 1;
    const uniform = uniformRandom(seed);
    for (let draw = 0; draw < 40; draw++) {
      const towards = randomWeights(size, uniform);
      const near = point.weights.map((one, i) => one + 1e-3 * ((towards[i] ?? 0) - one));
      const { ratio } = holdPoint(problem, near);
      assert.ok(ratio < point.ratio, `${seed}: ${ratio} for ${point.ratio}`);
    }
  }
  assert.ok(strict > 40, `${strict}`);
});

order.run();
