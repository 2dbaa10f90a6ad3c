import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { feasibleWeights } from '../../../../worker/portfolio/constrained/feasible-weights.ts';
import type { SolveLinear } from '../../../../worker/portfolio/mix/linear-solver.ts';
import { mixProblem } from '../../../../worker/portfolio/mix/mix-solve.ts';
import { searchTail } from '../../../../worker/portfolio/objectives/tail-search.ts';
import { tailSetting, termsOf } from '../../../../worker/portfolio/objectives/tail-setting.ts';
import {
  isWhole,
  wholeDrawdowns,
} from '../../../../worker/portfolio/objectives/whole-drawdowns.ts';
import { openLinearSolver } from '../../../../worker/solvers/linear-program.ts';
import { hardCloses } from '../../../support/hard-closes.ts';
import { plainEstimate } from '../../../support/plain-estimate.ts';

const tails = suite<{ solve: SolveLinear }>('worst-tail');

tails.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** A hard market under groups, exposure, turnover and costs; undefined where these contradict themselves. */
function settingOf(seed: number) {
  const closes = hardCloses(seed);
  const { columns } = closes;
  const currentWeights = Array<number>(columns).fill(1 / columns);
  const problem = mixProblem({
    closes,
    riskFreeRate: 0,
    periodsPerYear: 252,
    question: {
      objective: { name: 'min_cdar', confidence: 0.9 },
      estimate: plainEstimate,
      bounds: { lower: Array(columns).fill(-0.3), upper: Array(columns).fill(0.8) },
      constraints: {
        groups: [{ name: 'two', members: [0, 1], range: [0.2, 0.5] }],
        leverage: 1.3,
        trading: { currentWeights, costRates: currentWeights.map(() => 0.001), maxTurnover: 0.4 },
      },
      l2: 0,
    },
  });
  if ('reason' in problem) return undefined;
  const setting = tailSetting(problem, { confidence: 0.9, of: 'drawdowns' });
  return 'reason' in setting ? undefined : setting;
}

type Setting = NonNullable<ReturnType<typeof settingOf>>;

/** −μᵀw and what trading costs. */
function worth({ problem, set }: Setting, weights: Float64Array): number {
  return weights.reduce((sum, one, i) => {
    const away = Math.abs(one - (set.cost.origin[i] ?? 0));
    return sum - one * (problem.mean[i] ?? 0) + (set.cost.rates[i] ?? 0) * away;
  }, 0);
}

/** Whether there is an answer; that both methods have the same is asserted. */
function agree(setting: Setting, limit: number | undefined, solve: SolveLinear): boolean {
  const { problem, set, measure, start } = setting;
  const terms = termsOf(problem, set, problem.mean);
  const question = { terms, measure, start, ...(limit === undefined ? {} : { limit }) };
  const few = searchTail(question, solve);
  const all = wholeDrawdowns(question, solve);
  if (typeof few === 'string' || typeof all === 'string') {
    assert.is(few, all, `${limit}`);
    return false;
  }
  const [one = Number.NaN, other = Number.NaN] = [few, all].map(
    ({ weights, worst }) => worth(setting, weights) + (limit === undefined ? worst.mean : 0),
  );
  assert.ok(Math.abs(one - other) <= 1e-9, `${limit}: ${one}, ${other}`);
  return true;
}

tails('programs of a few days and one of all days agree', ({ solve }) => {
  let compared = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const setting = settingOf(seed);
    for (const limit of setting === undefined ? [] : [undefined, 0.1, 0.2]) {
      compared += setting !== undefined && agree(setting, limit, solve) ? 1 : 0;
    }
  }
  assert.ok(compared > 80, `${compared}`);
});

tails('few days of many symbols may be solved at once, long histories are not', () => {
  assert.is(isWhole(1000, 200), true);
  assert.is(isWhole(7000, 1), false);
  assert.is(isWhole(2500, 20), false);
});

tails('weights to begin with keep to groups', () => {
  const setting = settingOf(6);
  assert.ok(setting !== undefined);
  const weights = feasibleWeights(setting.problem, setting.set);

  assert.ok(!('reason' in weights));
  const two = (weights[0] ?? 0) + (weights[1] ?? 0);
  assert.ok(two >= 0.2 - 1e-12 && two <= 0.5 + 1e-12);
});

tails.run();
