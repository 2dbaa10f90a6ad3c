import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MixConstraints, MixObjective } from '../../../worker/portfolio/mix/mix-question.ts';
import { solveMix } from '../../../worker/portfolio/mix/mix-solve.ts';
import { simulatedCloses } from '../../support/markets.ts';
import { plainEstimate } from '../../support/plain-estimate.ts';

// scipy's SLSQP on the same problems, from several starts: see test/data/README.md.
const reference = suite('constrained-reference');

interface Golden {
  readonly mean: readonly number[];
  readonly covariance: readonly number[];
  readonly current: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly members: readonly number[];
  readonly group: readonly [number, number];
  readonly leverage: number;
  readonly turnover: number;
  readonly costs: readonly number[];
  readonly rate: number;
  readonly target_return: number;
  readonly target_volatility: number;
  readonly risk_aversion: number;
  /** What was minimised; null where no start ended within the constraints. */
  readonly minima: Readonly<Record<string, number | null>>;
}

const goldens: readonly Golden[] = JSON.parse(readFileSync('test/data/constraints.json', 'utf8'));

function objectivesOf(golden: Golden): readonly MixObjective[] {
  return [
    { name: 'max_sharpe' },
    { name: 'min_volatility' },
    { name: 'target_return', targetReturn: golden.target_return },
    { name: 'target_volatility', targetVolatility: golden.target_volatility },
    { name: 'max_utility', riskAversion: golden.risk_aversion },
  ];
}

/** Objectives that SLSQP minimised as they are; of the others, their negatives. */
const minimised = ['min_volatility', 'target_return'];
/** How far SLSQP stops short of the optimum. */
const tolerance = 1e-7;

for (const [k, golden] of goldens.entries()) {
  for (const objective of objectivesOf(golden)) {
    reference(`${objective.name} of problem ${k + 1} is that of SLSQP`, () => {
      const size = golden.mean.length;
      const constraints: MixConstraints = {
        groups: [{ name: 'some', members: golden.members, range: golden.group }],
        leverage: golden.leverage,
        trading: {
          currentWeights: golden.current,
          maxTurnover: golden.turnover,
          costRates: golden.costs,
        },
      };
      const found = solveMix({
        closes: simulatedCloses(1, { days: 5, symbols: size, dailyDeviation: 0.02 }),
        riskFreeRate: golden.rate,
        periodsPerYear: 252,
        question: {
          objective,
          estimate: {
            ...plainEstimate,
            expectedReturns: golden.mean,
            riskModel: golden.covariance,
          },
          bounds: {
            lower: Array<number>(size).fill(golden.lower),
            upper: Array<number>(size).fill(golden.upper),
          },
          constraints,
          l2: 0,
        },
      });
      const expected = golden.minima[objective.name] ?? null;
      if (!found.solved) return assert.is(expected, null, found.reason);
      assert.ok((found.optimum.kktResidual ?? 1) < 1e-11);
      const value = found.optimum.objectiveValue ?? Number.NaN;
      const ours = minimised.includes(objective.name) ? value : -value;
      const theirs = expected ?? Number.NaN;
      assert.ok(Math.abs(ours - theirs) <= tolerance, `${ours}, not ${theirs}`);
      // It may stop short of the optimum, but never beyond it.
      assert.ok(ours <= theirs + 1e-9, `${ours} is worse than ${theirs}`);
    });
  }
}

reference.run();
