import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import type { MixInput, MixOptimum } from '../../../worker/portfolio/mix/mix-problem.ts';
import type { MixConstraints, MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { simulatedCloses } from '../../support/markets.ts';
import { type MixWishes, mixInput } from '../../support/mix-input.ts';
import { plainEstimate } from '../../support/plain-estimate.ts';
import { tailObjectives } from '../../support/tail-objectives.ts';

const days = suite<{ solve: SolveLinear }>('worst-days-constrained');

days.before(async (context) => {
  context.solve = await openLinearSolver();
});

const objectives: readonly MixObjective[] = [
  ...tailObjectives,
  { name: 'max_return' },
  { name: 'min_max_drawdown' },
  { name: 'max_omega', threshold: 0 },
];

/** Of which no costs are counted, nor l2. */
const isCostless = ({ name }: MixObjective): boolean =>
  name === 'min_max_drawdown' || name === 'max_omega';

/** Of those that are minimised; the others are maximised. */
function isLeast({ name }: MixObjective): boolean {
  return name.startsWith('min_');
}

function constraintsOf(size: number, objective: MixObjective): MixConstraints {
  const currentWeights = Array<number>(size).fill(1 / size);
  const costRates = currentWeights.map((_, i) => 0.002 * (i % 3));
  return {
    groups: [{ name: 'two', members: [0, 1], range: [0.2, 0.4] }],
    leverage: 1.3,
    trading: {
      currentWeights,
      maxTurnover: 0.3,
      ...(isCostless(objective) ? {} : { costRates }),
    },
  };
}

/** The largest violation of what weights were to keep to. */
function violation(
  weights: Float64Array,
  { lower, upper }: Required<Pick<MixWishes, 'lower' | 'upper'>>,
): number {
  const sum = (part: (weight: number) => number) =>
    weights.reduce((total, weight) => total + part(weight), 0);
  const two = (weights[0] ?? 0) + (weights[1] ?? 0);
  const even = 1 / weights.length;
  return Math.max(
    Math.abs(sum((one) => one) - 1),
    0.2 - two,
    two - 0.4,
    sum(Math.abs) - 1.3,
    sum((one) => Math.abs(one - even)) / 2 - 0.3,
    ...Array.from(weights, (one) => Math.max(lower - one, one - upper)),
  );
}

function* hardCases(seeds: number) {
  for (let seed = 1; seed <= seeds; seed++) {
    const closes = hardCloses(seed);
    const bounds = seed % 3 === 0 ? { lower: 0, upper: 1 } : { lower: -0.4, upper: 0.9 };
    for (const objective of objectives) {
      const l2 = seed % 2 === 0 && !isCostless(objective) ? 0.05 : 0;
      const constraints = constraintsOf(closes.columns, objective);
      const what = `seed ${seed} ${objective.name} ${l2}`;
      yield { closes, objective, wish: { ...bounds, l2, constraints }, what };
    }
  }
}

/** The reasons why a hard market may have no answer. */
const illPosed = [
  'contradiction',
  'return-out-of-reach',
  'risk-out-of-reach',
  'no-gain',
  'no-shortfall',
];

days('constraints are kept, proven best, and never better than fewer', ({ solve }) => {
  let solved = 0;
  for (const { closes, objective, wish, what } of hardCases(60)) {
    const found = solveMix(mixInput(closes, objective, wish), solve);
    if (!found.solved) {
      assert.ok(illPosed.includes(found.reason), `${what} ${found.reason}`);
      continue;
    }
    solved += 1;
    const { weights, dualityGap = 0, kktResidual = 0, objectiveValue = Number.NaN } = found.optimum;
    assert.ok(violation(weights, wish) <= 1e-9, `${what} ${violation(weights, wish)}`);
    assert.ok(dualityGap <= 1e-9 && kktResidual <= 1e-9, `${what} ${dualityGap} ${kktResidual}`);
    const { constraints: _, ...fewer } = wish;
    const free = solveMix(mixInput(closes, objective, fewer), solve);
    // Without constraints nothing may fall short.
    if (!free.solved && free.reason === 'no-shortfall') continue;
    assert.ok(free.solved, what);
    const sense = isLeast(objective) ? 1 : -1;
    const worse = sense * (objectiveValue - (free.optimum.objectiveValue ?? Number.NaN));
    assert.ok(worse >= -1e-9, `${what} ${worse}`);
  }
  assert.ok(solved > 350, `${solved}`);
});

days('constraints that do not hold change nothing', ({ solve }) => {
  for (const { closes, objective, wish, what } of hardCases(24)) {
    const constraints = {
      groups: [{ name: 'first', members: [0], range: [-5, 5] as const }],
      leverage: 20,
      trading: { currentWeights: Array<number>(closes.columns).fill(0), maxTurnover: 20 },
    };
    const { constraints: _, ...fewer } = wish;
    const [plain, slack] = [fewer, { ...fewer, constraints }].map((one) =>
      solveMix(mixInput(closes, objective, one), solve),
    );
    assert.ok(plain !== undefined && slack !== undefined);
    assert.is(slack.solved ? '' : slack.reason, plain.solved ? '' : plain.reason, what);
    if (!plain.solved || !slack.solved) continue;
    const off = (slack.optimum.objectiveValue ?? 0) - (plain.optimum.objectiveValue ?? 0);
    assert.ok(Math.abs(off) <= 1e-9, `${what} ${off}`);
  }
});

function solvedOf(input: MixInput, solve: SolveLinear): MixOptimum {
  const found = solveMix(input, solve);
  if (!found.solved) throw new Error(found.reason);
  return found.optimum;
}

const kinds = ['group_lower', 'group_upper', 'turnover', 'leverage'] as const;

/** The same constraints, one of which gives way by a little. */
function loosened(
  { groups, leverage = 1, trading, ...rest }: MixConstraints,
  kind: (typeof kinds)[number],
  by: number,
): MixConstraints {
  const [least = 0, most = 0] = groups[0]?.range ?? [];
  const range = [
    least - (kind === 'group_lower' ? by : 0),
    most + (kind === 'group_upper' ? by : 0),
  ] as const;
  const { maxTurnover = 0, currentWeights = [], ...costs } = trading ?? {};
  return {
    ...rest,
    groups: groups.map((group) => ({ ...group, range })),
    leverage: leverage + (kind === 'leverage' ? by : 0),
    trading: {
      ...costs,
      currentWeights,
      maxTurnover: maxTurnover + (kind === 'turnover' ? by : 0),
    },
  };
}

/** How many prices of constraints there are; that they are what giving way gains is asserted. */
function pricesAt(objective: MixObjective, seed: number, solve: SolveLinear): number {
  const closes = simulatedCloses(seed, { days: 200, symbols: 6, dailyDeviation: 0.02 });
  const constraints = constraintsOf(6, objective);
  const at = (one: MixConstraints) =>
    solvedOf(mixInput(closes, objective, { lower: -0.3, constraints: one }), solve);
  const { active, objectiveValue = Number.NaN } = at(constraints);
  const priced = active.filter(({ shadowPrice = 0 }) => shadowPrice > 1e-6);
  const held = kinds.filter((kind) => priced.some((one) => one.kind === kind));
  for (const kind of held) {
    const by = 1e-6;
    const { objectiveValue: wider = Number.NaN } = at(loosened(constraints, kind, by));
    const gained = Math.abs(wider - objectiveValue) / by;
    const { shadowPrice = Number.NaN } = priced.find((one) => one.kind === kind) ?? {};
    const what = `${objective.name} ${kind} ${seed}: ${gained}, not ${shadowPrice}`;
    assert.ok(Math.abs(gained - shadowPrice) <= 1e-3 * shadowPrice, what);
  }
  return held.length;
}

days('shadow prices foretell what more room brings', ({ solve }) => {
  let priced = 0;
  for (const given of objectives) {
    const limit = given.name === 'target_cvar' ? 0.05 : 0.4;
    const objective = 'limit' in given ? { ...given, limit } : given;
    for (let seed = 1; seed <= 4; seed++) priced += pricesAt(objective, seed, solve);
  }
  assert.ok(priced > 20, `${priced}`);
});

days('costs come off a target, and are added to the risk without one', ({ solve }) => {
  const closes = simulatedCloses(7, { days: 200, symbols: 5, dailyDeviation: 0.02 });
  const currentWeights = [1, 0, 0, 0, 0];
  const trading = { currentWeights, costRates: [0.01, 0.01, 0.01, 0.01, 0.01] };
  const constraints = { groups: [], trading };
  const paid = (weights: Float64Array) =>
    0.01 * weights.reduce((sum, one, i) => sum + Math.abs(one - (currentWeights[i] ?? 0)), 0);
  const least = solvedOf(
    mixInput(closes, { name: 'min_cvar', confidence: 0.9 }, { constraints }),
    solve,
  );
  const targetReturn = 0.1;
  const target = solveMix(
    mixInput(closes, { name: 'min_cvar', confidence: 0.9, targetReturn }, { constraints }),
    solve,
  );

  const { objectiveValue = 0, risk = 0, weights } = least;
  assert.ok(Math.abs(objectiveValue - risk - paid(weights)) <= 1e-15);
  assert.ok(target.solved);
  assert.is(target.optimum.objectiveValue, target.optimum.risk);
  const after = target.expected.return - paid(target.optimum.weights);
  assert.ok(after >= targetReturn - 1e-12, `${after}`);
});

days('of equal returns under constraints the calmest is chosen', () => {
  const closes = simulatedCloses(2, { days: 60, symbols: 4, dailyDeviation: 0.02 });
  const groups = [{ name: 'first', members: [0, 1], range: [0, 0.5] as const }];
  const input = mixInput(closes, { name: 'max_return' }, { constraints: { groups } });
  const estimate = { ...plainEstimate, expectedReturns: [0.1, 0.1, 0.1, 0.05] };
  const found = solveMix({ ...input, question: { ...input.question, estimate } });
  const least = solveMix({
    ...input,
    question: {
      ...input.question,
      estimate,
      objective: { name: 'target_return', targetReturn: 0.1 },
    },
  });

  assert.ok(found.solved && least.solved);
  assert.ok(Math.abs((found.optimum.objectiveValue ?? 0) - 0.1) <= 1e-15);
  assert.ok(Math.abs(found.expected.volatility - least.expected.volatility) <= 1e-10);
  assert.ok((found.optimum.kktResidual ?? 1) <= 1e-12);
});

days('the same question has the same answer to the last bit', ({ solve }) => {
  const closes = simulatedCloses(5, { days: 120, symbols: 8, dailyDeviation: 0.02 });
  for (const objective of objectives) {
    const constraints = constraintsOf(8, objective);
    const input = mixInput(closes, objective, { lower: -0.3, constraints });

    assert.equal(solveMix(input, solve), solveMix(structuredClone(input), solve));
  }
});

days.run();
