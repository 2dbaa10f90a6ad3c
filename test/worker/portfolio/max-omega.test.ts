import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import { product } from '../../../worker/kernels/algebra/quadratic-form.ts';
import { omegaRatio } from '../../../worker/kernels/downside/omega-ratio.ts';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import { scenarioReturns } from '../../../worker/portfolio/estimate/scenarios.ts';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import type { MixConstraints } from '../../../worker/portfolio/mix/mix-question.ts';
import { type MixSolution, solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { randomWeights } from '../../support/markets.ts';
import { mixInput } from '../../support/mix-input.ts';
import { near } from '../../support/near.ts';

const omega = suite<{ solve: SolveLinear }>('max-omega');

omega.before(async (context) => {
  context.solve = await openLinearSolver();
});

interface Case {
  readonly symbols: number;
  readonly threshold: number;
  readonly bounds: readonly [number, number];
  /** Day after day. */
  readonly returns: readonly number[];
  readonly weights: readonly number[];
  readonly omega: number;
  /** From equal weights, the first two a group. */
  readonly constrained: {
    readonly range: readonly [number, number];
    readonly leverage: number;
    readonly turnover: number;
    readonly omega: number;
  };
}

const golden: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(resolve('test', 'data', 'omega.json'), 'utf8'),
);

/** Closes of such returns, the first of them 1. */
function closesOf(symbols: number, returns: readonly number[]): Matrix {
  const values = new Float64Array(symbols + returns.length).fill(1);
  for (const [k, one] of returns.entries()) values[symbols + k] = (values[k] ?? 1) * (1 + one);
  return { rows: values.length / symbols, columns: symbols, values };
}

interface Wishes {
  readonly threshold?: number;
  readonly bounds?: readonly [number, number];
  readonly constraints?: MixConstraints;
}

function answerOf(closes: Matrix, solve: SolveLinear, wishes: Wishes = {}): MixSolution {
  const { threshold = 0, bounds: [lower, upper] = [0, 1], ...others } = wishes;
  const objective = { name: 'max_omega', threshold } as const;
  return solveMix(mixInput(closes, objective, { lower, upper, ...others }), solve);
}

function optimumOf(closes: Matrix, solve: SolveLinear, wishes?: Wishes) {
  const found = answerOf(closes, solve, wishes);
  if (!found.solved) throw new Error(found.reason);
  return found.optimum;
}

omega('of equal gains the least shortfall is best, and the other has its price', ({ solve }) => {
  // Both gain 4 % in all; shortfall is 1 % + 2 % of the first weight.
  const closes = closesOf(2, [-0.03, 0, 0, -0.01, 0.05, 0.03, 0.02, 0.02]);
  const { weights, objectiveValue, dualityGap, active } = optimumOf(closes, solve);

  assert.equal(Array.from(weights), [0, 1]);
  near(objectiveValue, 5);
  assert.ok((dualityGap ?? 1) < 1e-12);
  const [lower] = active.filter(({ column }) => column === 0);
  near(lower?.shadowPrice, 8, 1e-9);
});

omega('two symbols share so that one bad day is none', ({ solve }) => {
  // Shortfall is 1 % from a third to two thirds, and the gain rises with the first weight.
  const closes = closesOf(2, [-0.02, 0.01, 0.01, -0.02, 0.05, 0.04]);
  const { weights, objectiveValue } = optimumOf(closes, solve);

  near(weights[0], 2 / 3, 1e-11);
  near(objectiveValue, 1 + 0.11 / 0.03, 1e-11);
});

for (const [k, given] of golden.cases.entries()) {
  omega(`case ${k} has the ratio of scipy's program`, ({ solve }) => {
    const closes = closesOf(given.symbols, given.returns);
    const { weights, objectiveValue, dualityGap } = optimumOf(closes, solve, given);

    near(objectiveValue, given.omega, 1e-11);
    assert.ok((dualityGap ?? 1) < 1e-10, `${dualityGap}`);
    for (const [i, weight] of weights.entries()) near(weight, given.weights[i] ?? 1, 1e-7);
  });
}

for (const [k, { constrained, ...given }] of golden.cases.entries()) {
  omega(`case ${k} has the ratio of scipy's program under constraints`, ({ solve }) => {
    const closes = closesOf(given.symbols, given.returns);
    const { range, leverage, turnover } = constrained;
    const currentWeights = new Array<number>(given.symbols).fill(1 / given.symbols);
    const constraints: MixConstraints = {
      groups: [{ name: 'two', members: [0, 1], range }],
      leverage,
      trading: { currentWeights, maxTurnover: turnover },
    };
    const found = optimumOf(closes, solve, { ...given, constraints });

    near(found.objectiveValue, constrained.omega, 1e-10);
    assert.ok((found.dualityGap ?? 1) < 1e-10, `${found.dualityGap}`);
  });
}

omega('no weights within the bounds have a better ratio, whatever the prices', ({ solve }) => {
  let answers = 0;
  for (let seed = 1; seed <= 120; seed++) {
    const closes = hardCloses(seed);
    const found = answerOf(closes, solve);
    if (!found.solved) {
      assert.ok(['no-gain', 'no-shortfall', 'no-scenarios'].includes(found.reason), found.reason);
      continue;
    }
    answers += 1;
    const { weights, objectiveValue = 0, dualityGap = 1 } = found.optimum;
    const returns = scenarioReturns(closes);
    near(objectiveValue, omegaRatio(product(returns, weights), 0) ?? 0, 1e-9);
    assert.ok(dualityGap <= 1e-8 * objectiveValue, `${seed}: ${dualityGap}`);
    const uniform = uniformRandom(seed);
    for (let trial = 0; trial < 60; trial++) {
      const other = omegaRatio(product(returns, randomWeights(closes.columns, uniform)), 0) ?? 0;
      assert.ok(other <= objectiveValue * (1 + 1e-9), `${seed}: ${other} for ${objectiveValue}`);
    }
  }
  assert.ok(answers > 60, `${answers}`);
});

omega('where nothing gains there is no best', ({ solve }) => {
  const found = answerOf(closesOf(2, [-0.03, 0, 0.01, -0.01]), solve);

  assert.ok(!found.solved && found.reason === 'no-gain', JSON.stringify(found));
  near(found.most, -0.005);
});

omega('where nothing falls short there is no best', ({ solve }) => {
  const closes = closesOf(2, [0.01, -0.02, 0.02, 0.05, 0.01, 0.01]);
  const found = answerOf(closes, solve);

  assert.ok(!found.solved && found.reason === 'no-shortfall', JSON.stringify(found));
  const higher = answerOf(closes, solve, { threshold: 0.011 });
  assert.ok(higher.solved);
});

omega.run();
