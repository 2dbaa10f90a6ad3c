import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { highestCorner, lowestCorner } from '../../../../worker/kernels/frontier/frontier-point.ts';
import { targetReturn } from '../../../../worker/kernels/frontier/target-return.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { frontierOf, randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const target = suite('target-return');

target('a return between two symbols is their mix', () => {
  const found = targetReturn(frontierOf(twoSymbols), 0.15);

  assert.ok(found.solved && found.binding);
  if (!found.solved) return;
  assert.ok(Math.abs((found.point.weights[0] ?? 0) - 0.5) < 1e-14);
  assert.ok(Math.abs(found.point.variance - 1.25) < 1e-14);
  // Slopes 0.5 − 0.1·λ and 2 − 0.2·λ are equal at λ = 15.
  assert.ok(Math.abs(found.point.multiplier - 15) < 1e-12);
});

target('a target below the least variance costs nothing', () => {
  const found = targetReturn(frontierOf(twoSymbols), 0.05);

  assert.ok(found.solved && !found.binding);
  assert.ok(found.solved && Math.abs(found.point.expectedReturn - 0.12) < 1e-15);
});

target('a target above the highest return is out of reach', () => {
  const frontier = frontierOf(twoSymbols);

  assert.equal(targetReturn(frontier, 0.21), {
    solved: false,
    reason: 'return-out-of-reach',
    highest: 0.2,
  });
  assert.ok(targetReturn(frontier, 0.2).solved);
  assert.ok(targetReturn(frontier, 0.2 + 1e-15).solved);
  assert.not(targetReturn(frontier, Number.NaN).solved);
});

target('random targets are met at the least variance', () => {
  for (const { problem, frontier } of randomFrontiers(1, 400)) {
    const { expectedReturn: least } = lowestCorner(frontier);
    const { expectedReturn: most } = highestCorner(frontier);
    const wanted = least + 0.3 * (most - least);
    const found = targetReturn(frontier, wanted);
    if (!found.solved) throw new Error(problem.title);
    const { weights, multiplier } = found.point;
    const given = kktBounded({ ...problem, weights, multiplier, targetReturn: wanted });
    const sought = kktBounded({ ...problem, weights, targetReturn: wanted });

    assert.ok(given.relativeResidual < 1e-12, problem.title);
    assert.ok(sought.relativeResidual < 1e-12, problem.title);
    assert.ok((given.returnViolation ?? 1) < 1e-12, problem.title);
  }
});

target.run();
