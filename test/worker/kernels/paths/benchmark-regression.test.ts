import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { regressOnBenchmark } from '../../../../worker/kernels/paths/benchmark-regression.ts';
import { capture } from '../../../../worker/kernels/paths/capture.ts';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { normals } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses, goldenHurdle } from '../../../support/report-figures.ts';

const regression = suite('benchmark-regression');

regression('a straight line is found', () => {
  const benchmark = Float64Array.of(-0.02, 0.01, 0.03, 0.005);
  const line = regressOnBenchmark(
    benchmark.map((value) => 0.001 + 1.5 * value),
    benchmark,
  );

  near(line?.beta, 1.5);
  near(line?.alpha, 0.001);
  near(line?.correlation, 1);
});

regression('without movement there is no line', () => {
  const [moving, still] = [Float64Array.of(0.1, -0.1, 0.2), new Float64Array(3).fill(0.01)];

  assert.is(regressOnBenchmark(moving, still), undefined);
  assert.is(regressOnBenchmark(moving.subarray(1, 2), moving.subarray(1, 2)), undefined);
  assert.is(regressOnBenchmark(still, moving)?.correlation, undefined);
  near(regressOnBenchmark(still, moving)?.beta, 0);
});

regression('unequal lengths are a mistake', () => {
  assert.throws(() => regressOnBenchmark(new Float64Array(2), new Float64Array(3)), RangeError);
});

regression('the residuals are at right angles to the benchmark', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const normal = normals(seed);
    const x = Float64Array.from({ length: 40 }, () => 0.01 * normal());
    const y = x.map((value) => 0.5 * value + 0.02 * normal());
    const { alpha, beta } = regressOnBenchmark(y, x) ?? { alpha: Number.NaN, beta: Number.NaN };
    const residual = y.map((value, t) => value - alpha - beta * (x[t] ?? 0));

    near(
      residual.reduce((sum, value) => sum + value),
      0,
      1e-12,
    );
    near(
      residual.reduce((sum, value, t) => sum + value * (x[t] ?? 0), 0),
      0,
      1e-12,
    );
  }
});

for (const [name, pathOf] of [
  ['buy_and_hold', heldPath],
  ['fixed_mix', fixedMixPath],
] as const) {
  regression(`scipy finds the line and the capture of ${name}`, () => {
    const returns = simpleReturns(pathOf(goldenCloses(), Float64Array.from(golden.weights)));
    const benchmark = simpleReturns(Float64Array.from(golden.benchmark));
    const over = (values: Float64Array) => values.map((value) => value - goldenHurdle);
    const line = regressOnBenchmark(over(returns), over(benchmark));
    const { up, down } = capture(returns, benchmark);

    near(line?.beta, golden[name].beta);
    near(252 * (line?.alpha ?? 0), golden[name].alpha, 1e-11);
    near(line?.correlation, golden[name].correlation);
    near(up, golden[name].up_capture);
    near(down, golden[name].down_capture);
  });
}

regression.run();
