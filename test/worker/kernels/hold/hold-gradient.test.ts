import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdGradient, kktResidual } from '../../../../worker/kernels/hold/hold-gradient.ts';
import { holdHessian } from '../../../../worker/kernels/hold/hold-hessian.ts';
import { type HoldProblem, holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { problemOf, randomWeights, simulatedCloses } from '../../../support/markets.ts';

const derivatives = suite('hold-gradient');

const step = 1e-5;
const relative = 2e-7;

function gapped(problem: HoldProblem): HoldProblem {
  return { ...problem, hurdle: problem.hurdle.map((h, t) => (t % 7 === 3 ? Number.NaN : h)) };
}

function nudged(weights: Float64Array, index: number, by: number): Float64Array {
  return weights.map((weight, i) => (i === index ? weight + by : weight));
}

const closes = simulatedCloses(11, { days: 80, symbols: 5, dailyDeviation: 0.03 });
const weights = randomWeights(5, uniformRandom(5));
const problems = [
  { title: 'a constant hurdle', problem: problemOf(closes, 0.0004) },
  { title: 'a hurdle with gaps', problem: gapped(problemOf(closes, 0.0004)) },
];

for (const { title, problem } of problems) {
  derivatives(`the gradient is the slope over ${title}`, () => {
    const gradient = holdGradient(problem, holdPoint(problem, weights));

    for (let i = 0; i < 5; i++) {
      const up = holdPoint(problem, nudged(weights, i, step)).ratio;
      const down = holdPoint(problem, nudged(weights, i, -step)).ratio;
      const slope = (up - down) / (2 * step);
      assert.ok(Math.abs(slope - (gradient[i] ?? 0)) < relative * (1 + Math.abs(slope)));
    }
  });

  derivatives(`the Hessian is the slope of the gradient over ${title}`, () => {
    const subset = Int32Array.of(0, 2, 3);
    const hessian = holdHessian(problem, holdPoint(problem, weights), subset).values;

    for (const [column, index] of subset.entries()) {
      const up = holdGradient(problem, holdPoint(problem, nudged(weights, index, step)));
      const down = holdGradient(problem, holdPoint(problem, nudged(weights, index, -step)));
      for (const [row, other] of subset.entries()) {
        const slope = ((up[other] ?? 0) - (down[other] ?? 0)) / (2 * step);
        const entry = hessian[row * 3 + column] ?? 0;
        assert.ok(Math.abs(slope - entry) < relative * (1 + Math.abs(slope)), `${slope} ${entry}`);
      }
    }
  });
}

derivatives('the ratio is flat along the weights', () => {
  const problem = problemOf(closes, 0.0004);
  const gradient = holdGradient(problem, holdPoint(problem, weights));

  const along = gradient.reduce((sum, slope, i) => sum + slope * (weights[i] ?? 0), 0);

  assert.ok(Math.abs(along) < 1e-12);
});

derivatives('the residual counts what can rise', () => {
  assert.is(kktResidual(Float64Array.of(0.4, 0.6, 0), Float64Array.of(-0.2, 0.1, -5)), 0.2);
  assert.is(kktResidual(Float64Array.of(0.4, 0.6, 0), Float64Array.of(0, 0, 0.3)), 0.3);
  assert.is(kktResidual(Float64Array.of(1, 0), Float64Array.of(0, -2)), 0);
});

derivatives.run();
