import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import type { WeightBounds } from '../../../../worker/kernels/quadratic/weight-bounds.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { type Solved, type SolveInput, solve } from '../../../../worker/portfolio/hold/solve.ts';
import { ascend, ratioAndGradient } from '../../../support/held-ascent.ts';
import { randomWeights, simulatedCloses } from '../../../support/markets.ts';

const bounded = suite('bounded-solve');

function boundsOf(lower: readonly number[], upper: readonly number[]): WeightBounds {
  return { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
}

function input(closes: Matrix, bounds?: WeightBounds, riskFreePerPeriod = 0): SolveInput {
  return {
    closes,
    hurdle: { riskFreePerPeriod },
    periodsPerYear: 252,
    globalBound: 'when-small',
    ...(bounds === undefined ? {} : { bounds }),
  };
}

function solved(question: SolveInput): Solved {
  const solution = solve(question);
  if (!solution.solved) throw new Error(`not solved: ${solution.reason}`);
  return solution;
}

function close(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

function keeps(weights: Float64Array, { lower, upper }: WeightBounds): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (
    sum === 1 &&
    weights.every((weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 1))
  );
}

/** Bounds of all sorts for which there are weights. */
function randomBounds(size: number, kind: number, uniform: () => number): WeightBounds {
  const some = (draw: () => number) => Float64Array.from({ length: size }, draw);
  const lower = some(() => (kind === 0 || uniform() < 0.3 ? 0 : (0.9 * uniform()) / size));
  const cap = (1 + 2 * uniform()) / size;
  const upper = lower.map((least) => {
    if (kind === 0) return Math.min(1, cap);
    if (kind === 1) return 1;
    return Math.min(1, least + (1 - least) * uniform());
  });
  const most = upper.reduce((sum, one) => sum + one, 0);
  return { lower, upper: most < 1 ? upper.map((one) => Math.min(1, one / most + 1e-9)) : upper };
}

/** Markets calm and harsh, with twins, cash and fewer days than symbols among them. */
function randomCloses(seed: number, size: number): Matrix {
  const dailyDeviation = [0.01, 0.03, 0.06, 0.1][seed % 4] ?? 0.01;
  const days = seed % 17 === 0 ? 6 + (seed % 5) : 20 + ((seed * 31) % 90);
  const closes = simulatedCloses(seed, { days, symbols: size, dailyDeviation });
  const values = closes.values.slice();
  for (let t = 0; t < days; t++) {
    if (seed % 11 === 0) values[t * size + 1] = 3 * (values[t * size] ?? 0);
    if (seed % 13 === 0) values[t * size + size - 1] = 100;
  }
  return { ...closes, values };
}

const market = simulatedCloses(21, { days: 120, symbols: 6, dailyDeviation: 0.02 });
const two = simulatedCloses(17, { days: 200, symbols: 2, dailyDeviation: 0.02 });

bounded('bounds that hold nothing back change no digit', () => {
  const free = boundsOf(Array(6).fill(0), Array(6).fill(1));

  assert.equal(solve(input(market, free)), solve(input(market)));
});

bounded('of two symbols the bound nearest to the best is met', () => {
  const best = solved(input(two)).weights[0] ?? 0;
  assert.ok(best > 0.05 && best < 0.95, `${best}`);
  for (const away of [-0.04, 0.04]) {
    const at = best + away;
    const bounds = away < 0 ? boundsOf([0, 0], [at, 1]) : boundsOf([at, 0], [1, 1]);
    const { weights, certificate, sharpeRatio } = solved(input(two, bounds));

    assert.is(weights[0], at);
    assert.is(certificate.active.length, 1);
    assert.is(certificate.active[0]?.side, away < 0 ? 'upper' : 'lower');
    assert.ok((certificate.active[0]?.shadowPrice ?? 0) > 0);
    close(sharpeRatio, ratioAndGradient(input(two), weights).ratio, 1e-11);
  }
});

bounded('bounds around the best change nothing but last digits', () => {
  const free = solved(input(market));
  const bounds = {
    lower: free.weights.map((weight) => Math.max(0, weight - 0.01)),
    upper: free.weights.map((weight) => weight + 0.01),
  };
  const within = solved(input(market, bounds));

  close(within.sharpeRatio, free.sharpeRatio, 1e-11);
  for (let i = 0; i < 6; i++) close(within.weights[i], free.weights[i] ?? 0, 1e-9);
});

bounded('no other method from many starts finds a better portfolio', () => {
  let several = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const size = 2 + (seed % 7);
    const uniform = uniformRandom(seed);
    const bounds = randomBounds(size, seed % 3, uniform);
    const question = input(randomCloses(seed, size), bounds, seed % 2 === 0 ? 0.001 : 0);
    const result = solve(question);
    if (!result.solved) continue;
    const { weights, sharpeRatio, certificate } = result;
    if (certificate.distinctOptima.length > 1) several += 1;

    assert.ok(keeps(weights, bounds), `seed ${seed}: ${weights}`);
    assert.ok(certificate.converged && certificate.kktResidual < 1e-9, `seed ${seed}`);
    const allowance = 1e-9 * (1 + Math.abs(sharpeRatio));
    for (let start = 0; start < 8; start++) {
      const { ratio } = ascend(question, randomWeights(size, uniform), bounds);

      assert.ok(ratio <= sharpeRatio + allowance, `seed ${seed}: ${ratio} > ${sharpeRatio}`);
      const above = certificate.global?.upperBound ?? Number.POSITIVE_INFINITY;
      assert.ok(
        ratio <= above + 1e-12 * (1 + Math.abs(ratio)),
        `seed ${seed}: ${ratio} > ${above}`,
      );
    }
  }
  assert.ok(several >= 10, `${several} with several maxima`);
});

/** scipy's SLSQP on the same problems, from 40 starts: see test/data/README.md. */
interface Golden {
  readonly closes: readonly (readonly number[])[];
  readonly rate: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly ratio: number;
  readonly weights: readonly number[];
}

bounded('SLSQP finds the same portfolios', () => {
  const goldens: readonly Golden[] = JSON.parse(readFileSync('test/data/hold-bounds.json', 'utf8'));
  for (const { closes: rows, rate, lower, upper, ratio, weights } of goldens) {
    const values = Float64Array.from(rows.flat());
    const closes = { rows: rows.length, columns: lower.length, values };
    const found = solved(input(closes, boundsOf(lower, upper), rate));

    close(found.sharpeRatio, ratio, 1e-9);
    for (const [i, weight] of weights.entries()) close(found.weights[i], weight, 1e-5);
  }
});

bounded('no portfolio of a grid within the bounds is better, nor above the bound', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const size = 2 + (seed % 3);
    const uniform = uniformRandom(100 + seed);
    const bounds = randomBounds(size, seed % 3, uniform);
    const question = input(randomCloses(4 * seed + 2, size), bounds, 0.0005);
    const { sharpeRatio, certificate } = solved(question);
    const above = certificate.global?.upperBound ?? sharpeRatio;
    for (const weights of grid(bounds, size === 2 ? 1000 : size === 3 ? 40 : 14)) {
      const { ratio } = ratioAndGradient(question, weights);

      assert.ok(ratio <= Math.min(above, sharpeRatio + 1e-4) + 1e-12, `seed ${seed}: ${ratio}`);
    }
  }
});

/** Weights within bounds, all but the last on a grid. */
function grid({ lower, upper }: WeightBounds, steps: number): readonly Float64Array[] {
  let points: readonly (readonly number[])[] = [[]];
  for (let i = 0; i + 1 < lower.length; i++) {
    const [least, most] = [lower[i] ?? 0, upper[i] ?? 1];
    const places = Array.from(
      { length: steps + 1 },
      (_, k) => least + (k / steps) * (most - least),
    );
    points = points.flatMap((point) => places.map((place) => [...point, place]));
  }
  const last = lower.length - 1;
  return points.flatMap((point) => {
    const rest = 1 - point.reduce((sum, weight) => sum + weight, 0);
    return rest >= (lower[last] ?? 0) && rest <= (upper[last] ?? 1)
      ? [Float64Array.of(...point, rest)]
      : [];
  });
}

bounded('a shadow price foretells what more room brings', () => {
  const size = 6;
  const step = 1e-5;
  const bounds = boundsOf([0, 0.05, 0.05, 0, 0, 0.1], Array(size).fill(0.3));
  const { certificate } = solved(input(market, bounds));
  const priced = certificate.active.filter(({ shadowPrice }) => shadowPrice > 1e-3);

  assert.ok(priced.some(({ side }) => side === 'upper'));
  assert.ok(priced.some(({ side }) => side === 'lower'));
  for (const { column, side, shadowPrice } of priced) {
    const moved = (by: number): number => {
      const bound = (bounds[side][column] ?? 0) + by;
      if (bound < 0) return Number.NaN;
      return solved(input(market, { ...bounds, [side]: bounds[side].with(column, bound) }))
        .sharpeRatio;
    };
    const slope = (moved(step) - moved(-step)) / (2 * step);
    if (Number.isNaN(slope)) continue;

    close(side === 'upper' ? slope : -slope, shadowPrice, 1e-4 * (1 + shadowPrice));
  }
});

bounded('up to three symbols are proved the best within bounds', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const size = 2 + (seed % 2);
    const bounds = randomBounds(size, seed % 3, uniformRandom(seed));
    const closes = simulatedCloses(seed, { days: 80, symbols: size, dailyDeviation: 0.03 });
    const { global } = solved(input(closes, bounds)).certificate;

    assert.ok(global?.proven && (global.gap ?? 1) <= 1e-4, `seed ${seed}`);
  }
});

bounded('bounds that leave one portfolio are answered with it', () => {
  const lower = [0.1, 0.2, 0.3, 0.4];
  const closes = simulatedCloses(2, { days: 60, symbols: 4, dailyDeviation: 0.02 });
  const [fromBelow, fromAbove] = [
    solved(input(closes, boundsOf(lower, [1, 1, 1, 1]))),
    solved(input(closes, boundsOf([0, 0, 0, 0], lower))),
  ];
  const tenths = solved(input(closes, boundsOf([0.25, 0.25, 0.25, 0.25], [0.25, 1, 1, 1])));

  for (const { weights, certificate } of [fromBelow, fromAbove]) {
    for (let i = 0; i < 4; i++) close(weights[i], lower[i] ?? 0, 1e-15);
    assert.ok(certificate.converged);
    assert.is(certificate.active.length, 4);
  }
  assert.equal(Array.from(tenths.weights), [0.25, 0.25, 0.25, 0.25]);
});

bounded('ten bounds of a tenth are ten tenths', () => {
  const closes = simulatedCloses(2, { days: 60, symbols: 10, dailyDeviation: 0.02 });
  const cap = boundsOf(Array(10).fill(0), Array(10).fill(0.1));
  const { weights, certificate } = solved(input(closes, cap));

  for (const weight of weights) close(weight, 0.1, 2e-16);
  assert.ok(certificate.converged);
});

bounded('twins hold as much alike as their bounds allow', () => {
  const values = Float64Array.from({ length: 120 * 3 }, (_, at) => {
    const t = Math.floor(at / 3);
    return market.values[6 * t + (at % 3 === 1 ? 0 : at % 3)] ?? 0;
  });
  const closes = { rows: 120, columns: 3, values };
  const alone = solved(
    input({ rows: 120, columns: 2, values: values.filter((_, at) => at % 3 !== 1) }),
  );
  const held = alone.weights[0] ?? 0;
  const most = held / 4;
  const { weights, sharpeRatio, certificate } = solved(
    input(closes, boundsOf([0, 0, 0], [most, 1, 1])),
  );

  assert.ok(held > 0.01 && held < 0.99, `${held}`);
  assert.is(weights[0], most);
  close(weights[1], held - most, 1e-9);
  close(sharpeRatio, alone.sharpeRatio, 1e-11);
  assert.not(certificate.strict);
});

bounded('a symbol kept from a sure gain leaves a ratio', () => {
  const values = market.values.map((value, at) =>
    at % 6 === 0 ? 1.0005 ** Math.floor(at / 6) : value,
  );
  const closes = { ...market, values };
  const steady = solve(input(closes, boundsOf(Array(6).fill(0), [1, 0.5, 0.5, 0.5, 0.5, 0.5])));
  const capped = solve(input(closes, boundsOf(Array(6).fill(0), Array(6).fill(0.5))));

  assert.ok(!steady.solved && steady.reason === 'unbounded');
  assert.ok(capped.solved && capped.weights[0] === 0.5);
});

bounded('the order of the symbols does not matter within bounds', () => {
  const order = [3, 0, 5, 2, 4, 1];
  const bounds = boundsOf([0, 0.1, 0, 0.05, 0, 0], [0.2, 0.3, 1, 0.4, 0.25, 0.6]);
  const picked = (values: Float64Array) => Float64Array.from(order, (i) => values[i] ?? 0);
  const values = Float64Array.from(
    market.values,
    (_, at) => market.values[at - (at % 6) + (order[at % 6] ?? 0)] ?? 0,
  );
  const there = solved(input(market, bounds));
  const back = solved(
    input({ ...market, values }, { lower: picked(bounds.lower), upper: picked(bounds.upper) }),
  );

  close(back.sharpeRatio, there.sharpeRatio, 1e-11);
  for (const [k, i] of order.entries()) close(back.weights[k], there.weights[i] ?? 0, 1e-8);
});

bounded.run();
