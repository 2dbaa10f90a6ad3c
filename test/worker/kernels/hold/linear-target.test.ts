import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { excessMoments } from '../../../../worker/kernels/covariances/moments.ts';
import { fixedMixWeights } from '../../../../worker/kernels/hold/fixed-mix.ts';
import { holdGradient } from '../../../../worker/kernels/hold/hold-gradient.ts';
import { type HoldProblem, holdPoint } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import { linearTarget } from '../../../../worker/kernels/hold/linear-target.ts';
import { localSearch } from '../../../../worker/kernels/hold/local-search.ts';
import { problemOf, simulatedCloses } from '../../../support/markets.ts';

const target = suite('linear-target');

function market(seed: number, symbols: number): HoldProblem {
  const days = 400;
  return problemOf(simulatedCloses(seed, { days, symbols, dailyDeviation: 0.02 }), 0.0001);
}

function equal(symbols: number): Float64Array {
  return new Float64Array(symbols).fill(1 / symbols);
}

function all(symbols: number): Int32Array {
  return Int32Array.from(Array(symbols).keys());
}

function known(weights: Float64Array | undefined): Float64Array {
  if (weights === undefined) throw new Error('there are no weights');
  return weights;
}

target('weights sum to 1 and lead uphill', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const problem = market(seed, 30);
    const point = holdPoint(problem, equal(30));
    const weights = known(linearTarget(problem, point, all(30)));
    const gradient = holdGradient(problem, point);

    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-14);
    assert.ok(weights.every((weight) => weight >= 0));
    assert.ok(gradient.reduce((sum, slope, i) => sum + slope * (weights[i] ?? 0), 0) > 0);
  }
});

target('where prices have not drifted yet it is nearly the best fixed mix', () => {
  // Three days: the weights of the second are all but those of the first.
  const values = Float64Array.of(1, 1.001, 1.0005, 1, 0.9995, 1.0012);
  const hurdle = Float64Array.of(Number.NaN, 0, 0);
  const problem = { growth: { rows: 2, columns: 3, values }, hurdle, periodsPerYear: 252 };
  const mix = known(fixedMixWeights(excessMoments(problem)));
  const found = known(linearTarget(problem, holdPoint(problem, equal(2)), all(2)));

  assert.ok(found.every((weight, i) => Math.abs(weight - (mix[i] ?? 0)) < 0.01));
});

target('only symbols that are named are held', () => {
  const problem = market(3, 30);
  const named = Int32Array.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29);
  const weights = new Float64Array(30);
  for (const i of named) weights[i] = 0.1;

  const found = known(linearTarget(problem, holdPoint(problem, weights), named));

  assert.ok(Math.abs(found.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-14);
  assert.ok(found.every((weight, i) => weight === 0 || named.includes(i)));
});

target('a hurdle that nothing reaches has none', () => {
  const problem = problemOf(
    simulatedCloses(1, { days: 100, symbols: 5, dailyDeviation: 0.02 }),
    0.5,
  );

  assert.is(linearTarget(problem, holdPoint(problem, equal(5)), all(5)), undefined);
});

target('a search from a hundred symbols ends where the conditions of a maximum are met', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const found = localSearch(market(seed, 100), equal(100));

    assert.is(found.ended, 'converged');
    assert.ok(found.kktResidual < 1e-10);
    assert.ok(found.steps < 12);
  }
});

target.run();
