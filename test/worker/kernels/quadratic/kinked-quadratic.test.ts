import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KinkedProblem } from '../../../../worker/kernels/quadratic/kinked-problem.ts';
import {
  kinkedQuadratic,
  kinkedSolver,
} from '../../../../worker/kernels/quadratic/kinked-quadratic.ts';
import { kktKinked } from '../../../../worker/kernels/quadratic/kkt-kinked.ts';
import { budgetOf, kinkedProblem, noCost } from '../../../support/kinked-problems.ts';

const kinked = suite('kinked-quadratic');

function minimumOf(problem: KinkedProblem) {
  const found = kinkedQuadratic(problem);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

function near(actual: Float64Array, expected: readonly number[]): void {
  const off = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) < 1e-13, `${actual}, not ${expected}`);
}

/** Variances 1 and 3: the least of them is held by weights 0.75 and 0.25. */
const two: KinkedProblem = {
  quadratic: { rows: 2, columns: 2, values: Float64Array.of(1, 0, 0, 3) },
  linear: new Float64Array(2),
  lower: new Float64Array(2).fill(-1),
  upper: new Float64Array(2).fill(2),
  rows: budgetOf(2),
  cost: noCost(2),
  limits: [],
};

const halves = Float64Array.of(0.5, 0.5);
const nothing = new Float64Array(2);

kinked('costs stop a trade short of where it would go', () => {
  const at = (rate: number) =>
    minimumOf({ ...two, cost: { origin: halves, rates: nothing.map(() => rate) } }).weights;

  // w solves w − 3(1 − w) = −2·rate; at w = 0.5 the slope of the risk is −1.
  near(at(0), [0.75, 0.25]);
  near(at(0.2), [0.65, 0.35]);
  near(at(0.5), [0.5, 0.5]);
  near(at(3), [0.5, 0.5]);
});

kinked('turnover ends where its limit is, at its price', () => {
  const limit = { coefficients: nothing, origin: halves, rates: halves, limit: 0.1 };
  const found = minimumOf({ ...two, limits: [limit] });

  near(found.weights, [0.6, 0.4]);
  // The risk falls by 0.6 for each unit of weight that both sides trade.
  near(found.limitMultipliers, [0.6]);
});

kinked('gross exposure holds back a short sale', () => {
  const limit = { coefficients: nothing, origin: nothing, rates: nothing.map(() => 1), limit: 1.4 };
  const problem = { ...two, linear: Float64Array.of(9, 0), limits: [limit] };

  near(minimumOf(problem).weights, [1.2, -0.2]);
  near(minimumOf({ ...problem, limits: [] }).weights, [2, -1]);
});

kinked('a limit may count costs against a reward', () => {
  const limit = {
    coefficients: Float64Array.of(-1, 0),
    origin: halves,
    rates: Float64Array.of(0.1, 0.1),
    limit: -0.86,
  };

  // w − 0.2·(w − 0.5) ≥ 0.86.
  near(minimumOf({ ...two, limits: [limit] }).weights, [0.95, 0.05]);
});

kinked('what can not be met at once is named', () => {
  const limit = { coefficients: nothing, origin: halves, rates: halves, limit: 0.1 };
  const lower = Float64Array.of(0.7, -1);

  assert.equal(kinkedQuadratic({ ...two, lower, limits: [limit] }), {
    solved: false,
    reason: 'infeasible',
    bounds: [0, 1],
    rows: [0],
    limits: [0],
  });
});

kinked('600 awkward problems meet the conditions, or contradict themselves', () => {
  const counts = { solved: 0, infeasible: 0, unsettled: 0 };
  for (let seed = 1; seed <= 600; seed++) {
    const problem = kinkedProblem(seed);
    const found = kinkedQuadratic(problem);
    counts[found.solved ? 'solved' : found.reason] += 1;
    if (!found.solved) continue;
    const report = kktKinked(problem, found);
    const scale = Math.max(...problem.quadratic.values, ...problem.linear.map(Math.abs)) || 1;

    assert.ok(report.residual <= 1e-11 * scale, `${problem.title}: ${report.residual}`);
    assert.ok(report.complementarity <= 1e-11 * scale, `${problem.title}`);
    assert.ok(report.violation <= 1e-11, `${problem.title}: ${report.violation}`);
  }
  assert.ok(counts.solved > 390 && counts.infeasible > 150, JSON.stringify(counts));
  // Contradictions between weights that have no bound at all.
  assert.ok(counts.unsettled < 10, JSON.stringify(counts));
});

kinked('a solver that goes on from its last answer finds the same', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const problem = kinkedProblem(seed);
    const solve = kinkedSolver(problem);
    for (const times of [1, 1.5, 0.2]) {
      const next = { ...problem, linear: problem.linear.map((value) => times * value) };
      const [warm, cold] = [solve(next), kinkedQuadratic(next)];
      assert.is(warm.solved, cold.solved, problem.title);
      if (!warm.solved) continue;
      const scale = Math.max(...problem.quadratic.values) || 1;
      assert.ok(kktKinked(next, warm).residual <= 1e-11 * scale, problem.title);
    }
  }
});

kinked('the same problem has the same answer to the last bit', () => {
  const problem = kinkedProblem(12);

  assert.equal(kinkedQuadratic(problem), kinkedQuadratic(structuredClone(problem)));
});

kinked.run();
