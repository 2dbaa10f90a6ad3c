import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rowMix } from '../../../../worker/kernels/algebra/add-rows.ts';
import type { CornerPortfolio } from '../../../../worker/kernels/frontier/corner-portfolio.ts';
import { criticalLine } from '../../../../worker/kernels/frontier/critical-line.ts';
import {
  type BoundedProblem,
  boundedQuadratic,
} from '../../../../worker/kernels/quadratic/bounded-quadratic.ts';
import { constrainedQuadratic } from '../../../../worker/kernels/quadratic/constrained-quadratic.ts';
import { nonnegativeQuadratic } from '../../../../worker/kernels/quadratic/nonnegative-quadratic.ts';
import { frontierProblem } from '../../../support/frontier-problems.ts';
import { type HighsQuadratic, openHighsQuadratic } from '../../../support/highs-quadratic.ts';
import { budgetOf } from '../../../support/kinked-problems.ts';

// Methods that have nothing in common but the question: their minima are the same, singular matrices included.
const agreement = suite<{ highs: HighsQuadratic }>('agreement');

const problems = 200;
/** Between ours: of the size of the objective's parts. */
const ours = 1e-12;
/** HiGHS stops where its conditions hold to 1e-7, on which the minimum depends by the square. */
const theirs = 1e-9;

agreement.before(async (context) => {
  context.highs = await openHighsQuadratic();
});

/** λ between 0 and where the frontier ends, of every size that there is. */
const multipliers = [0, 0.01, 0.3, 2];

function problemOf(seed: number) {
  const { title, mean, covariance, lower, upper } = frontierProblem(seed);
  const multiplier = multipliers[seed % multipliers.length] ?? 0;
  const linear = mean.map((one) => multiplier * one);
  return { title, mean, multiplier, quadratic: covariance, linear, lower, upper };
}

/** ½·wᵀQw − cᵀw, and the size of what it is made of. */
function objectiveOf({ quadratic, linear }: BoundedProblem, weights: Float64Array) {
  const slopes = rowMix(quadratic, weights);
  let [value, size] = [0, 0];
  for (const [i, weight] of weights.entries()) {
    const [risk, gain] = [(weight * (slopes[i] ?? 0)) / 2, weight * (linear[i] ?? 0)];
    value += risk - gain;
    size += Math.abs(risk) + Math.abs(gain);
  }
  const level = Math.max(...quadratic.values.map(Math.abs));
  return { value, size: size + level };
}

/** Weights are linear in λ between two corners. */
function onTheLine(corners: readonly CornerPortfolio[], multiplier: number): Float64Array {
  const after = corners.findIndex((corner) => corner.multiplier <= multiplier);
  const [high, low] = [corners[Math.max(0, after - 1)], corners[after] ?? corners.at(-1)];
  if (high === undefined || low === undefined) throw new Error('The line has no corner.');
  const width = high.multiplier - low.multiplier;
  const share = after <= 0 || width === 0 ? 0 : (multiplier - low.multiplier) / width;
  return low.weights.map((one, i) => one + share * ((high.weights[i] ?? 0) - one));
}

function agree(
  problem: BoundedProblem & { readonly title: string },
  weights: Float64Array[],
  within: number,
) {
  const [first, ...others] = weights.map((one) => objectiveOf(problem, one));
  for (const [k, other] of others.entries()) {
    // Where nothing varies both are 0.
    const off = Math.abs(other.value - (first?.value ?? 0)) / (first?.size || 1);
    assert.ok(off <= within, `${problem.title}: method ${k + 1} is off by ${off}`);
  }
}

agreement('active set, dual active set and critical line have one minimum', () => {
  let solved = 0;
  for (let seed = 1; seed <= problems; seed++) {
    const problem = problemOf(seed);
    const bounded = boundedQuadratic(problem);
    const rows = budgetOf(problem.linear.length);
    const constrained = constrainedQuadratic({ ...problem, rows });
    const line = criticalLine({ ...problem, covariance: problem.quadratic });

    assert.is(constrained.solved, bounded.solved, problem.title);
    if (!bounded.solved || !constrained.solved) continue;
    solved += 1;
    // Without bounds there may be a minimum here, and yet no highest return to begin at.
    const traced = line.solved ? [onTheLine(line.corners, problem.multiplier)] : [];
    agree(problem, [bounded.weights, constrained.weights, ...traced], ours);
  }
  assert.ok(solved > problems / 2, `${solved} of ${problems}`);
});

agreement('long-only minima of variance are those over positive weights, scaled', () => {
  let compared = 0;
  for (let seed = 1; seed <= 4 * problems; seed++) {
    const { title, quadratic, linear } = problemOf(seed);
    const size = linear.length;
    const none = new Float64Array(size);
    const ones = new Float64Array(size).fill(1);
    const long = { title, quadratic, linear: none, lower: none, upper: ones };
    const bounded = boundedQuadratic(long);
    const positive = nonnegativeQuadratic(quadratic, ones);
    const sum = positive.reduce((total, one) => total + one, 0);

    assert.ok(bounded.solved, title);
    // Where a portfolio has no variance, there is no minimum to scale.
    const { value, size: level } = objectiveOf(long, bounded.weights);
    if (value <= 1e-9 * level) continue;
    compared += 1;
    agree(long, [bounded.weights, positive.map((one) => one / sum)], ours);
  }
  assert.ok(compared > problems, `${compared}`);
});

agreement('HiGHS has the same minimum', ({ highs }) => {
  const counts = { optimal: 0, none: 0, stalled: 0 };
  for (let seed = 1; seed <= problems; seed++) {
    const problem = problemOf(seed);
    const bounded = boundedQuadratic(problem);
    const found = highs(problem);
    if (found.status === 'stalled') counts.stalled += 1;
    else if (found.status === 'optimal') {
      counts.optimal += 1;

      assert.ok(bounded.solved, `${problem.title}: only HiGHS has a minimum`);
      agree(problem, [bounded.weights, found.weights], theirs);
    } else {
      counts.none += 1;

      assert.not.ok(bounded.solved, `${problem.title}: HiGHS says ${found.status}`);
    }
  }
  assert.ok(
    counts.optimal > problems / 2 && counts.stalled < problems / 50,
    JSON.stringify(counts),
  );
});

agreement.run();
