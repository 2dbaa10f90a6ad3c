import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { solveFrontier } from '../../../../worker/portfolio/mix/frontier.ts';
import type { MixInput } from '../../../../worker/portfolio/mix/mix-problem.ts';
import type { MixObjective } from '../../../../worker/portfolio/mix/mix-question.ts';
import { type MixSolved, solveMix } from '../../../../worker/portfolio/mix/mix-solve.ts';
import { hardCloses } from '../../../support/hard-closes.ts';
import { simulatedCloses } from '../../../support/markets.ts';
import { type MixWishes, mixInput } from '../../../support/mix-input.ts';

const mixes = suite('mix-solve');

/** Cash loses, so that any mix gains on it; with five points of the frontier. */
function inputOf(closes: Matrix, objective: MixObjective, wishes: MixWishes = {}): MixInput {
  return mixInput(closes, objective, { rate: -0.5, points: 5, ...wishes });
}

function close(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, not ${expected}`);
}

const quadratic: readonly MixObjective[] = [
  { name: 'max_sharpe' },
  { name: 'min_volatility' },
  { name: 'target_return', targetReturn: -5 },
  { name: 'target_volatility', targetVolatility: 9 },
  { name: 'max_utility', riskAversion: 3 },
  { name: 'max_diversification' },
];

const wishes: readonly MixWishes[] = [{}, { lower: -0.4, upper: 0.9 }, { l2: 0.3 }];

mixes('weights keep their bounds, add up and meet the conditions on any prices', () => {
  let solved = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const closes = hardCloses(seed);
    for (const objective of quadratic) {
      const wish = wishes[seed % 3] ?? {};
      const found = solveMix(inputOf(closes, objective, wish));
      if (!found.solved) {
        assert.ok(['riskless', 'zero-variance', 'no-excess'].includes(found.reason), found.reason);
        continue;
      }
      solved += 1;
      const what = `${objective.name} ${seed}`;
      const { lower = 0, upper = 1 } = wish;
      const { weights, kktResidual = 0 } = found.optimum;
      close(
        weights.reduce((sum, one) => sum + one, 0),
        1,
        1e-9,
        what,
      );
      assert.ok(
        weights.every((one) => one >= lower - 1e-9 && one <= upper + 1e-9),
        what,
      );
      close(kktResidual, 0, 1e-6, what);
    }
  }
  assert.ok(solved > 800, `${solved}`);
});

mixes('rules without a solver take any prices', () => {
  const rules: readonly MixObjective[] = [
    { name: 'equal_weight' },
    { name: 'inverse_volatility' },
    { name: 'hrp', linkage: 'single' },
    { name: 'hrp', linkage: 'ward' },
  ];
  for (let seed = 1; seed <= 100; seed++) {
    for (const objective of rules) {
      const found = solveMix(inputOf(hardCloses(seed), objective));
      if (!found.solved) throw new Error(found.reason);
      const { weights } = found.optimum;
      assert.ok(weights.every((one) => one >= 0 && one <= 1));
      close(
        weights.reduce((sum, one) => sum + one, 0),
        1,
        1e-12,
        objective.name,
      );
    }
  }
});

function solvedOf(input: MixInput): MixSolved {
  const found = solveMix(input);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

mixes('no other weights have a better ratio', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = uniformRandom(seed);
    const closes = simulatedCloses(seed, { days: 120, symbols: 5, dailyDeviation: 0.02 });
    const best = solvedOf(inputOf(closes, { name: 'max_sharpe' }));
    for (let trial = 0; trial < 50; trial++) {
      const raw = Array.from({ length: 5 }, () => -Math.log(random()));
      const sum = raw.reduce((total, one) => total + one, 0);
      const upper = raw.map((one) => one / sum);
      const input = inputOf(closes, { name: 'max_sharpe' });
      const bounds = { lower: upper, upper };
      const other = solveMix({ ...input, question: { ...input.question, bounds } });
      if (!other.solved) continue;
      const ratio = other.expected.sharpeRatio ?? Number.NaN;
      assert.ok(ratio <= (best.expected.sharpeRatio ?? Number.NaN) + 1e-9);
    }
  }
});

mixes('methods that have nothing in common agree', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const closes = simulatedCloses(seed, { days: 90, symbols: 6, dailyDeviation: 0.02 });
    const wish = { lower: -0.2, upper: 0.6, rate: -2 };
    const ratio = solvedOf(inputOf(closes, { name: 'max_sharpe' }, wish));
    const { return: reached, volatility } = ratio.expected;
    const byReturn = solvedOf(
      inputOf(closes, { name: 'target_return', targetReturn: reached }, wish),
    );
    const byRisk = solvedOf(
      inputOf(closes, { name: 'target_volatility', targetVolatility: volatility }, wish),
    );
    // At the best ratio the marginal price of variance is that of this aversion.
    const riskAversion = (reached + 2) / volatility ** 2;
    const byUtility = solvedOf(inputOf(closes, { name: 'max_utility', riskAversion }, wish));
    for (const other of [byReturn, byRisk, byUtility]) {
      close(other.expected.return, reached, 1e-8, `${seed}`);
      close(other.expected.volatility, volatility, 1e-8, `${seed}`);
    }
  }
});

mixes('a regularised target lies between its limits and meets the conditions', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const closes = simulatedCloses(seed, { days: 90, symbols: 6, dailyDeviation: 0.02 });
    const least = solvedOf(inputOf(closes, { name: 'min_volatility' })).expected.volatility;
    const targetVolatility = least * 1.1;
    const found = solvedOf(
      inputOf(closes, { name: 'target_volatility', targetVolatility }, { l2: 0.05 }),
    );
    close(found.optimum.kktResidual ?? 1, 0, 1e-8, `${seed}`);
    assert.ok(found.expected.volatility <= targetVolatility * (1 + 1e-9));
  }
});

mixes('a frontier falls in return and risk, whatever the prices', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const found = solveFrontier(inputOf(hardCloses(seed), { name: 'max_sharpe' }));
    if (!found.solved) throw new Error(found.reason);
    for (const [k, point] of found.points.entries()) {
      const before = found.points[k - 1];
      if (before === undefined) continue;
      assert.ok(point.expected.return > before.expected.return);
      assert.ok(point.expected.volatility >= before.expected.volatility - 1e-9);
    }
    close(found.kktResidual, 0, 1e-6, `${seed}`);
  }
});

mixes('of many symbols the dearest bounds of each point are told', () => {
  const closes = simulatedCloses(3, { days: 300, symbols: 150, dailyDeviation: 0.01 });
  const input = inputOf(closes, { name: 'max_sharpe' });
  const question = { ...input.question, points: 80 };
  const found = solveFrontier({ ...input, question });
  if (!found.solved) throw new Error(found.reason);

  for (const { certificate, weights } of found.points) {
    const { active, further } = certificate;
    const bounds = active.filter(({ column }) => column !== undefined);
    assert.is(bounds.length, 10);
    assert.ok(further + 10 >= weights.filter((weight) => weight === 0).length);
  }
  for (const { certificate, moves } of found.corners ?? []) {
    assert.ok(certificate.active.length <= 1 && certificate.further > 0);
    close(certificate.kktResidual, 0, 1e-9, 'corner');
    assert.ok(moves.leaves.length + moves.meets.length <= 10);
  }
});

mixes('the same question has the same answer to the last bit', () => {
  const input = inputOf(hardCloses(5), { name: 'max_sharpe' });

  assert.equal(solveMix(input), solveMix(structuredClone(input)));
});

mixes.run();
