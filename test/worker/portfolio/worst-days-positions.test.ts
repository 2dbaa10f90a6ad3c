import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import type { MixInput } from '../../../worker/portfolio/mix/mix-problem.ts';
import type { MixConstraints, MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { type MixSolved, solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';
import { hardCloses } from '../../support/hard-closes.ts';
import { simulatedCloses } from '../../support/markets.ts';
import { type MixWishes, mixInput } from '../../support/mix-input.ts';
import { tailObjectives } from '../../support/tail-objectives.ts';

// A few positions of what judges the worst days, against all choices that there are.
const positions = suite<{ solve: SolveLinear }>('worst-days-positions');

positions.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** A question whose constraints are those that are told. */
function inputOf(
  closes: Matrix,
  objective: MixObjective,
  {
    constraints,
    ...wishes
  }: Omit<MixWishes, 'constraints'> & {
    readonly constraints?: Partial<MixConstraints>;
  },
): MixInput {
  return mixInput(closes, objective, { ...wishes, constraints: { groups: [], ...constraints } });
}

const senseOf = ({ name }: MixObjective): number => (name.startsWith('min_') ? 1 : -1);

/** The best of all choices of signs, each solved by itself; the less the better. */
function bestOfAll(
  input: MixInput,
  { most, least }: { most: number; least: number },
  solve: SolveLinear,
) {
  const { question } = input;
  const { lower, upper } = question.bounds;
  let best = Number.POSITIVE_INFINITY;
  const go = (signs: readonly number[], held: number): void => {
    if (held > most) return;
    if (signs.length < lower.length) {
      go([...signs, 0], held);
      go([...signs, 1], held + 1);
      if ((lower[signs.length] ?? 0) < 0) go([...signs, -1], held + 1);
      return;
    }
    const bounds = {
      lower: lower.map((low, i) =>
        signs[i] === 0 ? 0 : signs[i] === 1 ? Math.max(least, 0) : low,
      ),
      upper: upper.map((high, i) => (signs[i] === 0 ? 0 : signs[i] === 1 ? high : -least)),
    };
    const solved = solveMix({ ...input, question: { ...question, bounds } }, solve);
    if (!solved.solved) {
      assert.not.equal(solved.reason, 'unfinished');
      return;
    }
    best = Math.min(
      best,
      senseOf(question.objective) * (solved.optimum.objectiveValue ?? Number.NaN),
    );
  };
  go([], 0);
  return best;
}

function answered(input: MixInput, solve: SolveLinear): MixSolved {
  const solved = solveMix(input, solve);
  assert.ok(solved.solved, JSON.stringify(solved));
  return solved;
}

function agrees(input: MixInput, terms: { most: number; least: number }, solve: SolveLinear): void {
  const { constraints } = input.question;
  const asked = {
    ...input.question,
    constraints: { groups: [], ...constraints, positions: terms },
  };
  const chosen = solveMix({ ...input, question: asked }, solve);
  const best = bestOfAll(input, terms, solve);
  if (!chosen.solved) {
    assert.is(best, Number.POSITIVE_INFINITY, JSON.stringify(chosen));
    return;
  }
  const { objectiveValue = Number.NaN, weights, positions: proof, dualityGap } = chosen.optimum;
  const value = senseOf(input.question.objective) * objectiveValue;
  assert.ok(Math.abs(value - best) <= 1e-9 * (1 + Math.abs(best)), `${value} for ${best}`);
  assert.is(proof?.proven, true);
  assert.ok((proof?.gap ?? 1) <= 1e-9 && (dualityGap ?? 1) <= 1e-9, `${proof?.gap} ${dualityGap}`);
  const held = weights.filter((weight) => weight !== 0);
  assert.ok(held.length <= terms.most, `${weights}`);
  assert.ok(
    held.every((weight) => Math.abs(weight) >= terms.least),
    `${weights}`,
  );
}

for (const objective of tailObjectives) {
  positions(`${JSON.stringify(objective)} of a few is that of all choices tried`, ({ solve }) => {
    for (let seed = 1; seed <= 12; seed++) {
      const closes = hardCloses(seed, { symbols: 6 });
      const terms = { most: 1 + (seed % 4), least: seed % 3 === 0 ? 0 : 0.15 };
      agrees(inputOf(closes, objective, { upper: seed % 5 === 0 ? 0.6 : 1 }), terms, solve);
    }
  });

  positions(`${JSON.stringify(objective)} of a few keeps to what else is asked`, ({ solve }) => {
    for (let seed = 1; seed <= 4; seed++) {
      const symbols = 4 + (seed % 2);
      const closes = simulatedCloses(seed, { days: 80, symbols, dailyDeviation: 0.02 });
      const currentWeights = Array<number>(symbols).fill(1 / symbols);
      const costRates = currentWeights.map((_, i) => 0.001 * i);
      const constraints = {
        groups: [{ name: 'two', members: [0, 1], range: [0.2, 0.7] as const }],
        trading: { currentWeights, costRates, maxTurnover: 0.6 },
      };
      const terms = { most: 3, least: 0.1 };
      agrees(inputOf(closes, objective, { constraints }), terms, solve);
    }
  });

  positions(`${JSON.stringify(objective)} of a few may sell short`, ({ solve }) => {
    for (let seed = 1; seed <= 3; seed++) {
      const closes = simulatedCloses(seed, { days: 60, symbols: 4, dailyDeviation: 0.02 });
      const constraints = seed === 2 ? { leverage: 1.4 } : {};
      const terms = { most: 3, least: 0.2 };
      agrees(inputOf(closes, objective, { lower: -0.5, upper: 1, constraints }), terms, solve);
    }
  });
}

for (const name of ['min_cvar', 'min_cdar'] as const) {
  positions(`${name} of a few is spread by l2`, ({ solve }) => {
    for (let seed = 1; seed <= 3; seed++) {
      const closes = simulatedCloses(seed, { days: 60, symbols: 5, dailyDeviation: 0.02 });
      const input = inputOf(closes, { name, confidence: 0.9 }, { l2: 0.05 });
      agrees(input, { most: 3, least: 0.1 }, solve);
    }
  });
}

positions('one symbol is the one whose own worst days are the best', ({ solve }) => {
  const closes = simulatedCloses(3, { days: 101, symbols: 6, dailyDeviation: 0.02 });
  const objective = { name: 'min_cvar', confidence: 0.95 } as const;
  const worst = Array.from({ length: 6 }, (_, i) => {
    const returns = Float64Array.from({ length: 100 }, (__, t) => {
      const [now = 1, next = 1] = [closes.values[t * 6 + i], closes.values[(t + 1) * 6 + i]];
      return next / now - 1;
    });
    return returns
      .sort()
      .slice(0, 5)
      .reduce((sum, one) => sum - one / 5, 0);
  });
  const constraints = { positions: { most: 1 } };
  const { optimum } = answered(inputOf(closes, objective, { constraints }), solve);

  const least = Math.min(...worst);
  assert.ok(Math.abs((optimum.objectiveValue ?? 0) - least) < 1e-15);
  assert.is(optimum.weights[worst.indexOf(least)], 1);
});

positions('as many as are held anyway is no constraint', ({ solve }) => {
  const closes = simulatedCloses(4, { days: 120, symbols: 8, dailyDeviation: 0.02 });
  const objective = { name: 'min_cvar', confidence: 0.9 } as const;
  const free = answered(inputOf(closes, objective, {}), solve);
  const constraints = { positions: { most: 8 } };
  const { optimum } = answered(inputOf(closes, objective, { constraints }), solve);

  assert.is(optimum.objectiveValue, free.optimum.objectiveValue);
  assert.is(optimum.positions?.nodes, 1);
});

positions('beyond so many symbols a rule chooses, and the gap is told', ({ solve }) => {
  const closes = simulatedCloses(8, { days: 40, symbols: 61, dailyDeviation: 0.02 });
  const constraints = { positions: { most: 3 } };
  const objective = { name: 'min_cvar', confidence: 0.8 } as const;
  const { optimum } = answered(inputOf(closes, objective, { constraints }), solve);
  const { method, bound = 0, gap = 0, proven } = optimum.positions ?? {};

  assert.is(method, 'heuristic');
  assert.is(proven, false);
  assert.ok(gap > 0);
  assert.ok(Math.abs(bound + gap - (optimum.objectiveValue ?? 0)) < 1e-15);
  assert.is(optimum.weights.filter((weight) => weight !== 0).length, 3);
});

positions('what a solver leaves unsolved is never claimed to be proven', ({ solve }) => {
  const closes = simulatedCloses(5, { days: 90, symbols: 8, dailyDeviation: 0.02 });
  const constraints = { positions: { most: 2 } };
  const input = inputOf(closes, { name: 'min_cvar', confidence: 0.9 }, { constraints });
  let programs = 0;
  const tiring: SolveLinear = (program, options) => {
    programs += 1;
    return programs > 40 ? { status: 'time-limit' } : solve(program, options);
  };
  const { optimum } = answered(input, tiring);
  const { bound = 0, gap = 0, proven } = optimum.positions ?? {};

  assert.is(proven, false);
  const free = answered(inputOf(closes, input.question.objective, {}), solve);
  assert.is(bound, (optimum.objectiveValue ?? 0) - gap);
  assert.ok(Math.abs(bound - (free.optimum.objectiveValue ?? 0)) < 1e-15);
});

positions('the same question has the same answer to the last bit', ({ solve }) => {
  const closes = simulatedCloses(5, { days: 120, symbols: 9, dailyDeviation: 0.02 });
  const constraints = { positions: { most: 3, least: 0.1 } };
  const input = inputOf(closes, { name: 'min_cvar', confidence: 0.95 }, { constraints });

  assert.equal(solveMix(input, solve), solveMix(structuredClone(input), solve));
});

positions.run();
