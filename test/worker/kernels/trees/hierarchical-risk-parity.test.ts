import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  type HierarchicalRiskParityOptions,
  hierarchicalRiskParity,
} from '../../../../worker/kernels/trees/hierarchical-risk-parity.ts';
import { randomCovariance, rescaled, squareOf } from '../../../support/covariances.ts';
import { golden, linkageNames } from '../../../support/golden-trees.ts';
import { randomWeights } from '../../../support/markets.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const hrp = suite('hierarchical-risk-parity');

function weightsOf(covariance: Matrix, options?: HierarchicalRiskParityOptions): Float64Array {
  const found = hierarchicalRiskParity(covariance, options);
  if (!found.feasible) throw new Error(found.fault.reason);
  return found.weights;
}

hrp('two symbols share in inverse proportion to their variances', () => {
  alike(weightsOf(squareOf([1, 0.5, 0.5, 4])), [0.8, 0.2], { within: 1e-16 });
});

hrp('the halves of the list share before the symbols do', () => {
  // Volatility 1 all: 0 and 1 move together, 2 and 3 do not move with anything.
  const covariance = squareOf([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  const found = hierarchicalRiskParity(covariance);

  assert.ok(found.feasible);
  assert.equal(Array.from(found.order), [3, 2, 0, 1]);
  // Variance 1 of the first half against 1/2 of the second.
  alike(found.weights, [1 / 6, 1 / 6, 1 / 3, 1 / 3], { within: 1e-15 });
});

hrp('one symbol has all the weight', () => {
  alike(weightsOf(squareOf([0.04])), [1], { within: 0 });
  alike(weightsOf(squareOf([0])), [1], { within: 0 });
});

hrp('symbols without variance share everything', () => {
  alike(weightsOf(squareOf([0, 0, 0, 0, 1, 0, 0, 0, 0])), [0.5, 0, 0.5], { within: 0 });
});

hrp('weights are weights on all kinds of covariances, whatever their scale', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const linkage = linkageNames[seed % linkageNames.length] ?? 'single';
    const weights = weightsOf(covariance, { linkage });

    areWeights(weights, `${kind} ${seed}`);
    // A power of 2: not even rounding differs.
    alike(weightsOf(rescaled(covariance, 2 ** 8), { linkage }), weights, { within: 0 });
  }
});

hrp('weights keep within feasible bounds', () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const uniform = uniformRandom(seed);
    const inside = randomWeights(covariance.rows, uniform);
    const lower = inside.map((weight) => weight * uniform());
    const upper = inside.map((weight) => weight + (1 - weight) * uniform() * 0.2);
    const weights = weightsOf(covariance, { bounds: { lower, upper } });

    areWeights(weights, `${kind} ${seed}`);
    assert.ok(
      weights.every((weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 0)),
      `${kind} ${seed}`,
    );
  }
});

hrp('bounds that do not bind change nothing', () => {
  const { covariance } = randomCovariance(6);
  const free = weightsOf(covariance);
  const bounds = { lower: free.map((w) => w / 2), upper: free.map((w) => Math.min(1, 2 * w)) };

  alike(weightsOf(covariance, { bounds }), free, { within: 1e-16 });
});

hrp('bounds that admit no weights are named', () => {
  const faultOf = (lower: number[], upper: number[]): unknown => {
    const bounds = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
    const found = hierarchicalRiskParity(squareOf([1, 0, 0, 1]), { bounds });
    return found.feasible ? undefined : found.fault;
  };

  assert.equal(faultOf([0, 0.6], [1, 0.5]), { reason: 'crossed-bounds', symbol: 1 });
  assert.equal(faultOf([0.5, 0.75], [1, 1]), { reason: 'lower-bounds-above-budget', sum: 1.25 });
  assert.equal(faultOf([0, 0], [0.25, 0.5]), { reason: 'upper-bounds-below-budget', sum: 0.75 });
  assert.is(faultOf([0.25, 0.75], [0.25, 0.75]), undefined);
});

hrp('shapes that differ are refused', () => {
  const correlation = squareOf([1]);

  assert.throws(() => weightsOf(squareOf([1, 0, 0, 1]), { correlation }), /go together/);
});

for (const [k, given] of golden.allocations.entries()) {
  hrp(`golden weights of ${given.size} symbols come out, case ${k}`, () => {
    for (const linkage of linkageNames) {
      const weights = weightsOf(squareOf(given.covariance), { linkage });
      alike(weights, given.hrp[linkage], { within: 1e-15, message: linkage });
    }
  });
}

/** Simple returns, one run a symbol, NaN where either close is missing. */
function pricedReturns(file: string): { symbols: string[]; returns: number[][] } {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const symbols = head.split(',').slice(1);
  const rows = lines.map((line) =>
    line
      .split(',')
      .slice(1)
      .map((cell) => (cell === '' ? Number.NaN : Number(cell))),
  );
  const returns = symbols.map((_, i) =>
    rows.slice(1).map((row, t) => (row[i] ?? NaN) / (rows[t]?.[i] ?? NaN) - 1),
  );
  return { symbols, returns };
}

/** Sample covariance and correlation of two runs over the days that both have. */
function pairwise(one: readonly number[], other: readonly number[]): [number, number] {
  const days = one.flatMap((x, t) => (Number.isNaN(x + (other[t] ?? NaN)) ? [] : [t]));
  const [x, y] = [one, other].map((run) => {
    const mean = days.reduce((sum, t) => sum + (run[t] ?? 0), 0) / days.length;
    return days.map((t) => (run[t] ?? 0) - mean);
  }) as [number[], number[]];
  const inner = (a: number[], b: number[]): number =>
    a.reduce((sum, value, t) => sum + value * (b[t] ?? 0), 0);
  return [inner(x, y) / (days.length - 1), inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y))];
}

interface ReferenceCase {
  readonly id: string;
  readonly expected: Readonly<Record<string, number>>;
}

hrp('the weights of PyPortfolioOpt on real prices come out', () => {
  const prices = sharedData('prices/stock_prices.csv');
  const cases = sharedData('cases/pyportfolioopt.json');
  if (prices === undefined || cases === undefined) return;
  const all: readonly ReferenceCase[] = JSON.parse(readFileSync(cases, 'utf8'));
  const expected = all.find(({ id }) => id === 'hrp.weights')?.expected ?? {};
  const { symbols, returns } = pricedReturns(prices);
  const pairs = returns.flatMap((one) => returns.map((other) => pairwise(one, other)));
  const correlation = squareOf(pairs.map(([, rho]) => rho));

  const weights = weightsOf(squareOf(pairs.map(([variance]) => variance)), { correlation });

  alike(
    weights,
    symbols.map((symbol) => expected[symbol] ?? NaN),
    { within: 1e-13 },
  );
});

hrp.run();
