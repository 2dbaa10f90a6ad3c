import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../worker/kernels/samples/random.ts';
import { solveConstrained } from '../../../worker/portfolio/constrained/solve-constrained.ts';
import type { MixOptimum, MixProblem } from '../../../worker/portfolio/mix/mix-problem.ts';
import type {
  MixConstraints,
  MixObjective,
  MixQuestion,
} from '../../../worker/portfolio/mix/mix-question.ts';
import { mixProblem, solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { solveObjective } from '../../../worker/portfolio/objectives.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { randomWeights } from '../../support/markets.ts';
import { plainEstimate } from '../../support/plain-estimate.ts';

const smooth = suite('smooth-constrained');

/** Those that Newton's method solves under constraints; 1 where they are maximised. */
const objectives = [
  { objective: { name: 'min_semivariance', threshold: 0 }, sense: -1 },
  { objective: { name: 'max_downside_utility', threshold: 0.0005, riskAversion: 4 }, sense: 1 },
  { objective: { name: 'max_sortino', threshold: 0 }, sense: 1 },
  { objective: { name: 'target_semideviation', threshold: 0, limit: 0.15 }, sense: 1 },
  { objective: { name: 'kelly', fraction: 1 }, sense: 1 },
] as const;

/** A seeded market with duplicates, constants or few days, and shorts every other time. */
function problemOf(seed: number, most = 7): MixProblem {
  const closes = hardCloses(seed, { symbols: most, days: 59 });
  const size = closes.columns;
  const question: MixQuestion = {
    objective: { name: 'kelly', fraction: 1 },
    estimate: plainEstimate,
    bounds: { lower: Array(size).fill(seed % 2 ? 0 : -0.4), upper: Array(size).fill(1) },
    l2: 0,
  };
  const problem = mixProblem({ closes, riskFreeRate: 0, periodsPerYear: 252, question });
  if ('reason' in problem) throw new Error(problem.reason);
  return problem;
}

/** Constraints that a random portfolio keeps to. */
function constraintsOf(seed: number, size: number, costly: boolean): MixConstraints {
  const random = uniformRandom(seed + 9);
  const weights = randomWeights(size, random);
  const members = [...weights.keys()].filter((i) => i % 2 === 0);
  const sum = members.reduce((total, i) => total + (weights[i] ?? 0), 0);
  return {
    groups: [{ name: 'even', members, range: [sum - 0.1 * random(), sum + 0.1 * random()] }],
    leverage: 1.2,
    trading: {
      currentWeights: Array.from(weights),
      maxTurnover: 0.05 + 0.5 * random(),
      ...(costly ? { costRates: Array.from(weights, () => 0.01 * random()) } : {}),
    },
  };
}

/** By how much weights pass any of their constraints. */
function passedBy({ lower, upper, constraints }: MixProblem, weights: Float64Array): number {
  const sum = (values: Iterable<number>) => [...values].reduce((total, one) => total + one, 0);
  const { groups = [], leverage = Number.POSITIVE_INFINITY, trading } = constraints ?? {};
  const ofGroups = groups.flatMap(({ members, range: [least, most] = [-9, 9] }) => {
    const total = sum(members.map((i) => weights[i] ?? 0));
    return [least - total, total - most];
  });
  const traded = weights.map((one, i) => Math.abs(one - (trading?.currentWeights[i] ?? 0)));
  return Math.max(
    ...weights.map((one, i) => Math.max((lower[i] ?? 0) - one, one - (upper[i] ?? 0))),
    Math.abs(sum(weights) - 1),
    lower.some((least) => least < 0) ? sum(weights.map(Math.abs)) - leverage : 0,
    sum(traded) / 2 - (trading?.maxTurnover ?? Number.POSITIVE_INFINITY),
    ...ofGroups,
  );
}

function objectiveOf({ objectiveValue = Number.NaN }: MixOptimum): number {
  return objectiveValue;
}

const count = 200;

for (const { objective, sense } of objectives) {
  smooth(`${objective.name} keeps to its constraints, and is proved`, () => {
    let solved = 0;
    for (let seed = 1; seed <= count; seed++) {
      const free = problemOf(seed);
      const constraints = constraintsOf(seed, free.mean.length, seed % 3 === 0);
      const problem = { ...free, constraints };
      const found = solveObjective(problem, objective);
      if ('reason' in found) {
        const may = ['no-excess', 'riskless', 'risk-out-of-reach'];
        assert.ok(may.includes(found.reason), `seed ${seed}: ${found.reason}`);
        continue;
      }
      solved++;
      const passed = passedBy(problem, found.weights);
      assert.ok(passed <= 1e-9, `seed ${seed}: passed by ${passed}`);
      const scale = objective.name === 'max_sortino' ? 1 + objectiveOf(found) ** 3 : 1;
      assert.ok((found.kktResidual ?? 1) <= 1e-9 * scale, `seed ${seed}: ${found.kktResidual}`);
    }
    assert.ok(solved > count / 3, `${solved} solved`);
  });

  smooth(`${objective.name} is no better for a constraint more`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const free = problemOf(seed);
      const all = constraintsOf(seed, free.mean.length, false);
      const some: MixConstraints = { groups: all.groups };
      const values = [undefined, some, all].map((constraints) =>
        solveObjective({ ...free, ...(constraints ? { constraints } : {}) }, objective),
      );
      const known = values.flatMap((one) => ('reason' in one ? [] : [sense * objectiveOf(one)]));

      for (const [k, value] of known.entries()) {
        const before = known[k - 1] ?? Number.POSITIVE_INFINITY;
        assert.ok(value <= before + 1e-9 * (1 + Math.abs(value)), `seed ${seed}: ${known}`);
      }
    }
  });

  smooth(`${objective.name} within bounds alone is that of another method`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const problem = problemOf(seed);
      const one = solveObjective(problem, objective);
      const other = solveConstrained(problem, objective);
      if ('reason' in one || 'reason' in other) {
        const both = ['reason' in one && one.reason, 'reason' in other && other.reason];
        assert.is(both[0], both[1], `seed ${seed}`);
        continue;
      }
      const off = Math.abs(objectiveOf(one) - objectiveOf(other));
      assert.ok(off <= 1e-10 * (1 + Math.abs(objectiveOf(one))), `seed ${seed}: ${off}`);
    }
  });
}

smooth('no portfolio of a fine grid of three symbols is better', () => {
  const questions: readonly MixObjective[] = objectives.map(({ objective }) => objective);
  for (let seed = 3; seed <= 21; seed += 2) {
    const problem = problemOf(seed, 3);
    if (problem.mean.length !== 3) continue;
    for (const objective of questions) gridOf(problem, objective, seed);
  }
});

/** Fixes weights to those of a grid: then an objective has one value, by the same definition. */
function gridOf(free: MixProblem, objective: MixObjective, seed: number): void {
  const constraints = constraintsOf(seed, 3, false);
  const problem = { ...free, constraints };
  const best = solveObjective(problem, objective);
  const sense = objective.name === 'min_semivariance' ? -1 : 1;
  if ('reason' in best) return;
  for (let a = 0; a <= 25; a++) {
    for (let b = 0; a + b <= 25; b++) {
      const weights = Float64Array.of(a / 25, b / 25, (25 - a - b) / 25);
      if (passedBy(problem, weights) > 0) continue;
      const { constraints: _, ...alone } = problem;
      const there = solveObjective({ ...alone, lower: weights, upper: weights }, objective);
      if ('reason' in there) continue;
      const gain = sense * (objectiveOf(there) - objectiveOf(best));
      assert.ok(gain <= 1e-9, `seed ${seed}, ${objective.name} at ${weights}: ${gain}`);
    }
  }
}

interface Golden {
  readonly closes: readonly (readonly number[])[];
  readonly current: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly members: readonly number[];
  readonly group: readonly [number, number];
  readonly leverage: number;
  readonly turnover: number;
  readonly costs: readonly number[];
  readonly target_return: number;
  readonly target_semideviation: number;
  readonly risk_aversion: number;
  /** What was minimised; null where no start ended within the constraints. */
  readonly minima: Readonly<Record<string, number | null>>;
  readonly risk_parity: {
    readonly budgets: readonly number[];
    readonly upper: readonly number[];
    readonly weights: readonly number[];
  };
}

const goldens: readonly Golden[] = JSON.parse(
  readFileSync('test/data/smooth-constraints.json', 'utf8'),
);

function inputOf(
  golden: Golden,
  question: Pick<MixQuestion, 'objective' | 'bounds' | 'constraints'>,
) {
  const columns = golden.current.length;
  const closes = {
    rows: golden.closes.length,
    columns,
    values: Float64Array.from(golden.closes.flat()),
  };
  return {
    closes,
    riskFreeRate: 0,
    periodsPerYear: 252,
    question: { ...question, estimate: plainEstimate, l2: 0 },
  };
}

function questionsOf(golden: Golden): Readonly<Record<string, MixObjective>> {
  const days = { threshold: 0 };
  return {
    max_decorrelation: { name: 'max_decorrelation' },
    min_semivariance: { name: 'min_semivariance', ...days },
    'min_semivariance of a return': {
      name: 'min_semivariance',
      ...days,
      targetReturn: golden.target_return,
    },
    max_sortino: { name: 'max_sortino', ...days },
    max_downside_utility: {
      name: 'max_downside_utility',
      ...days,
      riskAversion: golden.risk_aversion,
    },
    target_semideviation: {
      name: 'target_semideviation',
      ...days,
      limit: golden.target_semideviation,
    },
    kelly: { name: 'kelly', fraction: 1 },
  };
}

/** How far SLSQP stops short of the optimum. */
const tolerance = 2e-6;

for (const [k, golden] of goldens.entries()) {
  for (const [called, objective] of Object.entries(questionsOf(golden))) {
    smooth(`${called} of problem ${k + 1} is that of SLSQP`, () => {
      const size = golden.current.length;
      const costless = objective.name === 'max_decorrelation';
      const found = solveMix(
        inputOf(golden, {
          objective,
          bounds: { lower: Array(size).fill(golden.lower), upper: Array(size).fill(golden.upper) },
          constraints: {
            groups: [{ name: 'some', members: golden.members, range: golden.group }],
            leverage: golden.leverage,
            trading: {
              currentWeights: golden.current,
              maxTurnover: golden.turnover,
              ...(costless ? {} : { costRates: golden.costs }),
            },
          },
        }),
      );
      const expected = golden.minima[called] ?? null;
      // A ratio of a loss is none: then the least loss was found.
      const none =
        expected === null ||
        (found.solved === false && found.reason === 'no-excess' && expected > 0);
      if (!found.solved) return assert.ok(none, found.reason);
      const value = objectiveOf(found.optimum);
      const least = ['min_semivariance', 'max_decorrelation'].includes(objective.name);
      const ours = least ? value : -value;
      const theirs = expected ?? Number.NaN;
      assert.ok((found.optimum.kktResidual ?? 1) < 1e-9, `${found.optimum.kktResidual}`);
      const off = Math.abs(ours - theirs);
      assert.ok(off <= tolerance * (1 + Math.abs(theirs)), `${ours}, not ${theirs}`);
      // It may stop short of the optimum, but never beyond it.
      assert.ok(ours <= theirs + 1e-8 * (1 + Math.abs(theirs)), `${ours} is worse than ${theirs}`);
    });
  }

  smooth(`risk parity of problem ${k + 1} is that of L-BFGS-B and bisection`, () => {
    const { budgets, upper, weights } = golden.risk_parity;
    const lower = upper.map(() => 0);
    const objective: MixObjective = { name: 'risk_parity', riskBudgets: budgets };
    const found = solveMix(inputOf(golden, { objective, bounds: { lower, upper } }));
    if (!found.solved) throw new Error(found.reason);

    for (const [i, weight] of weights.entries()) {
      const off = Math.abs(weight - (found.optimum.weights[i] ?? 0));
      assert.ok(off < 2e-6, `${found.optimum.weights}, not ${weights}`);
    }
  });
}

smooth.run();
