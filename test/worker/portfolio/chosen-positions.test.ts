import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import type { MixInput } from '../../../worker/portfolio/mix/mix-problem.ts';
import type {
  MixObjective,
  PositionTerms,
  WeightRanges,
} from '../../../worker/portfolio/mix/mix-question.ts';
import { solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { simulatedCloses } from '../../support/markets.ts';
import { mixInput } from '../../support/mix-input.ts';

// A few positions within bounds that differ from symbol to symbol, against all choices that there are.
const choices = suite('chosen-positions');

const objectives: readonly MixObjective[] = [
  { name: 'max_return' },
  { name: 'min_volatility' },
  { name: 'max_utility', riskAversion: 3 },
];

/** Bounds of which some force a position, some leave none, and some are narrow. */
function oddRanges(seed: number, symbols: number): WeightRanges {
  const random = uniformRandom(seed);
  const kinds = [
    [0, 1],
    [0, 0.3],
    [-0.3, 0.6],
    [-0.4, -0.15],
    [0.25, 0.5],
    [0, 0],
    [-0.2, 1],
    [0, 0.5],
  ] as const;
  const ranges = Array.from({ length: symbols }, () => kinds[Math.floor(random() * kinds.length)]);
  return {
    lower: ranges.map((range) => range?.[0] ?? 0),
    upper: ranges.map((range) => range?.[1] ?? 1),
  };
}

const total = (values: Iterable<number>): number =>
  Array.from(values).reduce((sum, one) => sum + one, 0);

function hasWeights({ lower, upper }: WeightRanges): boolean {
  const crossed = lower.some((below, i) => below > (upper[i] ?? 0));
  return !crossed && total(lower) <= 1 && total(upper) >= 1;
}

/** Bounds of each choice of what is bought, sold short, and left out. */
function* choicesOf({ lower, upper }: WeightRanges, most: number, least: number) {
  const ways = 3 ** lower.length;
  for (let way = 0; way < ways; way++) {
    const signs = lower.map((_, i) => (Math.floor(way / 3 ** i) % 3) - 1);
    if (signs.filter((sign) => sign !== 0).length > most) continue;
    const bounds = {
      lower: lower.map((below, i) =>
        signs[i] === 1 ? Math.max(below, least) : signs[i] === 0 ? Math.max(below, 0) : below,
      ),
      upper: upper.map((above, i) =>
        signs[i] === -1 ? Math.min(above, -least) : signs[i] === 0 ? Math.min(above, 0) : above,
      ),
    };
    if (hasWeights(bounds)) yield bounds;
  }
}

function within(input: MixInput, bounds: WeightRanges): MixInput {
  return { ...input, question: { ...input.question, bounds } };
}

function valueAt(input: MixInput): number {
  const { name } = input.question.objective;
  const found = solveMix(input);
  if (!found.solved) throw new Error(found.reason);
  return (name.startsWith('min_') ? 1 : -1) * (found.optimum.objectiveValue ?? Number.NaN);
}

function holds(closes: Matrix, objective: MixObjective, seed: number): boolean {
  const plain = mixInput(closes, objective);
  const bounds = oddRanges(seed, closes.columns);
  if (!hasWeights(bounds)) return false;
  const positions: Required<PositionTerms> = {
    most: 1 + (seed % 4),
    least: [0, 0.1, 0.2, 0.45][seed % 4] ?? 0,
  };
  const input = within(
    mixInput(closes, objective, { constraints: { groups: [], positions } }),
    bounds,
  );
  const found = solveMix(input);
  const values = [...choicesOf(bounds, positions.most, positions.least)].map((one) =>
    valueAt(within(plain, one)),
  );
  const what = `${objective.name}, seed ${seed}`;
  if (!found.solved) {
    assert.is(found.reason, 'no-positions', what);
    assert.is(values.length, 0, what);
    return true;
  }
  const { weights, objectiveValue = Number.NaN, positions: proof } = found.optimum;
  const value = (objective.name.startsWith('min_') ? 1 : -1) * objectiveValue;
  const best = Math.min(...values);
  assert.ok(Math.abs(value - best) < 1e-8 * (1 + Math.abs(best)), `${what}: ${value} for ${best}`);
  assert.is(proof?.proven, true, what);
  assert.ok(Math.abs(total(weights) - 1) < 1e-11, `${what}: ${weights}`);
  const size = positions.least - 1e-12;
  for (const [i, weight] of weights.entries()) {
    assert.ok(weight === 0 || Math.abs(weight) >= size, `${what}: ${weights}`);
    const { lower, upper } = bounds;
    const inside = weight >= (lower[i] ?? 0) - 1e-12 && weight <= (upper[i] ?? 0) + 1e-12;
    assert.ok(inside, `${what}: ${weights}`);
  }
  return true;
}

for (const objective of objectives) {
  choices(`${objective.name} of a few within odd bounds is that of all choices tried`, () => {
    let tried = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const symbols = 3 + (seed % 3);
      const closes =
        seed % 3 === 0
          ? hardCloses(seed, { symbols })
          : simulatedCloses(seed, { days: 40, symbols, dailyDeviation: 0.02 });
      if (holds(closes, objective, seed)) tried += 1;
    }
    assert.ok(tried > 20, `${tried}`);
  });
}

choices.run();
