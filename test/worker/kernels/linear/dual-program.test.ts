import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dualProgram } from '../../../../worker/kernels/linear/dual-program.ts';
import { checkDual } from '../../../../worker/kernels/linear/linear-check.ts';
import type { LinearProgram } from '../../../../worker/kernels/linear/linear-program.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import type { SolveLinear } from '../../../../worker/portfolio/mix/linear-solver.ts';
import { openLinearSolver } from '../../../../worker/solvers/linear-program.ts';
import { near } from '../../../support/near.ts';

const dual = suite<{ solve: SolveLinear }>('dual-program');

dual.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** Equations, ranges and one-sided rows around a point within the bounds, so that it is feasible. */
function programOf(seed: number): LinearProgram {
  const random = uniformRandom(seed);
  const [m, n] = [1 + Math.floor(4 * random()), 1 + Math.floor(5 * random())];
  const point = Float64Array.from({ length: n }, () => random() - 0.5);
  const values = Float64Array.from({ length: m * n }, () => random() - 0.5);
  const at = Float64Array.from({ length: m }, (_, i) =>
    point.reduce((sum, one, j) => sum + one * (values[j * m + i] ?? 0), 0),
  );
  const room = [0, 0.1, Number.POSITIVE_INFINITY] as const;
  const side = (i: number) => room[(i + seed) % 3] ?? 0;
  return {
    costs: Float64Array.from({ length: n }, () => random() - 0.5),
    lower: point.map((one) => one - random()),
    upper: point.map((one) => one + random()),
    rowLower: at.map((one, i) => one - (side(i) === 0 ? 0 : 0.1)),
    rowUpper: at.map((one, i) => one + side(i)),
    starts: Int32Array.from({ length: n + 1 }, (_, j) => j * m),
    indices: Int32Array.from({ length: m * n }, (_, k) => k % m),
    values,
  };
}

dual('what its dual says of a program proves its optimum', ({ solve }) => {
  for (let seed = 1; seed <= 100; seed++) {
    const program = programOf(seed);
    const other = dualProgram(program);
    const solved = solve(other.program, { timeLimitMs: 1000 });
    assert.ok(solved.status === 'optimal', `${seed} ${solved.status}`);
    const { x, y } = other.read(solved);
    const check = checkDual(program, x, y);

    near(check.primalViolation, 0, 1e-7);
    near(check.gap, 0, 1e-7);
    const direct = solve(program, { timeLimitMs: 1000 });
    assert.ok(direct.status === 'optimal');
    near(check.objective, direct.check.objective, 1e-9);
  }
});

dual('a column without bounds makes an equation', ({ solve }) => {
  // The least of x over x ≥ 3.
  const program: LinearProgram = {
    costs: Float64Array.of(1),
    lower: Float64Array.of(Number.NEGATIVE_INFINITY),
    upper: Float64Array.of(Number.POSITIVE_INFINITY),
    rowLower: Float64Array.of(3),
    rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
    starts: Int32Array.of(0, 1),
    indices: Int32Array.of(0),
    values: Float64Array.of(1),
  };
  const other = dualProgram(program);
  const solved = solve(other.program, { timeLimitMs: 1000 });
  assert.ok(solved.status === 'optimal');

  near(other.read(solved).x[0], 3);
  near(other.read(solved).y[0], 1);
});

dual('columns of single rows are bounds of prices', ({ solve }) => {
  for (let seed = 1; seed <= 100; seed++) {
    const { upper, rowUpper, ...rest } = programOf(seed);
    const random = uniformRandom(1000 + seed);
    const m = rowUpper.length;
    // Two ways to make up for each row, at a price.
    const others = Float64Array.from({ length: 2 * m }, () => 0.1 + random());
    const program: LinearProgram = {
      ...rest,
      rowUpper,
      costs: Float64Array.of(...rest.costs, ...others),
      lower: Float64Array.of(...rest.lower, ...others.map(() => -1)),
      upper: Float64Array.of(...upper, ...others.map(() => Number.POSITIVE_INFINITY)),
      starts: Int32Array.of(...rest.starts, ...others.map((_, k) => rest.values.length + k + 1)),
      indices: Int32Array.of(...rest.indices, ...others.map((_, k) => k % m)),
      values: Float64Array.of(...rest.values, ...others.map((_, k) => (k < m ? 1 : -0.5))),
    };
    const other = dualProgram(program);
    const solved = solve(other.program, { timeLimitMs: 1000 });
    assert.ok(solved.status === 'optimal', `${seed} ${solved.status}`);
    const { x, y } = other.read(solved);
    const check = checkDual(program, x, y);

    near(check.primalViolation, 0, 1e-7);
    near(check.gap, 0, 1e-7);
    const direct = solve(program, { timeLimitMs: 1000 });
    assert.ok(direct.status === 'optimal');
    near(check.objective, direct.check.objective, 1e-9);
  }
});

dual.run();
