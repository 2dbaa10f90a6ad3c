import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SolveLinear } from '../../../worker/portfolio/mix/linear-solver.ts';
import type { MixConstraints, MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { openLinearSolver } from '../../../worker/solvers/linear-program.ts';
import { closesOfReturns } from '../../support/closes-of-returns.ts';
import { plainEstimate } from '../../support/plain-estimate.ts';

// scipy's linear programs on the same problems: see test/data/README.md.
const reference = suite<{ solve: SolveLinear }>('worst-days-reference');

reference.before(async (context) => {
  context.solve = await openLinearSolver();
});

interface Golden {
  readonly periods: number;
  readonly symbols: number;
  readonly returns: readonly number[];
  readonly bounds: readonly [number, number];
  readonly current: readonly number[];
  readonly costs: readonly number[];
  readonly groups: readonly (readonly [readonly number[], readonly [number, number]])[];
  readonly leverage: number;
  readonly turnover: number;
  readonly confidence: number;
  readonly target_return: number;
  readonly limits: readonly [number, number];
  /** Of what is maximised, the negatives. */
  readonly minima: Readonly<Record<string, number>>;
}

const goldens: readonly Golden[] = JSON.parse(readFileSync('test/data/worst-days.json', 'utf8'));

function objectivesOf(golden: Golden): readonly (readonly [string, MixObjective])[] {
  const { confidence, limits, target_return: targetReturn } = golden;
  return [
    ['min_cvar', { name: 'min_cvar', confidence }],
    ['min_cvar of a return', { name: 'min_cvar', confidence, targetReturn }],
    ['target_cvar', { name: 'target_cvar', confidence, limit: limits[0] }],
    ['min_cdar', { name: 'min_cdar', confidence }],
    ['min_cdar of a return', { name: 'min_cdar', confidence, targetReturn }],
    ['target_cdar', { name: 'target_cdar', confidence, limit: limits[1] }],
    ['max_return', { name: 'max_return' }],
    ['min_max_drawdown', { name: 'min_max_drawdown' }],
  ];
}

/** Least values as they are; of largest ones the negatives, as scipy minimised these. */
const largest = ['target_cvar', 'target_cdar', 'max_return'];

for (const [k, golden] of goldens.entries()) {
  for (const [title, objective] of objectivesOf(golden)) {
    reference(`${title} of problem ${k + 1} is that of scipy`, ({ solve }) => {
      const { periods, symbols, bounds, current, costs } = golden;
      const held = objective.name === 'min_max_drawdown';
      const constraints: MixConstraints = {
        groups: golden.groups.map(([members, range], g) => ({ name: `${g}`, members, range })),
        leverage: golden.leverage,
        trading: {
          currentWeights: current,
          maxTurnover: golden.turnover,
          ...(held ? {} : { costRates: costs }),
        },
      };
      const returns = {
        rows: periods,
        columns: symbols,
        values: Float64Array.from(golden.returns),
      };
      const found = solveMix(
        {
          closes: closesOfReturns(returns),
          riskFreeRate: 0,
          periodsPerYear: 252,
          question: {
            objective,
            estimate: plainEstimate,
            bounds: {
              lower: Array<number>(symbols).fill(bounds[0]),
              upper: Array<number>(symbols).fill(bounds[1]),
            },
            constraints,
            l2: 0,
          },
        },
        solve,
      );

      assert.ok(found.solved, 'no answer');
      const { objectiveValue = Number.NaN, dualityGap, kktResidual } = found.optimum;
      const ours = largest.includes(objective.name) ? -objectiveValue : objectiveValue;
      const theirs = golden.minima[title] ?? Number.NaN;
      assert.ok(Math.abs(ours - theirs) <= 1e-9, `${ours}, not ${theirs}`);
      const missed = dualityGap ?? kktResidual ?? 1;
      assert.ok(missed <= 1e-12, `${missed}`);
    });
  }
}

reference.run();
