import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import type { MixInput } from '../../../worker/portfolio/mix/mix-problem.ts';
import type { MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import {
  type MixSolution,
  type MixSolved,
  solveMix,
} from '../../../worker/portfolio/mix/mix-solve.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { simulatedCloses } from '../../support/markets.ts';
import { type MixWishes, mixInput } from '../../support/mix-input.ts';

const mixes = suite('constrained-mix');

/** Cash loses, so that any mix gains on it. */
function inputOf(closes: Matrix, objective: MixObjective, wishes: MixWishes = {}): MixInput {
  return mixInput(closes, objective, { rate: -0.5, ...wishes });
}

const objectives: readonly MixObjective[] = [
  { name: 'max_sharpe' },
  { name: 'min_volatility' },
  { name: 'target_return', targetReturn: 0.1 },
  { name: 'target_volatility', targetVolatility: 0.25 },
  { name: 'max_utility', riskAversion: 3 },
  { name: 'max_diversification' },
];

const wishes: readonly MixWishes[] = [{}, { lower: -0.4, upper: 0.9 }, { l2: 0.3 }];

function close(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, not ${expected}`);
}

function equalWeights(size: number): number[] {
  return Array<number>(size).fill(1 / size);
}

/** Of a solution or the reason why there is none. */
function outcome(found: MixSolution): string {
  return found.solved ? 'solved' : found.reason;
}

/** Each objective on each hard market, under the wishes that its seed has. */
function* hardCases(seeds: number) {
  for (let seed = 1; seed <= seeds; seed++) {
    const closes = hardCloses(seed);
    const wish = wishes[seed % 3] ?? {};
    for (const objective of objectives) {
      yield { closes, objective, wish, what: `seed ${seed} ${objective.name}` };
    }
  }
}

mixes('constraints that do not hold change nothing', () => {
  let solved = 0;
  for (const { closes, objective, wish, what } of hardCases(60)) {
    const constraints = {
      groups: [{ name: 'first', members: [0], range: [-5, 5] as const }],
      leverage: 20,
      trading: { currentWeights: equalWeights(closes.columns), maxTurnover: 20 },
    };
    const plain = solveMix(inputOf(closes, objective, wish));
    const slack = solveMix(inputOf(closes, objective, { ...wish, constraints }));
    assert.is(outcome(slack), outcome(plain), what);
    if (!plain.solved || !slack.solved) continue;
    solved += 1;
    const { objectiveValue = 0 } = plain.optimum;
    // Next to no volatility is the root of next to no variance, and of its rounding.
    close(slack.optimum.objectiveValue ?? 0, objectiveValue, 1e-8, what);
    if (Math.abs(objectiveValue) < 1e-6) continue;
    close((slack.optimum.objectiveValue ?? 0) / objectiveValue, 1, 1e-9, what);
  }
  assert.ok(solved > 240, `${solved}`);
});

mixes('constraints that hold are kept, and the conditions met', () => {
  let solved = 0;
  for (const { closes, objective, wish, what } of hardCases(60)) {
    const currentWeights = equalWeights(closes.columns);
    const costRates = currentWeights.map(() => 0.002);
    const constraints = {
      groups: [{ name: 'two', members: [0, 1], range: [0.2, 0.4] as const }],
      leverage: 1.3,
      trading: { currentWeights, maxTurnover: 0.3, costRates },
    };
    const found = solveMix(inputOf(closes, objective, { ...wish, constraints }));
    assert.is.not(outcome(found), 'overflow', what);
    if (!found.solved) continue;
    solved += 1;
    const { weights, kktResidual = 1, objectiveValue = 0 } = found.optimum;
    const sum = (part: (weight: number, i: number) => number) =>
      weights.reduce((total, weight, i) => total + part(weight, i), 0);
    close(kktResidual, 0, 1e-9 * (1 + Math.abs(objectiveValue)), what);
    const whole = sum((one) => one);
    close(whole, 1, 1e-11, what);
    const two = (weights[0] ?? 0) + (weights[1] ?? 0);
    assert.ok(two >= 0.2 - 1e-11 && two <= 0.4 + 1e-11, what);
    assert.ok(sum(Math.abs) <= 1.3 + 1e-11, what);
    const turnover = sum((one, i) => Math.abs(one - (currentWeights[i] ?? 0))) / 2;
    assert.ok(turnover <= 0.3 + 1e-11, what);
  }
  assert.ok(solved > 200, `${solved}`);
});

function solvedOf(input: MixInput): MixSolved {
  const found = solveMix(input);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

mixes('methods that have nothing in common agree under constraints', () => {
  for (let seed = 1; seed <= 25; seed++) {
    const closes = simulatedCloses(seed, { days: 90, symbols: 6, dailyDeviation: 0.02 });
    const currentWeights = equalWeights(6);
    const costRates = currentWeights.map((_, i) => 0.001 * i);
    const constraints = {
      groups: [{ name: 'odd', members: [1, 3, 5], range: [0.3, 0.45] as const }],
      leverage: 1.4,
      trading: { currentWeights, maxTurnover: 0.5, costRates },
    };
    const wish = { lower: -0.2, upper: 0.6, constraints };
    const ratio = solvedOf(inputOf(closes, { name: 'max_sharpe' }, wish));
    const { volatility } = ratio.expected;
    const excess = (ratio.optimum.objectiveValue ?? 0) * volatility;
    const byReturn = solvedOf(
      inputOf(closes, { name: 'target_return', targetReturn: excess - 0.5 }, wish),
    );
    const byRisk = solvedOf(
      inputOf(closes, { name: 'target_volatility', targetVolatility: volatility }, wish),
    );
    const riskAversion = excess / volatility ** 2;
    const byUtility = solvedOf(inputOf(closes, { name: 'max_utility', riskAversion }, wish));
    for (const other of [byReturn, byRisk, byUtility]) {
      close(other.expected.return, ratio.expected.return, 1e-8, `${seed}`);
      close(other.expected.volatility, volatility, 1e-8, `${seed}`);
    }
  }
});

/** All choices of so many symbols. */
function subsets(size: number, most: number): readonly number[][] {
  const all = Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (__, i) => i).filter((i) => (bits >> i) & 1),
  );
  return all.filter(({ length }) => length > 0 && length <= most);
}

const few: readonly MixObjective[] = [
  { name: 'min_volatility' },
  { name: 'max_utility', riskAversion: 4 },
  { name: 'max_sharpe' },
];

/** The best value of all choices of at most three symbols, each of at least 0.15. */
function bestOfAll(input: MixInput, sense: number): number {
  const size = input.closes.columns;
  const values = subsets(size, 3).map((members) => {
    const within = (side: number) =>
      Array.from({ length: size }, (_, i) => (members.includes(i) ? side : 0));
    const bounds = { lower: within(0.15), upper: within(1) };
    const found = solveMix({ ...input, question: { ...input.question, bounds } });
    return found.solved ? sense * (found.optimum.objectiveValue ?? 0) : Number.POSITIVE_INFINITY;
  });
  return Math.min(...values);
}

const even = [{ name: 'even', members: [0, 2, 4], range: [0.3, 0.6] as const }];

for (const objective of few) {
  mixes(`few positions for ${objective.name} are those of the best of all choices`, () => {
    for (let seed = 1; seed <= 6; seed++) {
      const symbols = 5 + (seed % 4);
      const closes = simulatedCloses(seed, { days: 80, symbols, dailyDeviation: 0.02 });
      const groups = seed % 2 === 0 ? even : [];
      const positions = { most: 3, least: 0.15 };
      const chosen = solvedOf(inputOf(closes, objective, { constraints: { groups, positions } }));
      const sense = objective.name === 'min_volatility' ? 1 : -1;
      const best = bestOfAll(inputOf(closes, objective, { constraints: { groups } }), sense);

      close(sense * (chosen.optimum.objectiveValue ?? 0), best, 1e-9, `${seed}`);
      assert.is(chosen.optimum.positions?.proven, true, `${seed}`);
      const held = chosen.optimum.weights.filter((weight) => weight !== 0);
      assert.ok(held.length <= 3 && held.every((weight) => weight >= 0.15 - 1e-12), `${seed}`);
    }
  });
}

mixes('short positions are as large as long ones, or none', () => {
  const closes = simulatedCloses(3, { days: 80, symbols: 5, dailyDeviation: 0.02 });
  const constraints = { groups: [], positions: { most: 4, least: 0.2 } };
  const wish = { lower: -0.5, upper: 1, constraints };
  const { optimum } = solvedOf(inputOf(closes, { name: 'max_sharpe' }, wish));

  const sizes = optimum.weights.filter((weight) => weight !== 0).map(Math.abs);
  assert.ok(sizes.every((size) => size >= 0.2 - 1e-12));
  assert.is(optimum.positions?.proven, true);
});

mixes('a budget that ends leaves a gap that is told', () => {
  const closes = simulatedCloses(8, { days: 60, symbols: 61, dailyDeviation: 0.02 });
  const constraints = { groups: [], positions: { most: 5 } };
  const { optimum } = solvedOf(inputOf(closes, { name: 'min_volatility' }, { constraints }));
  const { method, bound, gap, proven } = optimum.positions ?? {};

  assert.is(method, 'heuristic');
  assert.is(proven, false);
  assert.ok((gap ?? 0) > 0);
  close((bound ?? 0) + (gap ?? 0), optimum.objectiveValue ?? 0, 1e-12, 'bound');
  assert.is(optimum.weights.filter((weight) => weight !== 0).length, 5);
});

mixes('the same question has the same answer to the last bit', () => {
  const closes = simulatedCloses(5, { days: 60, symbols: 8, dailyDeviation: 0.02 });
  const constraints = { groups: [], leverage: 1.2, positions: { most: 3 } };
  const input = inputOf(closes, { name: 'max_sharpe' }, { lower: -0.3, constraints });

  assert.equal(solveMix(input), solveMix(structuredClone(input)));
});

mixes.run();
