import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import {
  type Solution,
  type Solved,
  type SolveInput,
  solve,
} from '../../../../worker/portfolio/hold/solve.ts';
import { simulatedCloses } from '../../../support/markets.ts';

const optimum = suite('solve');

type Column = (t: number) => number;

function closesOf(days: number, columns: readonly Column[]): Matrix {
  const values = new Float64Array(days * columns.length);
  for (let t = 0; t < days; t++) {
    for (const [i, column] of columns.entries()) values[t * columns.length + i] = column(t);
  }
  return { rows: days, columns: columns.length, values };
}

/** The columns of a matrix in another order, or some of them. */
function picked({ rows, columns, values }: Matrix, order: readonly number[]): Matrix {
  const pick =
    (from: number): Column =>
    (t) =>
      values[t * columns + from] ?? 0;
  return closesOf(rows, order.map(pick));
}

function input(closes: Matrix, riskFreePerPeriod = 0): SolveInput {
  return { closes, hurdle: { riskFreePerPeriod }, periodsPerYear: 252, globalBound: 'never' };
}

function solved(solution: Solution): Solved {
  if (!solution.solved) throw new Error(`not solved: ${solution.reason}`);
  return solution;
}

function reasonOf(solution: Solution): string {
  return solution.solved ? 'solved' : solution.reason;
}

function close(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

const market = simulatedCloses(21, { days: 120, symbols: 6, dailyDeviation: 0.02 });

optimum('two symbols may change places', () => {
  const first = [1, 1.02, 1.01, 1.04];
  const second = [1, 0.99, 1.02, 1.04];
  const closes = closesOf(4, [(t) => first[t] ?? 0, (t) => second[t] ?? 0]);
  const there = solved(solve(input(closes)));
  const swapped = solved(solve(input(picked(closes, [1, 0]))));

  close(there.weights[0], swapped.weights[1] ?? 0, 1e-9);
  close(there.sharpeRatio, swapped.sharpeRatio, 1e-9);
});

optimum('a dominated symbol gets nothing', () => {
  const wave: Column = (t) => 1.002 ** t * (1 + 0.01 * Math.sin(t));
  const sinking: Column = (t) => 0.99 ** t * (1 + 0.05 * Math.sin(t));

  const { weights, certificate } = solved(solve(input(closesOf(60, [sinking, wave]))));

  assert.equal(Array.from(weights), [0, 1]);
  assert.ok(certificate.strict);
});

optimum('every answer meets the conditions of a maximum', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const shape = { days: 30 + 5 * seed, symbols: 1 + (seed % 9), dailyDeviation: 0.04 };
    const result = solved(solve(input(simulatedCloses(seed, shape), 0.0003)));
    let sum = 0;
    for (const weight of result.weights) sum += weight;

    assert.is(sum, 1);
    assert.ok(result.weights.every((weight) => weight >= 0));
    assert.ok(result.certificate.converged && result.certificate.kktResidual < 1e-8);
    assert.ok(result.sharpeRatio >= (result.certificate.equalWeightsStartRatio ?? 0) - 1e-9);
  }
});

optimum('the order of the symbols does not matter', () => {
  const order = [3, 0, 5, 2, 4, 1];
  const there = solved(solve(input(market)));
  const back = solved(solve(input(picked(market, order))));

  close(back.sharpeRatio, there.sharpeRatio, 1e-11);
  for (const [k, i] of order.entries()) close(back.weights[k], there.weights[i] ?? 0, 1e-8);
});

optimum('the units of prices do not matter', () => {
  const values = market.values.map((value, at) => value * 10 ** ((at % 6) - 3));
  const there = solved(solve(input(market)));
  const scaled = solved(solve(input({ ...market, values })));

  close(scaled.sharpeRatio, there.sharpeRatio, 1e-11);
  for (let i = 0; i < 6; i++) close(scaled.weights[i], there.weights[i] ?? 0, 1e-8);
});

optimum('one symbol twice shares its weight', () => {
  const single = solved(solve(input(picked(market, [0, 1, 2, 3, 4, 5]))));
  const doubled = solved(solve(input(picked(market, [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]))));

  close(doubled.sharpeRatio, single.sharpeRatio, 1e-11);
  assert.not(doubled.certificate.strict);
  for (let i = 0; i < 6; i++) {
    close(doubled.weights[i], (single.weights[i] ?? 0) / 2, 1e-9);
    close(doubled.weights[i], doubled.weights[i + 6] ?? 0, 1e-15);
  }
});

optimum('two opposite returns cancel to a sure gain', () => {
  const early = [1, 1.1, 1.1];
  const late = [1, 1, 1.1];
  const closes = closesOf(3, [(t) => early[t] ?? 0, (t) => late[t] ?? 0]);
  const result = solve(input(closes));

  // Worth 1, 1 + e, (1 + e)² with e = w/10 for the first: w·1.1 + (1 − w)·1.1 = 1.1 in the end.
  assert.is(reasonOf(result), 'unbounded');
  assert.ok(!result.solved && Math.abs((result.weights?.[0] ?? 0) - 0.488088) < 1e-5);
});

optimum('an answer survives a structured clone', () => {
  const request = input(market);

  assert.equal(structuredClone(solve(structuredClone(request))), solve(request));
});

optimum('excess returns need the benchmark on both days', () => {
  const benchmark = Float64Array.from({ length: 120 }, (_, t) => 50 + Math.sin(t));
  benchmark[0] = Number.NaN;
  benchmark[60] = Number.NaN;
  const result = solve({ ...input(market), hurdle: { benchmark } });

  // 119 returns; day 1 lacks the day before, day 60 itself, day 61 the day before.
  assert.is(result.excessCount, 116);
  assert.ok(result.solved);
});

const steady: Column = (t) => 1.0005 ** t;
const flat: Column = () => 100;
const stock: Column = (t) => market.values[6 * t] ?? 0;
const refusals: readonly {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly riskFree: number;
  readonly reason: string;
}[] = [
  { title: 'cash alone', columns: [flat], riskFree: 0, reason: 'zero-variance' },
  { title: 'cash below the rate', columns: [flat], riskFree: 0.001, reason: 'zero-variance' },
  { title: 'cash above the rate', columns: [flat, stock], riskFree: -0.001, reason: 'unbounded' },
  { title: 'a sure gain', columns: [stock, steady], riskFree: 0.0001, reason: 'unbounded' },
  {
    title: 'a sure loss beside a stock',
    columns: [stock, flat],
    riskFree: 0.0001,
    reason: 'solved',
  },
];

for (const { title, columns, riskFree, reason } of refusals) {
  optimum(`${title} is ${reason}`, () => {
    assert.is(reasonOf(solve(input(closesOf(120, columns), riskFree))), reason);
  });
}

optimum('a ratio that rises towards the benchmark has no maximum', () => {
  // With cash, the share of the stock scales out as it vanishes: left are the changes in price
  // 0, 1, 1, of ratio 2/√3; the returns 0, 1, 1/2 have the ratio 1, and mixes lie between.
  const doubling = closesOf(4, [(t) => [1, 1, 2, 3][t] ?? 0, flat]);
  const result = solve(input(doubling));

  assert.is(reasonOf(result), 'unattained');
  assert.ok(!result.solved && (result.weights?.[1] ?? 0) > 0.99);
});

optimum('the benchmark among the symbols is passed over', () => {
  const benchmark = Float64Array.from(
    { length: 120 },
    (_, t) => stock(t) * (1 + 0.01 * Math.sin(t)),
  );
  const leading: Column = (t) => (benchmark[t] ?? 0) * 1.002 ** t * (1 + 0.02 * Math.cos(t));
  const itself: Column = (t) => benchmark[t] ?? 0;
  const over = { benchmark };

  const alone = solve({ ...input(closesOf(120, [itself])), hurdle: over });
  const both = solve({ ...input(closesOf(120, [leading, itself])), hurdle: over });

  assert.is(reasonOf(alone), 'zero-variance');
  assert.equal(Array.from(solved(both).weights), [1, 0]);
});

optimum('fewer than two excess returns are refused', () => {
  const two = { rows: 2, columns: 6, values: market.values.slice(0, 12) };
  const benchmark = new Float64Array(120).fill(Number.NaN);

  assert.equal(solve(input(two)), { solved: false, reason: 'too-few-returns', excessCount: 1 });
  assert.is(reasonOf(solve({ ...input(market), hurdle: { benchmark } })), 'too-few-returns');
});

optimum('a benchmark of another length is a bug', () => {
  const hurdle = { benchmark: new Float64Array(7) };

  assert.throws(() => solve({ ...input(market), hurdle }), /120 days of closes with 7 days/);
});

optimum('up to three symbols are proved the best of all', () => {
  for (const symbols of [1, 2, 3]) {
    const closes = picked(market, [0, 2, 4].slice(0, symbols));
    const { global } = solved(solve({ ...input(closes), globalBound: 'when-small' })).certificate;

    assert.ok(global?.proven, `${symbols}`);
    assert.ok((global?.gap ?? 1) <= (symbols === 1 ? 0 : 1e-4));
  }
});

optimum.run();
