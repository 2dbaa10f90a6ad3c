import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import {
  type GrowthProblem,
  growthOptimal,
} from '../../../../worker/kernels/growth/growth-optimal.ts';
import { logGrowth } from '../../../../worker/kernels/growth/log-growth.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { normals } from '../../../support/markets.ts';

const kelly = suite('growth-optimal');

/** Rows of returns. */
function matrix(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
}

function within(returns: Matrix, lower = 0, upper = 1): GrowthProblem {
  const size = returns.columns;
  return {
    returns,
    lower: new Float64Array(size).fill(lower),
    upper: new Float64Array(size).fill(upper),
  };
}

function weightsOf(problem: GrowthProblem): Float64Array {
  const found = growthOptimal(problem);
  if (!found.solved) throw new Error(found.reason);
  return found.weights;
}

function growthOf({ returns }: GrowthProblem, weights: Float64Array): number {
  return logGrowth(returns, weights)?.growth ?? Number.NaN;
}

function close(actual: number | undefined, expected: number, tolerance: number, what = ''): void {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= tolerance, `${what}: ${actual}, not ${expected}`);
}

/** The largest violation of the conditions, from their definition. */
function residualOf(problem: GrowthProblem, weights: Float64Array): number {
  const { l2 = 0, lower, upper } = problem;
  const size = weights.length;
  const { slopes } = logGrowth(problem.returns, weights) ?? { slopes: new Float64Array(size) };
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = 2 * l2;
  const covariance = { rows: size, columns: size, values };
  return kktBounded({ mean: slopes, covariance, lower, upper, weights, multiplier: 1 }).residual;
}

kelly('a bet that pays b or nothing takes p − (1 − p)/b, beside cash', () => {
  for (const [wins, losses, odds] of [
    [6, 4, 1],
    [2, 3, 2],
    [51, 49, 1],
    [1, 9, 30],
  ] as const) {
    const rows = [...Array(wins).fill([odds, 0]), ...Array(losses).fill([-1, 0])];
    const chance = wins / (wins + losses);

    const [bet, cash] = weightsOf(within(matrix(rows)));

    close(bet, chance - (1 - chance) / odds, 1e-14, `${wins} of ${wins + losses} at ${odds}`);
    close(cash, 1 - (bet ?? 0), 1e-15);
  }
});

kelly('a bet that should not be made is not, or is taken the other way round', () => {
  const rows = matrix([...Array(4).fill([1, 0]), ...Array(6).fill([-1, 0])]);

  close(weightsOf(within(rows))[0], 0, 0);
  close(weightsOf({ ...within(rows, -1), upper: Float64Array.of(1, 2) })[0], -0.2, 1e-14);
});

kelly('one symbol has everything', () => {
  assert.equal(Array.from(weightsOf(within(matrix([[0.5], [-0.9]])))), [1]);
});

kelly('doubling or halving against cash is done by half', () => {
  const [half] = weightsOf(
    within(
      matrix([
        [1, 0],
        [-0.5, 0],
      ]),
    ),
  );

  close(half, 0.5, 1e-15);
});

kelly('of two symbols on two days the weights solve one linear equation', () => {
  const random = uniformRandom(3);
  let within01 = 0;
  for (let k = 0; k < 300; k++) {
    const rows = [0, 1].map(() => [1.4 * random() - 0.7, 1.4 * random() - 0.7]);
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = rows;
    // With u = a − b, v = c − d: u/(1 + b + u·w) + v/(1 + d + v·w) = 0.
    const [u, v] = [a - b, c - d];
    const best = -(u * (1 + d) + v * (1 + b)) / (2 * u * v);
    const clear = u * v < 0 ? Math.min(1, Math.max(0, best)) : u > 0 ? 1 : 0;
    if (clear > 0 && clear < 1) within01++;

    close(weightsOf(within(matrix(rows)))[0], clear, 1e-12, `case ${k}`);
  }
  assert.ok(within01 > 40, `${within01} within bounds`);
});

kelly('the same symbol on all days but one, held by caps, is priced by its bound', () => {
  const returns = matrix([
    [0.2, 0.1],
    [-0.05, 0],
  ]);
  const problem = { ...within(returns), upper: Float64Array.of(0.3, 1) };

  assert.equal(Array.from(weightsOf(problem)), [0.3, 0.7]);
});

/** Returns of many kinds, harsh ones: the mix may double or lose a third in a period. */
function hardReturns(seed: number): { readonly returns: Matrix; readonly kind: string } {
  const uniform = uniformRandom(seed);
  const normal = normals(seed);
  const size = 1 + Math.floor(uniform() * 12);
  const kind = ['plain', 'duplicate', 'constant', 'few days', 'singular', 'tiny'][seed % 6] ?? '';
  const periods = kind === 'few days' ? 1 + Math.floor(uniform() * 3) : 20 + (seed % 60);
  const deviation = kind === 'tiny' ? 1e-4 : 0.02 + 0.2 * uniform();
  const values = new Float64Array(periods * size);
  for (let t = 0; t < periods; t++) {
    const common = normal();
    for (let i = 0; i < size; i++) {
      const move = deviation * (0.6 * common + normal()) + 0.003 * i;
      values[t * size + i] = Math.max(-0.95, move);
    }
    spoil(values.subarray(t * size, (t + 1) * size), kind);
  }
  return { returns: { rows: periods, columns: size, values }, kind };
}

function spoil(row: Float64Array, kind: string): void {
  const last = row.length - 1;
  if (kind === 'duplicate') row[last] = row[0] ?? 0;
  if (kind === 'constant') row[0] = 0.001;
  if (kind === 'singular') {
    row[last] = row.subarray(0, last).reduce((sum, one) => sum + one, 0) / row.length;
  }
}

kelly('weights meet the conditions on any returns, within any bounds', () => {
  let solved = 0;
  for (let seed = 1; seed <= 1200; seed++) {
    const { returns, kind } = hardReturns(seed);
    const size = returns.columns;
    const [lower, upper] = [
      [0, 1],
      [-0.3, 0.8],
      [-1, 1],
      [0, Math.min(1, 1.5 / size)],
    ][seed % 4] as [number, number];
    if (upper * size < 1) continue;
    const problem = { ...within(returns, lower, upper), l2: seed % 5 === 0 ? 0.01 : 0 };
    const found = growthOptimal(problem);
    if (!found.solved) {
      assert.is(found.reason, 'ruined', `${kind} ${seed}`);
      continue;
    }
    solved++;
    const { weights, steps } = found;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    close(sum, 1, 1e-12, `${kind} ${seed}`);
    for (const weight of weights) {
      assert.ok(weight >= lower - 1e-14 && weight <= upper + 1e-14, `${kind} ${seed}: ${weight}`);
    }
    const residual = 252 * residualOf(problem, weights);
    assert.ok(residual < 1e-10, `${kind} ${seed}: ${residual} after ${steps}`);
  }
  assert.ok(solved > 1000, `${solved}`);
});

kelly('of many symbols the few that matter are found', () => {
  for (let seed = 1; seed <= 24; seed++) {
    const normal = normals(seed);
    const size = 70 + 10 * (seed % 10);
    const periods = seed % 3 === 0 ? 40 : 300;
    const values = new Float64Array(periods * size);
    for (let t = 0; t < periods; t++) {
      const common = normal();
      for (let i = 0; i < size; i++) values[t * size + i] = 0.02 * (0.5 * common + normal());
    }
    const [lower, upper] = manyBounds[seed % 3] ?? [0, 1];
    const problem = within({ rows: periods, columns: size, values }, lower, upper);

    const residual = 252 * residualOf(problem, weightsOf(problem));
    assert.ok(residual < 1e-10, `${size} ${seed}: ${residual}`);
  }
});

const manyBounds = [
  [0, 1],
  [0, 0.05],
  [-0.05, 0.1],
] as const;

kelly(
  'Cover’s algorithm comes as near to the growth as its own bound says, and never above',
  () => {
    for (let seed = 1; seed <= 120; seed++) {
      const { returns, kind } = hardReturns(seed);
      const problem = within(returns);
      const own = growthOf(problem, weightsOf(problem));
      const { growth, most } = cover(problem);

      assert.ok(growth <= own + 1e-14, `${kind} ${seed}: ${growth} above ${own}`);
      assert.ok(own <= most + 1e-14, `${kind} ${seed}: ${own} above the bound ${most}`);
      close(growth, own, 2e-4, `${kind} ${seed}`);
    }
  },
);

/** Cover (1984), IEEE Trans. Information Theory 30(2): wᵢ ← wᵢ·mean xᵢ/xᵀw; with its bound. */
function cover({ returns }: GrowthProblem): { readonly growth: number; readonly most: number } {
  let weights = new Float64Array(returns.columns).fill(1 / returns.columns);
  let most = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3000; round++) {
    const { growth, slopes } = logGrowth(returns, weights) ?? { growth: 0, slopes: weights };
    // mean xᵢ/xᵀw = 1 + slopeᵢ − wᵀslope, for x = 1 + r.
    const level = slopes.reduce((sum, slope, i) => sum + slope * (weights[i] ?? 0), 0);
    const ratios = slopes.map((slope) => 1 + slope - level);
    most = Math.min(most, growth + Math.log(Math.max(...ratios)));
    const raised = weights.map((weight, i) => weight * (ratios[i] ?? 1));
    const sum = raised.reduce((total, weight) => total + weight, 0);
    weights = raised.map((weight) => weight / sum);
  }
  return { growth: logGrowth(returns, weights)?.growth ?? 0, most };
}

kelly('no other weights grow faster', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { returns } = hardReturns(seed);
    const uniform = uniformRandom(seed);
    const problem = within(returns);
    const best = growthOf(problem, weightsOf(problem));
    for (let k = 0; k < 20; k++) {
      const draws = Float64Array.from({ length: returns.columns }, () => -Math.log(uniform()));
      const sum = draws.reduce((total, draw) => total + draw, 0);
      const other = draws.map((draw) => draw / sum);
      assert.ok(growthOf(problem, other) <= best + 1e-15, `${seed}`);
    }
  }
});

kelly('regularisation draws equal symbols to equal weights', () => {
  const returns = matrix([
    [0.1, 0.1, 0.1],
    [-0.2, -0.2, -0.2],
  ]);

  for (const weight of weightsOf({ ...within(returns), l2: 0.1 })) close(weight, 1 / 3, 1e-15);
});

kelly('weights that every portfolio would be ruined by are told', () => {
  // Short in the first by half at least, which rises fivefold, then the second does.
  const returns = matrix([
    [4, 0],
    [0, 4],
  ]);
  const bounds = { lower: Float64Array.of(-2, 1.5), upper: Float64Array.of(-0.5, 3) };

  assert.equal(growthOptimal({ returns, ...bounds }), { solved: false, reason: 'ruined' });
});

kelly('a start that is ruined is left where some weights are not', () => {
  const random = uniformRandom(9);
  let led = 0;
  for (let k = 0; k < 200; k++) {
    // The first is sold short; what hedges it is one of the others.
    const rows = Array.from({ length: 30 }, () => {
      const jump = random() < 0.2 ? 3 * random() : 0.1 * random() - 0.05;
      return [jump, 0.05 * random() - 0.02, jump * (0.9 + 0.2 * random()), 0.1 * random() - 0.05];
    });
    const problem = {
      ...within(matrix(rows), -1, 2),
      upper: Float64Array.of(-0.8, 2, 2, 2),
    };
    const found = growthOptimal(problem);
    if (!found.solved) continue;
    led++;
    const residual = residualOf(problem, found.weights);
    assert.ok(residual < 1e-12, `${k}: ${residual}`);
  }
  assert.is(led, 200);
});

kelly('growth that can be had for nothing has no end without bounds', () => {
  const returns = matrix([
    [0.02, 0.01],
    [-0.01, -0.03],
  ]);
  const open = {
    lower: new Float64Array(2).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(2).fill(Number.POSITIVE_INFINITY),
  };

  assert.equal(growthOptimal({ returns, ...open }), { solved: false, reason: 'unbounded' });
});

kelly('without bounds the slopes are one', () => {
  const { returns } = hardReturns(6);
  const size = returns.columns;
  const weights = weightsOf({
    returns,
    lower: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
  });
  const slopes = logGrowth(returns, weights)?.slopes ?? new Float64Array(size);

  for (const slope of slopes) close(slope, slopes[0] ?? 0, 1e-12);
});

kelly('bounds that hold no weights, and parts that do not fit, are told', () => {
  const returns = matrix([[0.1, 0.2]]);

  assert.equal(growthOptimal({ ...within(returns, 0.6) }), {
    solved: false,
    reason: 'lower-bounds-above-budget',
    sum: 1.2,
  });
  assert.throws(
    () => growthOptimal({ ...within(returns), lower: new Float64Array(1) }),
    RangeError,
  );
  assert.throws(() => logGrowth(returns, new Float64Array(3)), RangeError);
  assert.is(logGrowth(matrix([[-1, 0]]), Float64Array.of(1, 0)), undefined);
});

kelly.run();
