import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  completeReturns,
  type Draw,
  type DrawsInput,
  solveDraws,
} from '../../../../worker/portfolio/bootstrap/draws.ts';
import {
  pricesOf,
  solveOptimisation,
} from '../../../../worker/portfolio/bootstrap/optimisation.ts';
import { simulatedCloses } from '../../../support/markets.ts';

const drawn = suite('draws');

const closes = simulatedCloses(3, { days: 300, symbols: 3, dailyDeviation: 0.02 });
const reference = simulatedCloses(4, { days: 300, symbols: 1, dailyDeviation: 0.01 }).values;

const draws: readonly Draw[] = [
  ...Array.from({ length: 90 }, (_, i) => ({ seed: i, method: 'circular', blockDays: 5 }) as const),
  ...Array.from({ length: 90 }, (_, i) => ({ from: i, to: 200 + i })),
];

const input: DrawsInput = {
  optimisation: {
    kind: 'hold',
    input: { closes, hurdle: { benchmark: reference }, periodsPerYear: 252, globalBound: 'never' },
  },
  draws,
};

drawn('parts come out as the whole does', () => {
  const some = { ...input, draws: draws.slice(84, 96) };
  const apart = some.draws.flatMap((draw) => solveDraws({ ...input, draws: [draw] }));

  assert.equal(apart, solveDraws(some));
});

drawn('all rows are the question itself', () => {
  const [whole] = solveDraws({ ...input, draws: [{ from: 0, to: 299 }] });

  assert.equal(whole?.outcome, solveOptimisation(input.optimisation));
});

drawn('a resample keeps the days of all symbols and of the benchmark together', () => {
  const holes = reference.map((close, t) => (t % 50 === 7 ? Number.NaN : close));
  const returns = completeReturns({ closes, reference: holes });

  // Each hole takes the returns of two days.
  assert.equal([returns.rows, returns.columns], [299 - 12, 4]);
  assert.ok(returns.values.every(Number.isFinite));
  assert.is(completeReturns(pricesOf(input.optimisation)).rows, 299);
});

drawn('closes past what numbers hold have no outcome', () => {
  const values = Float64Array.from({ length: 800 }, (_, t) => (t % 2 === 0 ? 1e-20 : 1e20));
  values.set([1e-20, 1e20], 0);
  const steep = { rows: 800, columns: 1, values };
  const [wild] = solveDraws({
    optimisation: {
      kind: 'hold',
      input: {
        closes: steep,
        hurdle: { riskFreePerPeriod: 0 },
        periodsPerYear: 252,
        globalBound: 'never',
      },
    },
    draws: [{ seed: 1, method: 'stationary', blockDays: 1 }],
    beside: Float64Array.of(1),
  });

  assert.equal(wild, { outcome: undefined, besideRatio: undefined });
});

drawn.run();
