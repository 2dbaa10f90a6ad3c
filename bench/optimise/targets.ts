import { problemOf, simulatedCloses } from '../../test/support/markets.ts';
import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { sampleCovariance } from '../../worker/kernels/covariances/sample-covariance.ts';
import { localSearch } from '../../worker/kernels/hold/local-search.ts';
import { startingPoints } from '../../worker/kernels/hold/starts.ts';
import { solve } from '../../worker/portfolio/hold/solve.ts';
import { solveFrontierOf } from '../../worker/portfolio/mix/frontier.ts';
import type { SolveLinear } from '../../worker/portfolio/mix/linear-solver.ts';
import type { MixInput, MixProblem } from '../../worker/portfolio/mix/mix-problem.ts';
import type { MixObjective } from '../../worker/portfolio/mix/mix-question.ts';
import { type MixSolution, mixProblem, solveMix } from '../../worker/portfolio/mix/mix-solve.ts';
import { solveObjective } from '../../worker/portfolio/objectives.ts';
import { simpleReturnsOf } from '../../worker/portfolio/window/panel-returns.ts';
import { openLinearSolver } from '../../worker/solvers/linear-program.ts';
import { median } from '../statistics.ts';
import { figure, judged, printTable } from '../table.ts';
import type { ComparisonEffort } from './compare-slsqp.ts';
import { cpuTimes } from './cpu-time.ts';
import { equityCloses, type MarketSize } from './equity-market.ts';

interface Line {
  readonly name: string;
  readonly work: () => unknown;
  readonly targetMs: number;
}

/** Measures what has a target of its own. */
export async function measureTargets({ rounds, sampling }: ComparisonEffort): Promise<void> {
  const linear = await openLinearSolver();
  const lines = [
    ...large('shares', equityCloses(1, largeSize)),
    ...large('hedging', hedgingCloses()),
    ...small(),
    ...ofDays(linear),
  ];
  const times = lines.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    for (const [k, { work }] of lines.entries()) {
      const taken = cpuTimes(work, sampling);
      if (round > 0) times[k]?.push(...taken);
    }
  }
  const rows = lines.map(({ name, targetMs }, k) => {
    const own = times[k] ?? [];
    return [
      name,
      figure(median(own)),
      figure(Math.min(...own)),
      judged(median(own), targetMs, 'ms'),
    ];
  });
  const heads = ['symbols × days, what', 'median ms', 'least ms', ''];
  printTable('Targets; processor time, one thread', [heads, ...rows]);
}

const largeSize = { symbols: 500, days: 2500 };

/** The tests' market: betas of either sign, so that the best mixes hold hundreds of symbols. */
function hedgingCloses(): Matrix {
  const { symbols, days } = largeSize;
  return simulatedCloses(1, { symbols, days: days + 1, dailyDeviation: 0.02 });
}

function large(market: string, closes: Matrix): readonly Line[] {
  const { symbols } = largeSize;
  const input = inputOf(symbols, closes, { name: 'max_sharpe' });
  const returns = simpleReturnsOf(closes);
  const problem = known(mixProblem(input));
  const hold = problemOf(closes, 0.0001);
  const { fixedMix } = startingPoints(hold, 0);
  const solving = (objective: MixObjective) => () => solveObjective(problem, objective);
  const lines: readonly Line[] = [
    { name: 'covariance', work: () => sampleCovariance(returns), targetMs: 150 },
    { name: 'max Sharpe, given the moments', work: solving({ name: 'max_sharpe' }), targetMs: 10 },
    {
      name: 'whole frontier, 50 points, given the moments',
      work: () => solveFrontierOf(problem, 50),
      targetMs: 50,
    },
    {
      name: 'buy-and-hold Sharpe from a warm start',
      work: () => fixedMix && localSearch(hold, fixedMix),
      targetMs: 60,
    },
    { name: 'HRP', work: solving({ name: 'hrp', linkage: 'single' }), targetMs: 40 },
    {
      name: 'risk parity',
      work: solving({ name: 'risk_parity', riskBudgets: evenly(symbols) }),
      targetMs: 15,
    },
  ];
  return lines.map((line) => ({ ...line, name: `500 × 2500 ${market}: ${line.name}` }));
}

function small(): readonly Line[] {
  const symbols = 20;
  const closes = equityCloses(1, { symbols, days: 1000 });
  const objectives: readonly MixObjective[] = [
    { name: 'max_sharpe' },
    { name: 'min_volatility' },
    { name: 'target_return', targetReturn: 0.15 },
    { name: 'target_volatility', targetVolatility: 0.2 },
    { name: 'max_utility', riskAversion: 3 },
    { name: 'max_diversification' },
    { name: 'risk_parity', riskBudgets: evenly(symbols) },
    { name: 'hrp', linkage: 'ward' },
    { name: 'herc', linkage: 'ward' },
    { name: 'nco', linkage: 'ward', innerObjective: 'max_sharpe', outerObjective: 'max_sharpe' },
    { name: 'max_decorrelation' },
    { name: 'max_return' },
    { name: 'min_tracking_error', measure: 'variance' },
    { name: 'max_information_ratio' },
    { name: 'inverse_variance' },
    { name: 'inverse_volatility' },
    { name: 'equal_weight' },
  ];
  const hold = {
    closes,
    hurdle: { riskFreePerPeriod: 0.0001 },
    periodsPerYear: 252,
    globalBound: 'when-small',
  } as const;
  return [
    { name: '20 × 1000: buy-and-hold Sharpe, all starts', work: () => solve(hold), targetMs: 60 },
    ...objectives.map((objective) => ({
      name: `20 × 1000: ${objective.name}, with its estimate`,
      work: () => solveMix(inputOf(symbols, closes, objective)),
      targetMs: 60,
    })),
  ];
}

/** Objectives that judge single days; those of worst days by linear programs. */
function ofDays(linear: SolveLinear): readonly Line[] {
  const line = ({ symbols, days }: MarketSize, objective: MixObjective, targetMs: number): Line => {
    const input = inputOf(symbols, equityCloses(1, { symbols, days }), objective);
    const name = `${symbols} × ${days}: ${objective.name}, with its estimate`;
    return { name, work: () => solved(solveMix(input, linear)), targetMs };
  };
  const objectives: readonly MixObjective[] = [
    { name: 'min_cvar', confidence: 0.95 },
    { name: 'min_max_drawdown' },
    { name: 'min_semivariance', threshold: 0 },
    { name: 'max_sortino', threshold: 0 },
    { name: 'max_omega', threshold: 0 },
    // Between the least risk and that of the highest return.
    { name: 'target_cvar', confidence: 0.95, limit: 0.02 },
    { name: 'target_semideviation', threshold: 0, limit: 0.12 },
    { name: 'max_downside_utility', threshold: 0, riskAversion: 3 },
    { name: 'kelly', fraction: 1 },
  ];
  return [
    ...objectives.map((objective) => line({ symbols: 20, days: 1000 }, objective, 60)),
    line(largeSize, { name: 'min_cvar', confidence: 0.95 }, 5000),
  ];
}

function solved(solution: MixSolution): void {
  if (!solution.solved) throw new Error(`the bench's problem has a fault: ${solution.reason}`);
}

function inputOf(symbols: number, closes: MixInput['closes'], objective: MixObjective): MixInput {
  return {
    closes,
    market: basketOf(closes),
    riskFreeRate: 0.02,
    periodsPerYear: 252,
    question: {
      objective,
      estimate: {
        expectedReturns: 'arithmetic',
        expectedReturnsSpan: 500,
        compounding: false,
        riskModel: 'sample',
        riskModelSpan: 180,
        semicovarianceThreshold: 0,
        missing: 'inner',
      },
      bounds: {
        lower: Array.from({ length: symbols }, () => 0),
        upper: Array.from({ length: symbols }, () => 1),
      },
      l2: 0,
    },
  };
}

/** An index to follow or to beat: one share of every other symbol. */
function basketOf({ rows, columns, values }: MixInput['closes']): Float64Array {
  const index = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const day = values.subarray(t * columns, (t + 1) * columns);
    index[t] = day.reduce((sum, close, i) => (i % 2 === 0 ? sum + close : sum), 0);
  }
  return index;
}

function evenly(size: number): readonly number[] {
  return Array.from({ length: size }, () => 1 / size);
}

function known(problem: ReturnType<typeof mixProblem>): MixProblem {
  if ('reason' in problem) throw new Error(`the bench's problem has a fault: ${problem.reason}`);
  return problem;
}
