import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LinearProgram } from '../../../worker/kernels/linear/linear-program.ts';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';

const programs = suite<{ solve: SolveLinear }>('linear-program');

const options = { timeLimitMs: 10_000 };

programs.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** A dense program of the rows of A. */
function programOf(
  rows: readonly (readonly number[])[],
  rest: Omit<LinearProgram, 'starts' | 'indices' | 'values'>,
): LinearProgram {
  const [m, n] = [rows.length, rest.costs.length];
  return {
    ...rest,
    starts: Int32Array.from({ length: n + 1 }, (_, j) => j * m),
    indices: Int32Array.from({ length: n * m }, (_, k) => k % m),
    values: Float64Array.from({ length: n * m }, (_, k) => rows[k % m]?.[Math.floor(k / m)] ?? 0),
  };
}

function workshop(unit = 1): LinearProgram {
  const costs = Float64Array.of(-30, -50);
  const most = Float64Array.of(40 * unit, 50 * unit);
  const none = Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
  const [lower, upper] = [Float64Array.of(0, 0), Float64Array.of(1, 1).fill(Infinity)];
  const rows = [
    [unit, 2 * unit],
    [2 * unit, unit],
  ];
  return programOf(rows, { costs, lower, upper, rowLower: none, rowUpper: most });
}

programs('a program of two columns has the vertex and prices worked by hand', ({ solve }) => {
  const found = solve(workshop(), options);

  assert.ok(found.status === 'optimal');
  assert.equal([...found.x], [20, 10]);
  assert.ok(Math.abs((found.y[0] ?? 0) + 70 / 3) < 1e-12);
  assert.ok(Math.abs((found.y[1] ?? 0) + 10 / 3) < 1e-12);
  assert.ok(Math.abs(found.check.gap) < 1e-12);
  assert.is(found.check.objective, -1100);
});

programs('units of a billionth change nothing', ({ solve }) => {
  const found = solve(workshop(1e-9), options);

  assert.ok(found.status === 'optimal');
  assert.ok(Math.abs((found.x[0] ?? 0) - 20) < 1e-12);
});

programs('a program that HiGHS does not take has failed, and the next is solved', ({ solve }) => {
  const rows = [
    [1e80, 1],
    [1, 1e80],
  ];
  const found = solve({ ...workshop(), ...programOf(rows, workshop()) }, options);

  assert.is(found.status, 'failed');
  assert.is(solve(workshop(), options).status, 'optimal');
});

programs('whole numbers are searched for and the gap is told', ({ solve }) => {
  const program = { ...workshop(), rowUpper: Float64Array.of(41, 50), whole: Uint8Array.of(1, 1) };
  const found = solve(program, options);

  assert.ok(found.status === 'whole');
  assert.equal([...found.x], [19, 11]);
  assert.is(found.relativeGap, 0);
});

programs('what has no solution is told apart', ({ solve }) => {
  const base = workshop();
  const empty = { ...base, rowLower: Float64Array.of(41, 0) };
  const open = { ...base, rowUpper: Float64Array.of(Infinity, Infinity) };

  assert.is(solve(empty, options).status, 'infeasible');
  assert.is(solve(open, options).status, 'unbounded');
});

programs('shapes that do not fit are refused', ({ solve }) => {
  const base = workshop();

  assert.throws(() => solve({ ...base, lower: Float64Array.of(0) }, options), RangeError);
  assert.throws(() => solve({ ...base, indices: Int32Array.of(0, 1, 0, 2) }, options), RangeError);
});

programs('prices prove the optimum of random programs of any unit', ({ solve }) => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = uniformRandom(seed);
    const [m, n] = [1 + Math.floor(random() * 8), 1 + Math.floor(random() * 8)];
    const unit = 10 ** (6 * random() - 3);
    const rows = Array.from({ length: m }, () =>
      Array.from({ length: n }, () => unit * (random() - 0.3)),
    );
    const found = solve(
      programOf(rows, {
        costs: Float64Array.from({ length: n }, () => random() - 0.7),
        lower: new Float64Array(n),
        upper: new Float64Array(n).fill(seed % 2 === 0 ? 1 : 1000),
        rowLower: new Float64Array(m).fill(Number.NEGATIVE_INFINITY),
        rowUpper: Float64Array.from({ length: m }, () => unit * random()),
      }),
      options,
    );

    assert.ok(found.status === 'optimal', `${seed} ${found.status}`);
    const { objective, gap, primalViolation, dualViolation } = found.check;
    assert.ok(Math.abs(gap) <= 1e-9 * (1 + Math.abs(objective)), `${seed} gap ${gap}`);
    assert.ok(primalViolation <= 1e-9, `${seed} primal ${primalViolation}`);
    assert.is(dualViolation, 0);
  }
});

programs('a time limit is kept and told', ({ solve }) => {
  const random = uniformRandom(5);
  const n = 60;
  const weights = Array.from({ length: 8 }, () =>
    Array.from({ length: n }, () => Math.round(100 * random())),
  );
  const program = programOf(weights, {
    costs: Float64Array.from({ length: n }, () => -Math.round(100 * random())),
    lower: new Float64Array(n),
    upper: new Float64Array(n).fill(1),
    rowLower: new Float64Array(8).fill(Number.NEGATIVE_INFINITY),
    rowUpper: new Float64Array(8).fill(700),
    whole: new Uint8Array(n).fill(1),
  });
  const found = solve(program, { timeLimitMs: 50 });

  assert.ok(['whole', 'whole-time-limit', 'time-limit'].includes(found.status), found.status);
});

programs.run();
