import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { quadraticForm } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { fewPositions } from '../../../../worker/kernels/positions/few-positions.ts';
import { boundedQuadratic } from '../../../../worker/kernels/quadratic/bounded-quadratic.ts';
import type { WeightBounds } from '../../../../worker/kernels/quadratic/weight-bounds.ts';

const positions = suite('few-positions');

function diagonal(...entries: readonly number[]): Matrix {
  const size = entries.length;
  const values = new Float64Array(size * size);
  for (const [i, entry] of entries.entries()) values[i * (size + 1)] = entry;
  return { rows: size, columns: size, values };
}

/** The least variance within bounds. */
function relaxer(quadratic: Matrix, linear: Float64Array) {
  return (bounds: WeightBounds) => {
    const found = boundedQuadratic({ quadratic, linear, ...bounds });
    if (!found.solved) return undefined;
    const { weights } = found;
    const gain = weights.reduce((sum, weight, i) => sum + weight * (linear[i] ?? 0), 0);
    return { weights, value: quadraticForm(quadratic, weights) / 2 - gain };
  };
}

const four = diagonal(1, 2, 3, 4);
const plain = {
  lower: new Float64Array(4),
  upper: new Float64Array(4).fill(1),
  least: 0,
  relax: relaxer(four, new Float64Array(4)),
  budget: 1000,
  exact: true,
};

function near(actual: Float64Array | undefined, expected: readonly number[]): void {
  const off = expected.map((value, i) => Math.abs((actual?.[i] ?? Number.NaN) - value));
  assert.ok(Math.max(...off) < 1e-12, `${actual}, not ${expected}`);
}

positions('the two of least variance are held in inverse proportion', () => {
  const { best, bound } = fewPositions({ ...plain, most: 2 });

  near(best?.weights, [2 / 3, 1 / 3, 0, 0]);
  assert.is(bound, best?.value);
});

positions('as many as there are is no constraint', () => {
  near(fewPositions({ ...plain, most: 4 }).best?.weights, [12 / 25, 6 / 25, 4 / 25, 3 / 25]);
});

positions('a weight too small is raised or left out', () => {
  // A fourth of 0.125 costs less than none of it; a fourth of 0.24 costs more.
  near(fewPositions({ ...plain, most: 4, least: 0.125 }).best?.weights.slice(3), [0.125]);
  near(fewPositions({ ...plain, most: 4, least: 0.24 }).best?.weights, [
    1.52 / 3,
    0.76 / 3,
    0.24,
    0,
  ]);
});

positions('a weight that bounds ask for is one of the few', () => {
  const lower = Float64Array.of(0, 0, 0, 0.1);

  near(fewPositions({ ...plain, lower, most: 2 }).best?.weights, [0.8, 0, 0, 0.2]);
});

positions('short positions are large, too', () => {
  const problem = {
    ...plain,
    lower: new Float64Array(4).fill(-1),
    relax: relaxer(four, Float64Array.of(1, 0, 0, -1)),
  };

  near(fewPositions({ ...problem, most: 2, least: 0.3 }).best?.weights, [1, 0, 0, -0]);
  near(
    fewPositions({ ...problem, upper: new Float64Array(4).fill(1.5), most: 2, least: 0.1 }).best
      ?.weights,
    // ½((1 + s)² + 4s²) − (1 + s) − s is least at 0.2.
    [1.2, 0, 0, -0.2],
  );
});

positions('where no choice is feasible there is none, and that is known', () => {
  const { best, bound } = fewPositions({ ...plain, upper: plain.upper.map(() => 0.4), most: 2 });

  assert.is(best, undefined);
  assert.is(bound, Number.POSITIVE_INFINITY);
});

positions('a budget that ends leaves a bound below the best', () => {
  const { best, bound, nodes } = fewPositions({ ...plain, most: 2, budget: 6 });

  assert.ok(nodes <= 6);
  assert.ok(bound <= (best?.value ?? 0));
});

positions('what is few by itself is solved once', () => {
  const problem = { ...plain, relax: relaxer(four, Float64Array.of(9, 0, 0, 0)), most: 2 };

  assert.is(fewPositions(problem).nodes, 1);
});

positions('choices no better than the best may be left untold', () => {
  const untold: number[] = [];
  const relax = (bounds: WeightBounds, worth: number) => {
    const found = plain.relax(bounds);
    if (found === undefined || found.value < worth) return found;
    untold.push(found.value);
    return undefined;
  };
  const { best, bound } = fewPositions({ ...plain, relax, most: 2 });

  near(best?.weights, [2 / 3, 1 / 3, 0, 0]);
  assert.is(bound, best?.value);
  assert.ok(untold.length > 0 && untold.every((value) => value >= bound - 1e-9));
});

positions('what is known of choices to within a gap is proven to within it', () => {
  const gap = 0.01;
  const relax = (bounds: WeightBounds) => {
    const found = plain.relax(bounds);
    return found && { ...found, bound: found.value - gap };
  };
  const { best, bound } = fewPositions({ ...plain, relax, most: 2 });

  near(best?.weights, [2 / 3, 1 / 3, 0, 0]);
  assert.ok(Math.abs((best?.value ?? 0) - gap - bound) < 1e-15);
  const all = fewPositions({ ...plain, relax, most: 4 });
  assert.ok(Math.abs(all.bound - (6 / 25 - gap)) < 1e-12);
});

positions('a rule alone gives the bound of all positions', () => {
  const { best, bound } = fewPositions({ ...plain, most: 2, exact: false });

  near(best?.weights, [2 / 3, 1 / 3, 0, 0]);
  // ½·12/25: the variance of all four.
  assert.ok(Math.abs(bound - 6 / 25) < 1e-12);
});

positions.run();
