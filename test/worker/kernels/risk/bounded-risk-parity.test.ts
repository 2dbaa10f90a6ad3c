import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { quadraticForm } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import type { WeightBounds } from '../../../../worker/kernels/quadratic/weight-bounds.ts';
import { boundedRiskParity } from '../../../../worker/kernels/risk/bounded-risk-parity.ts';
import { covarianceContributions } from '../../../../worker/kernels/risk/covariance-contributions.ts';
import { riskParity } from '../../../../worker/kernels/risk/risk-parity.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { squareOf } from '../../../support/covariances.ts';
import { randomWeights, simulatedCloses } from '../../../support/markets.ts';
import { alike } from '../../../support/weights.ts';

const parity = suite('bounded-risk-parity');

function within(lower: readonly number[], upper: readonly number[]): WeightBounds {
  return { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
}

function solved(covariance: Matrix, budgets: Float64Array, bounds: WeightBounds) {
  const found = boundedRiskParity(covariance, budgets, bounds);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

/** Of 100 days of a simulated market. */
function marketCovariance(seed: number, symbols: number): Matrix {
  const { rows, columns, values } = simulatedCloses(seed, {
    days: 101,
    symbols,
    dailyDeviation: 0.02,
  });
  const returns = Float64Array.from(
    { length: (rows - 1) * columns },
    (_, k) => (values[k + columns] ?? 0) / (values[k] ?? 1) - 1,
  );
  return sampleCovariance({ rows: rows - 1, columns, values: returns });
}

const thirds = new Float64Array(3).fill(1 / 3);

parity('with one of uncorrelated symbols at its bound the others share by volatility', () => {
  const covariance = squareOf([1, 0, 0, 0, 4, 0, 0, 0, 16]);
  const found = solved(covariance, thirds, within([0, 0, 0], [0.4, 1, 1]));

  // Without bounds 4/7, 2/7, 1/7; what is left of 1 is shared as 1/2 to 1/4.
  alike(found.weights, [0.4, 0.4, 0.2], { within: 1e-14 });
  // Both have 0.64 of the variance, and λ a third of it; the first has 0.16.
  assert.ok(Math.abs(found.strength - 3 * 0.64) < 1e-13);
  alike(found.slack, [0.75, 0, 0], { within: 1e-13 });
});

parity('a lower bound leaves the others less', () => {
  const covariance = squareOf([1, 0, 0, 0, 4, 0, 0, 0, 16]);

  alike(solved(covariance, thirds, within([0, 0, 0.4], [1, 1, 1])).weights, [0.4, 0.2, 0.4], {
    within: 1e-14,
  });
});

parity('two symbols, one of which is bound, leave nothing to choose', () => {
  const halves = Float64Array.of(0.5, 0.5);
  for (const rho of [-0.9, 0, 0.9]) {
    const covariance = squareOf([1, 3 * rho, 3 * rho, 9]);

    alike(solved(covariance, halves, within([0, 0], [0.6, 1])).weights, [0.6, 0.4], {
      within: 1e-14,
    });
  }
});

parity('without bounds the weights are those of risk parity', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const size = 1 + (seed % 12);
    const covariance = marketCovariance(seed, size);
    const budgets = randomWeights(size, uniformRandom(seed));
    const free = riskParity(covariance, budgets);
    const bounds = { lower: new Float64Array(size), upper: new Float64Array(size).fill(1) };

    if (!free.converged) continue;
    alike(solved(covariance, budgets, bounds).weights, free.weights, {
      within: 1e-12,
      message: `seed ${seed}`,
    });
  }
});

/** Seeded bounds about a portfolio, so that there is one within them. */
function questionOf(seed: number) {
  const random = uniformRandom(seed);
  const size = 2 + (seed % 11);
  const covariance = marketCovariance(seed, size);
  const budgets = randomWeights(size, random);
  const inside = randomWeights(size, random);
  const lower = inside.map((weight) => weight * random() * (random() < 0.5 ? 1 : 0));
  const upper = inside.map((weight) => (random() < 0.4 ? 1 : Math.min(1, weight * (1 + random()))));
  return { covariance, budgets, lower, upper };
}

/** Those that there are: of a thousand questions a few have lower bounds that leave no room. */
function answers() {
  return Array.from({ length: 1000 }, (_, k) => {
    const question = questionOf(k + 1);
    const found = boundedRiskParity(question.covariance, question.budgets, question);
    if (!found.solved) assert.is(found.reason, 'forced', `seed ${k + 1}`);
    return found.solved ? [{ seed: k + 1, found, ...question }] : [];
  }).flat();
}

parity('weights keep to bounds, and sum to 1', () => {
  for (const { seed, found, lower, upper } of answers()) {
    const { weights, miss } = found;

    assert.ok(miss <= 1e-10, `seed ${seed}: ${miss}`);
    assert.ok(Math.abs(weights.reduce((sum, one) => sum + one, 0) - 1) < 1e-12, `seed ${seed}`);
    const kept = weights.every((one, i) => one >= (lower[i] ?? 0) && one <= (upper[i] ?? 1));
    assert.ok(kept, `seed ${seed}`);
  }
});

parity('between bounds shares are in proportion to budgets, at them beyond', () => {
  for (const { seed, found, covariance, budgets, lower, upper } of answers()) {
    const { weights, strength } = found;
    const shares = covarianceContributions(covariance, weights)?.share ?? weights;
    const unit = strength / quadraticForm(covariance, weights);
    const over = shares.map((share, i) => share / (unit * (budgets[i] ?? 0)) - 1);

    const short = over.filter((_, i) => (weights[i] ?? 0) < (upper[i] ?? 1));
    const long = over.filter((_, i) => (weights[i] ?? 0) > (lower[i] ?? 0));
    assert.ok(Math.min(0, ...short) > -1e-6 && Math.max(0, ...long) < 1e-6, `seed ${seed}`);
  }
});

parity('where lower bounds leave no room for budgets their symbols are named', () => {
  // What hedges the first is worth more of it than is left beside it.
  const covariance = squareOf([1, -0.9, -0.9, 1]);
  const bounds = within([0.6, 0], [1, 1]);
  const found = boundedRiskParity(covariance, Float64Array.of(0.5, 0.5), bounds);

  assert.equal(found, { solved: false, reason: 'forced', symbols: Int32Array.of(0) });
});

parity('of all portfolios of a fine grid it is the best at its own λ', () => {
  const covariance = squareOf([0.04, 0.018, 0.006, 0.018, 0.09, -0.012, 0.006, -0.012, 0.16]);
  const bounds = within([0, 0.35, 0], [0.3, 1, 1]);
  const { weights, strength } = solved(covariance, thirds, bounds);
  const value = (w: Float64Array) =>
    quadraticForm(covariance, w) / 2 - (strength / 3) * w.reduce((sum, x) => sum + Math.log(x), 0);
  let least = Number.POSITIVE_INFINITY;
  for (let a = 1; a <= 300; a++) {
    for (let b = 350; a + b < 1000; b++) {
      least = Math.min(least, value(Float64Array.of(a, b, 1000 - a - b).map((x) => x / 1000)));
    }
  }

  assert.ok(value(weights) <= least + 1e-15);
  assert.ok(least - value(weights) < 1e-6);
});

parity('what can not be is told', () => {
  const covariance = squareOf([1, 0, 0, 4]);
  const halves = Float64Array.of(0.5, 0.5);

  const none = boundedRiskParity(covariance, halves, within([0.6, 0.6], [1, 1]));
  assert.is(none.solved === false && none.reason, 'lower-bounds-above-budget');
  const still = boundedRiskParity(squareOf([1, 0, 0, 0]), halves, within([0, 0], [0.6, 1]));
  assert.equal(still, { solved: false, reason: 'zero variance', symbols: Int32Array.of(1) });
  const hedged = boundedRiskParity(squareOf([1, -1, -1, 1]), halves, within([0, 0], [0.6, 1]));
  assert.is(hedged.solved === false && hedged.reason, 'riskless');
  assert.throws(() => boundedRiskParity(covariance, thirds, within([0, 0], [1, 1])), RangeError);
});

parity('bounds that leave one portfolio give it', () => {
  const found = solved(
    squareOf([1, 0.3, 0.3, 4]),
    Float64Array.of(0.5, 0.5),
    within([0, 0], [0.3, 0.7]),
  );

  alike(found.weights, [0.3, 0.7], { within: 0 });
});

parity.run();
