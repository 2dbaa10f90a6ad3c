import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import { product } from '../../../worker/kernels/algebra/quadratic-form.ts';
import { summedDrawdowns } from '../../../worker/kernels/downside/summed-drawdowns.ts';
import { tailMean } from '../../../worker/kernels/downside/tail-mean.ts';
import { maxDrawdown } from '../../../worker/kernels/paths/path-statistics.ts';
import { heldPath } from '../../../worker/kernels/paths/weights-path.ts';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import { scenarioReturns } from '../../../worker/portfolio/estimate/scenarios.ts';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import type { MixInput } from '../../../worker/portfolio/mix/mix-problem.ts';
import type { MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { type MixSolved, solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { randomWeights, simulatedCloses } from '../../support/markets.ts';
import { type MixWishes, mixInput } from '../../support/mix-input.ts';

const downside = suite<{ solve: SolveLinear }>('downside-objectives');

downside.before(async (context) => {
  context.solve = await openLinearSolver();
});

function solved(input: MixInput, solve: SolveLinear): MixSolved {
  const found = solveMix(input, solve);
  if (!found.solved) throw new Error(found.reason);
  return found;
}

/** Closes from a row of returns a symbol. */
function closesOf(...symbols: readonly (readonly number[])[]): Matrix {
  const days = (symbols[0]?.length ?? 0) + 1;
  const paths = symbols.map((returns) => {
    let close = 1;
    return [1, ...returns.map((one) => (close *= 1 + one))];
  });
  const values = Float64Array.from({ length: days * symbols.length }, (_, k) => {
    return paths[k % symbols.length]?.[Math.floor(k / symbols.length)] ?? 0;
  });
  return { rows: days, columns: symbols.length, values };
}

function near(actual: number | undefined, expected: number, tolerance: number, what = ''): void {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= tolerance, `${what} ${actual}, not ${expected}`);
}

downside('two symbols that lose on different days share the worst loss', ({ solve }) => {
  // Losses of 3w and 1 − w on the two bad days: equal at w = 1/4, where both are 0.75 %.
  const closes = closesOf([-0.03, 0, 0.01, 0.01], [0, -0.01, 0.01, 0.01]);
  const { optimum } = solved(mixInput(closes, { name: 'min_cvar', confidence: 0.75 }), solve);

  near(optimum.weights[0], 0.25, 1e-12);
  near(optimum.objectiveValue, 0.0075, 1e-15);
  near(optimum.tail?.days, 1, 0);
});

downside('the drawdown of two symbols in turn is shared likewise', ({ solve }) => {
  // Falls of 2 × 2 % of the one and 1 % of the other, with a gain of 10 % of both between them.
  const closes = closesOf([-0.02, -0.02, 0.1, 0], [0, 0, 0.1, -0.01]);
  const { optimum } = solved(mixInput(closes, { name: 'min_cdar', confidence: 0.75 }), solve);

  near(optimum.weights[0], 0.2, 1e-12);
  near(optimum.objectiveValue, 0.008, 1e-15);
});

downside('a held portfolio falls least where its two deepest falls are equal', ({ solve }) => {
  // V falls from 1 to 1 − w/2, and from 2 to 1 + w: w/2 = 1/2 − w/2.
  const closes = closesOf([-0.5, 3, 0], [0, 1, -0.5]);
  const { optimum } = solved(mixInput(closes, { name: 'min_max_drawdown' }), solve);

  near(optimum.weights[0], 0.5, 1e-12);
  near(optimum.objectiveValue, 0.25, 1e-12);
  assert.equal(
    optimum.falls?.map(({ peak, trough }) => [peak, trough]),
    [
      [0, 1],
      [2, 3],
    ],
  );
});

downside('semivariance is least where the two shortfalls weigh alike', ({ solve }) => {
  // (0.03w)² + (0.01(1 − w))² is least at w = 1/10.
  const closes = closesOf([-0.03, 0, 0.01, 0.01], [0, -0.01, 0.01, 0.01]);
  const objective = { name: 'min_semivariance', threshold: 0 } as const;
  const { optimum } = solved(mixInput(closes, objective), solve);

  near(optimum.weights[0], 0.1, 1e-12);
  near(optimum.objectiveValue, Math.sqrt((252 / 4) * (0.003 ** 2 + 0.009 ** 2)), 1e-14);
});

downside('a Sortino ratio is proportional where gains are alike', ({ solve }) => {
  // With equal means the least semivariance has the best ratio.
  const closes = closesOf([-0.03, 0, 0.05, 0.01], [0, -0.01, 0.03, 0.01]);
  const { optimum } = solved(mixInput(closes, { name: 'max_sortino', threshold: 0 }), solve);

  near(optimum.weights[0], 0.1, 1e-9);
});

const objectives: readonly MixObjective[] = [
  { name: 'min_cvar', confidence: 0.95 },
  { name: 'min_cdar', confidence: 0.9 },
  { name: 'min_max_drawdown' },
  { name: 'min_semivariance', threshold: 0.0005 },
  { name: 'max_sortino', threshold: 0 },
];

/** What an objective is of weights, straight from its definition; the less, the better. */
function measureOf(closes: Matrix, objective: MixObjective, weights: Float64Array): number {
  const returns = product(scenarioReturns(closes), weights);
  const semideviation = (threshold: number): number =>
    Math.sqrt(
      (252 / returns.length) *
        returns.reduce((sum, one) => sum + Math.min(0, one - threshold) ** 2, 0),
    );
  switch (objective.name) {
    case 'min_cvar':
      return tailMean(
        returns.map((one) => -one),
        objective.confidence,
      ).mean;
    case 'min_cdar':
      return tailMean(summedDrawdowns(returns), objective.confidence).mean;
    case 'min_max_drawdown': {
      const path = heldPath(closes, weights);
      return path.every((value) => value > 0) ? maxDrawdown(path).depth : 1;
    }
    case 'min_semivariance':
      return semideviation(objective.threshold);
    default: {
      const mean = returns.reduce((sum, one) => sum + one / returns.length, 0);
      return -(252 * mean + 0.5) / semideviation(0);
    }
  }
}

interface Trial {
  readonly seed: number;
  readonly closes: Matrix;
  readonly wishes: Required<Pick<MixWishes, 'lower' | 'upper' | 'rate'>>;
  readonly others: readonly Float64Array[];
}

function trialOf(seed: number): Trial {
  const closes = hardCloses(seed, { symbols: 8, days: 119 });
  const random = uniformRandom(seed);
  const [lower, upper] = seed % 3 === 0 ? [-0.4, 0.9] : [0, 1];
  const others = Array.from({ length: 30 }, () => randomWeights(closes.columns, random));
  return {
    seed,
    closes,
    wishes: { lower, upper, rate: -0.5 },
    others: others.filter((weights) => weights.every((one) => one <= upper)),
  };
}

/** Whether there is an answer; that it is one is asserted. */
function answersWell(
  { seed, closes, wishes, others }: Trial,
  objective: MixObjective,
  solve: SolveLinear,
): boolean {
  const found = solveMix(mixInput(closes, objective, wishes), solve);
  if (!found.solved) {
    assert.is(found.reason, 'riskless');
    return false;
  }
  const what = `${objective.name} ${seed}`;
  const { weights, objectiveValue = Number.NaN, dualityGap, kktResidual } = found.optimum;
  const sum = weights.reduce((total, one) => total + one);
  near(sum, 1, 1e-12, what);
  assert.ok(
    weights.every((one) => one >= wishes.lower && one <= wishes.upper),
    what,
  );
  near(dualityGap ?? kktResidual, 0, 1e-9, what);
  const value = measureOf(closes, objective, weights);
  const rounding = 1e-9 * (1 + Math.abs(value));
  near(Math.abs(objectiveValue), Math.abs(value), rounding, what);
  for (const other of others) {
    assert.ok(measureOf(closes, objective, other) >= value - rounding, what);
  }
  return true;
}

downside('no weights tried do better, on any prices, and the certificate says so', ({ solve }) => {
  let answers = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const trial = trialOf(seed);
    for (const objective of objectives) answers += answersWell(trial, objective, solve) ? 1 : 0;
  }
  assert.ok(answers > 200, `${answers}`);
});

downside('a target return is kept at the price that it tells', ({ solve }) => {
  const closes = simulatedCloses(3, { days: 300, symbols: 6, dailyDeviation: 0.02 });
  for (const objective of [
    { name: 'min_cvar', confidence: 0.95 },
    { name: 'min_cdar', confidence: 0.95 },
    { name: 'min_semivariance', threshold: 0 },
  ] as const) {
    const free = solved(mixInput(closes, objective), solve);
    const target = free.expected.return + 0.05;
    const at = (targetReturn: number) =>
      solved(mixInput(closes, { ...objective, targetReturn }), solve);
    const found = at(target);
    const [below, above] = [at(target - 1e-5), at(target + 1e-5)].map(
      ({ optimum }) => optimum.objectiveValue ?? Number.NaN,
    );

    near(found.expected.return, target, 1e-10, objective.name);
    const price = found.optimum.active.find(({ kind }) => kind === 'target_return')?.shadowPrice;
    const slope = ((above ?? 0) - (below ?? 0)) / 2e-5;
    near(price, slope, 1e-3 * slope, objective.name);
    assert.is(at(-1).optimum.notes.length, free.optimum.notes.length + 1, objective.name);
    const far = solveMix(mixInput(closes, { ...objective, targetReturn: 9 }), solve);
    assert.is(far.solved ? '' : far.reason, 'return-out-of-reach');
  }
});

downside('shadow prices of bounds are what giving way gains', ({ solve }) => {
  const closes = simulatedCloses(5, { days: 250, symbols: 5, dailyDeviation: 0.02 });
  for (const objective of objectives) {
    const wishes = { upper: 0.3, rate: -0.5 };
    const { optimum } = solved(mixInput(closes, objective, wishes), solve);
    const capped = optimum.active.find(
      ({ kind, shadowPrice = 0 }) => kind === 'upper' && shadowPrice > 1e-6,
    );
    if (capped?.column === undefined) continue;
    const input = mixInput(closes, objective, wishes);
    const upper = input.question.bounds.upper.map((one, i) =>
      i === capped.column ? one + 1e-6 : one,
    );
    const question = { ...input.question, bounds: { ...input.question.bounds, upper } };
    const wider = solved({ ...input, question }, solve);
    const gain =
      Math.abs((wider.optimum.objectiveValue ?? 0) - (optimum.objectiveValue ?? 0)) / 1e-6;
    near(capped.shadowPrice, gain, 0.01 * gain + 1e-5, objective.name);
  }
});

downside('portfolios that all lose everything are told', ({ solve }) => {
  const closes = closesOf([2, 0], [-0.5, 0.1]);
  const ruinous = mixInput(closes, { name: 'min_max_drawdown' });
  const bounds = { lower: [-10, 0], upper: [-1, 10] };
  const found = solveMix({ ...ruinous, question: { ...ruinous.question, bounds } }, solve);

  assert.is(found.solved ? '' : found.reason, 'ruined');
});

downside('a portfolio that never falls ends the search', ({ solve }) => {
  const closes = closesOf([0.01, 0.02, 0], [-0.5, 0.1, 0]);
  const { optimum } = solved(mixInput(closes, { name: 'min_max_drawdown' }), solve);

  assert.is(optimum.objectiveValue, 0);
  near(optimum.weights[0], 1, 1e-9);
});

interface Golden {
  readonly periods: number;
  readonly symbols: number;
  readonly bounds: readonly [number, number];
  readonly target_return: number | null;
  readonly returns: readonly number[];
  readonly expected: Readonly<Record<string, number>>;
}

const goldens: readonly Golden[] = JSON.parse(readFileSync('test/data/downside.json', 'utf8'));

for (const [k, golden] of goldens.entries()) {
  downside(`scipy finds the same least risks in case ${k + 1}`, ({ solve }) => {
    const { symbols, bounds, returns, expected, target_return: floor } = golden;
    const rows = Array.from({ length: symbols }, (_, i) =>
      returns.filter((__, place) => place % symbols === i),
    );
    const target = floor === null ? {} : { targetReturn: floor };
    for (const objective of [
      { name: 'min_cvar', confidence: 0.95, ...target },
      { name: 'min_cdar', confidence: 0.9, ...target },
      { name: 'min_semivariance', threshold: 0.0002, ...target },
      { name: 'max_sortino', threshold: 0.0002 },
    ] as const) {
      const wishes = { lower: bounds[0], upper: bounds[1] };
      const { optimum } = solved(mixInput(closesOf(...rows), objective, wishes), solve);
      const linear = objective.name === 'min_cvar' || objective.name === 'min_cdar';
      const value = expected[objective.name] ?? Number.NaN;
      near(optimum.objectiveValue, value, linear ? 1e-11 : 1e-6 * value, objective.name);
    }
  });
}

downside('where a mix has no shortfall but rounding, that is the answer', () => {
  // Few days, so that many mixes have none; some of these are met with shortfalls of 1e-19.
  const days = 4;
  for (let seed = 1; seed <= 1500; seed += 13) {
    const closes = simulatedCloses(seed, { days, symbols: 2 + (seed % 7), dailyDeviation: 0.02 });
    const threshold = 0.0005;
    const found = solveMix(mixInput(closes, { name: 'min_semivariance', threshold }), solveNever);
    if (!found.solved) throw new Error(found.reason);
    near(found.optimum.kktResidual, 0, 1e-9, `seed ${seed}`);
  }
});

/** No linear program is to be solved. */
const solveNever: SolveLinear = () => {
  throw new Error('a linear program was asked');
};

downside.run();
