import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evenFrontier } from '../../../../worker/kernels/frontier/even-frontier.ts';
import { frontierOf, twoSymbols } from '../../../support/frontiers.ts';

const even = suite('even-frontier');

even('returns are evenly spaced from end to end', () => {
  const points = evenFrontier(frontierOf(twoSymbols), 5);

  for (const [k, expected] of [0.12, 0.14, 0.16, 0.18, 0.2].entries()) {
    assert.ok(Math.abs((points[k]?.expectedReturn ?? 0) - expected) < 1e-15);
  }
  assert.is(points.length, 5);
  assert.is(points[4]?.volatility, 2);
});

even('one point is the least variance', () => {
  const points = evenFrontier(frontierOf(twoSymbols), 1);

  assert.is(points.length, 1);
  assert.ok(Math.abs((points[0]?.variance ?? 0) - 0.8) < 1e-15);
});

even('a frontier of one portfolio is one point', () => {
  const points = evenFrontier(frontierOf({ ...twoSymbols, mean: Float64Array.of(0.1, 0.1) }), 50);

  assert.is(points.length, 1);
});

even('a number of points below 1 is a mistake', () => {
  assert.throws(() => evenFrontier(frontierOf(twoSymbols), 0), /space 0 portfolios/);
  assert.throws(() => evenFrontier(frontierOf(twoSymbols), 2.5), RangeError);
});

even.run();
