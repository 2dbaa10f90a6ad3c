import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import { sampleCovariance } from '../../../worker/kernels/covariances/sample-covariance.ts';
import { boundedQuadratic } from '../../../worker/kernels/quadratic/bounded-quadratic.ts';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import type { MixInput } from '../../../worker/portfolio/mix/mix-problem.ts';
import type { MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { type MixSolved, solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { simpleReturnsOf } from '../../../worker/portfolio/window/panel-returns.ts';
import { randomWeights, simulatedCloses } from '../../support/markets.ts';
import { plainEstimate } from '../../support/plain-estimate.ts';

const objectives = suite('benchmark-objectives');

interface Market {
  readonly kind: string;
  readonly closes: Matrix;
  /** Closes of the benchmark. */
  readonly market: Float64Array;
}

const kinds = ['plain', 'duplicate', 'constant', 'few days', 'benchmark inside', 'gaps'] as const;

/** Prices of all kinds, and a benchmark that follows some of them by half. */
function hardMarket(seed: number): Market {
  const uniform = uniformRandom(seed);
  const kind = kinds[seed % kinds.length] ?? 'plain';
  const symbols = 2 + Math.floor(uniform() * 9);
  const days = kind === 'few days' ? 4 : 30 + Math.floor(uniform() * 60);
  const all = simulatedCloses(seed, { symbols: symbols + 1, days, dailyDeviation: 0.02 });
  const values = new Float64Array(days * symbols);
  const market = new Float64Array(days).fill(100);
  for (let t = 0; t < days; t++) {
    const row = all.values.subarray(t * (symbols + 1), (t + 1) * (symbols + 1));
    const index = Math.sqrt((row[0] ?? 1) * (row[symbols] ?? 1));
    values.set(row.subarray(0, symbols), t * symbols);
    spoil(values.subarray(t * symbols, (t + 1) * symbols), kind, index);
    market[t] = kind === 'gaps' && t % 7 === 3 ? Number.NaN : index;
  }
  return { kind, closes: { rows: days, columns: symbols, values }, market };
}

function spoil(row: Float64Array, kind: string, index: number): void {
  if (kind === 'duplicate') row[1] = row[0] ?? 0;
  if (kind === 'constant') row[0] = 100;
  if (kind === 'benchmark inside') row[0] = index;
}

const ranges = [
  [0, 1],
  [-0.4, 0.9],
] as const;

function inputOf({ closes, market }: Market, objective: MixObjective, seed: number): MixInput {
  const [lower, upper] = ranges[seed % 2] ?? [0, 1];
  return {
    closes,
    market,
    riskFreeRate: 0.01,
    periodsPerYear: 252,
    question: {
      objective,
      estimate: plainEstimate,
      bounds: {
        lower: Array<number>(closes.columns).fill(lower),
        upper: Array<number>(closes.columns).fill(upper),
      },
      l2: seed % 5 === 0 ? 0.1 : 0,
    },
  };
}

const all: readonly MixObjective[] = [
  { name: 'kelly', fraction: 0.5 },
  { name: 'min_tracking_error', measure: 'variance' },
  { name: 'min_tracking_error', measure: 'mean_square' },
  { name: 'max_information_ratio' },
  { name: 'max_return' },
];

function isAnswer({ optimum }: MixSolved, input: MixInput, what: string): void {
  const { weights, kktResidual = 1 } = optimum;
  const { lower, upper } = input.question.bounds;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  assert.ok(Math.abs(sum - 1) < 1e-11, `${what}: ${sum}`);
  for (const [i, weight] of weights.entries()) {
    const inside = weight >= (lower[i] ?? 0) - 1e-12 && weight <= (upper[i] ?? 1) + 1e-12;
    assert.ok(inside, `${what}: ${weight}`);
  }
  // A ratio of next to no risk is steep: its slopes are as large as it is.
  const size = Math.max(1, Math.abs(optimum.objectiveValue ?? 1) ** 3);
  const allowed = what.startsWith('max_information_ratio') ? 1e-9 * size : 1e-10;
  assert.ok(kktResidual < allowed, `${what}: ${kktResidual}`);
}

objectives('weights keep their bounds and meet the conditions on any prices', () => {
  let solved = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const market = hardMarket(seed);
    for (const objective of all) {
      const input = inputOf(market, objective, seed);
      const found = solveMix(input);
      const what = `${objective.name} ${market.kind} ${seed}`;
      if (found.solved) {
        solved++;
        isAnswer(found, input, what);
      } else {
        assert.is(objective.name, 'max_information_ratio', `${what}: ${found.reason}`);
        assert.match(found.reason, /^(no|sure)-active-excess$/);
      }
    }
  }
  assert.ok(solved > 1350, `${solved}`);
});

/** wᵀΣw − 2cᵀw + σ² by Σ and c themselves, and its minimiser. */
function byCovariances({ closes, market }: Market, { question }: MixInput) {
  const size = closes.columns;
  const joined = new Float64Array(closes.rows * (size + 1));
  for (let t = 0; t < closes.rows; t++) {
    joined.set(closes.values.subarray(t * size, (t + 1) * size), t * (size + 1));
    joined[t * (size + 1) + size] = market[t] ?? Number.NaN;
  }
  const { values } = sampleCovariance(
    simpleReturnsOf({ rows: closes.rows, columns: size + 1, values: joined }),
  );
  const at = (i: number, j: number) => values[i * (size + 1) + j] ?? Number.NaN;
  const quadratic = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) quadratic[i * size + j] = at(i, j);
  }
  const linear = Float64Array.from({ length: size }, (_, i) => at(i, size));
  const found = boundedQuadratic({
    quadratic: { rows: size, columns: size, values: quadratic },
    linear,
    lower: Float64Array.from(question.bounds.lower),
    upper: Float64Array.from(question.bounds.upper),
  });
  if (!found.solved) throw new Error(found.reason);
  const variance = (weights: Float64Array) => {
    let sum = at(size, size);
    for (let i = 0; i < size; i++) {
      sum -= 2 * (linear[i] ?? 0) * (weights[i] ?? 0);
      for (let j = 0; j < size; j++) sum += at(i, j) * (weights[i] ?? 0) * (weights[j] ?? 0);
    }
    return sum;
  };
  return { least: variance(found.weights), variance };
}

objectives('covariances with the benchmark give the same tracking error', () => {
  for (let seed = 1; seed <= 120; seed++) {
    const market = hardMarket(seed);
    if (market.kind === 'gaps' || seed % 5 === 0) continue;
    const input = inputOf(market, { name: 'min_tracking_error', measure: 'variance' }, seed);
    const found = solveMix(input);
    if (!found.solved) throw new Error(found.reason);
    const { least, variance } = byCovariances(market, input);
    const own = variance(found.optimum.weights);
    const { trackingError = Number.NaN } = found.optimum.tracking ?? {};

    assert.ok(Math.abs(own - least) < 1e-15, `${market.kind} ${seed}: ${own}, not ${least}`);
    assert.ok(Math.abs(trackingError ** 2 / 252 - own) < 1e-15, `${market.kind} ${seed}`);
  }
});

function beats(input: MixInput, best: number, weights: readonly number[]): boolean {
  const bounds = { lower: weights, upper: weights };
  const other = solveMix({ ...input, question: { ...input.question, bounds } });
  if (!other.solved) return false;
  const { objectiveValue = Number.NaN } = other.optimum;
  const least = input.question.objective.name.startsWith('min');
  return least ? objectiveValue < best - 1e-9 : objectiveValue > best + 1e-9;
}

objectives('no other weights track better, beat the benchmark better or return more', () => {
  for (let seed = 2; seed <= 80; seed += 2) {
    const market = hardMarket(seed);
    const uniform = uniformRandom(seed);
    for (const objective of all) {
      // Long-only, as the weights drawn are.
      const input = inputOf(market, objective, 2 * seed);
      const best = solveMix(input);
      if (!best.solved) continue;
      const { objectiveValue = Number.NaN } = best.optimum;
      for (let k = 0; k < 10; k++) {
        const other = Array.from(randomWeights(market.closes.columns, uniform));
        const what = `${objective.name} ${market.kind} ${seed}`;
        assert.not.ok(beats(input, objectiveValue, other), what);
      }
    }
  }
});

objectives.run();
