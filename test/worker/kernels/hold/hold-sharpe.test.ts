import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  gainsSurely,
  type HoldProblem,
  holdPoint,
  meaningless,
} from '../../../../worker/kernels/hold/hold-sharpe.ts';

const ratio = suite('hold-sharpe');

/** Two symbols: 1 → 2 → 2 and 1 → 1 → 2. */
const problem: HoldProblem = {
  growth: { rows: 2, columns: 3, values: Float64Array.of(1, 2, 2, 1, 1, 2) },
  hurdle: Float64Array.of(Number.NaN, 0, 0),
  periodsPerYear: 4,
};

ratio('a held half drifts with its symbol', () => {
  const point = holdPoint(problem, Float64Array.of(0.5, 0.5));

  // Worth 1, 1.5, 2: returns 1/2 and 1/3, mean 5/12, deviation 1/(6√2); √4 · 5/12 · 6√2 = 5√2.
  assert.equal(Array.from(point.value), [1, 1.5, 2]);
  assert.ok(Math.abs(point.mean - 0.4166666666666667) < 1e-15);
  assert.ok(Math.abs(point.deviation - 0.11785113019775792) < 1e-15);
  assert.ok(Math.abs(point.ratio - 7.0710678118654755) < 1e-13);
});

ratio('the hurdle is taken off each return', () => {
  const hurdle = Float64Array.of(Number.NaN, 0.25, 0.25);
  const point = holdPoint({ ...problem, hurdle }, Float64Array.of(0.5, 0.5));

  assert.ok(Math.abs(point.mean - 0.16666666666666666) < 1e-15);
  assert.ok(Math.abs(point.deviation - 0.11785113019775792) < 1e-15);
});

ratio('days without a hurdle do not count', () => {
  const growth = { rows: 1, columns: 4, values: Float64Array.of(1, 2, 3, 6) };
  const hurdle = Float64Array.of(Number.NaN, 0, Number.NaN, 0);
  const point = holdPoint({ growth, hurdle, periodsPerYear: 1 }, Float64Array.of(1));

  assert.is(point.count, 2);
  assert.is(point.mean, 1);
  assert.ok(Number.isNaN(point.excess[2]));
});

ratio('a steady gain is told from rounding', () => {
  const steady = Float64Array.from({ length: 50 }, (_, t) => 1.001 ** t);
  const growth = { rows: 1, columns: 50, values: steady };
  const above = { growth, hurdle: new Float64Array(50).fill(0.0005), periodsPerYear: 252 };
  const level = { growth, hurdle: new Float64Array(50).fill(0.001), periodsPerYear: 252 };

  assert.ok(gainsSurely(holdPoint(above, Float64Array.of(1))));
  assert.not(gainsSurely(holdPoint(level, Float64Array.of(1))));
  assert.ok(meaningless(holdPoint(level, Float64Array.of(1))));
  assert.not(meaningless(holdPoint(problem, Float64Array.of(1, 0))));
});

ratio.run();
