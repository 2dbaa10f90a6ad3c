import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { highestCorner, lowestCorner } from '../../../../worker/kernels/frontier/frontier-point.ts';
import { targetVolatility } from '../../../../worker/kernels/frontier/target-volatility.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { frontierOf, randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const target = suite('target-volatility');

target('a volatility between is met by the riskier mix', () => {
  const found = targetVolatility(frontierOf(twoSymbols), Math.sqrt(1.25));

  assert.ok(found.solved && found.binding);
  assert.ok(found.solved && Math.abs((found.point.weights[1] ?? 0) - 0.5) < 1e-14);
});

target('a volatility below the least is out of reach', () => {
  const found = targetVolatility(frontierOf(twoSymbols), 0.8);

  assert.not(found.solved);
  if (!found.solved) assert.ok(Math.abs(found.lowest - Math.sqrt(0.8)) < 1e-15);
  assert.not(targetVolatility(frontierOf(twoSymbols), Number.NaN).solved);
});

target('the least volatility itself is within reach', () => {
  const found = targetVolatility(frontierOf(twoSymbols), Math.sqrt(0.8) * (1 - 1e-15));

  assert.ok(found.solved && Math.abs((found.point.weights[0] ?? 0) - 0.8) < 1e-15);
});

target('a volatility above all costs nothing', () => {
  const found = targetVolatility(frontierOf(twoSymbols), 2.5);

  assert.ok(found.solved && !found.binding && found.point.weights[1] === 1);
});

target('random targets are met on the frontier', () => {
  for (const { problem, frontier } of randomFrontiers(401, 800)) {
    const { volatility: least } = lowestCorner(frontier);
    const { volatility: most } = highestCorner(frontier);
    const wanted = least + 0.3 * (most - least);
    const found = targetVolatility(frontier, wanted);
    if (!found.solved) throw new Error(problem.title);
    const { weights, multiplier, volatility } = found.point;
    const report = kktBounded({ ...problem, weights, multiplier });

    assert.ok(Math.abs(volatility - wanted) <= 1e-9 * most, `${problem.title}: ${volatility}`);
    assert.ok(report.relativeResidual < 1e-12, problem.title);
  }
});

target.run();
