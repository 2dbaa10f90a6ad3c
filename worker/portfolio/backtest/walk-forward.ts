import {
  type ChangedTargets,
  type RebalancedPath,
  rebalancedPath,
} from '../../kernels/paths/rebalanced-path.ts';
import { equalWeights } from '../../kernels/risk/equal-weight.ts';
import type { Drawn, SolveDraws } from '../bootstrap/draws.ts';
import type { Optimisation } from '../bootstrap/optimisation.ts';
import { holdInput } from '../hold/optimise.ts';
import { asksForMix, mixInput } from '../mix/optimise-mix.ts';
import type { WalkQuery } from '../query/walk-query.ts';
import { ratePerPeriod } from '../report/followed-path.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { pairwisePanel } from '../window/panel.ts';
import { rebalancingDays } from './rebalancing-days.ts';
import { refuseRuinousCosts } from './ruinous-costs.ts';
import { type Decision, walkSchedule } from './walk-schedule.ts';
import { type TrainingWindow, type WalkStep, walkSteps } from './walk-steps.ts';

/** What came of a walk. */
export interface Walk {
  /** The days from the first purchase on, and the closes of these. */
  readonly material: JoinedMaterial;
  readonly steps: readonly WalkStep[];
  readonly asked: RebalancedPath;
  /** Equal weights bought on the same days at the same costs. */
  readonly equal: RebalancedPath;
}

/**
 * Optimises again and again on the way, and follows the weights: those bought at the close of a day
 * rest on closes up to that day's, less the lag, and on nothing later.
 *
 * @throws {InvalidQuery} when too few days are left to walk on
 * @throws {IllPosed} when costs take the whole value
 */
export async function walkForward(
  query: WalkQuery,
  material: JoinedMaterial,
  solveDraws: SolveDraws,
): Promise<Walk> {
  const { days } = material.window;
  const schedule = walkSchedule(days, query.walkForward);
  const { days: drawnFrom, windows } = windowsOf(query, material, schedule);
  const input = { optimisation: optimisationOf(query, material), draws: windows };
  const drawn: readonly Drawn[] = await solveDraws(input);
  const later = laterMaterial(material, schedule[0]?.row ?? 0);
  const steps = walkSteps(query, {
    schedule,
    outcomes: drawn.map(({ outcome }) => outcome),
    windows,
    days: drawnFrom,
  });
  const columns = query.symbols.length;
  const equal = equalWeights(columns).map((weight) => weight * (1 - query.cash));
  return {
    material: later,
    steps,
    asked: follow(
      query,
      later,
      steps.flatMap(({ day, bought }) => (bought ? [{ day, ...bought }] : [])),
    ),
    equal: follow(
      query,
      later,
      steps.map(({ day }) => ({ day, weights: equal, cash: query.cash })),
    ),
  };
}

/** Rows of the prices that an optimisation rests on, both inclusive, for each on the way. */
function windowsOf(
  query: WalkQuery,
  material: JoinedMaterial,
  schedule: readonly Decision[],
): { readonly days: Int32Array; readonly windows: readonly TrainingWindow[] } {
  const { days } = material.window;
  if (!asksForMix(query) || query.mix.estimate.missing === 'inner') {
    return { days, windows: schedule.map(({ from, to }) => ({ from, to })) };
  }
  // Rows are those of every day on which some symbol has a close: there may be more of them.
  const panel = pairwisePanel(material);
  const rows = new Map(Array.from(panel.days, (day, row) => [day, row]));
  const { window, trainDays } = query.walkForward;
  const windows = schedule.map((decision) => {
    const to = rows.get(days[decision.to] ?? 0) ?? 0;
    return { from: window === 'rolling' ? Math.max(0, to - trainDays) : 0, to };
  });
  return { days: panel.days, windows };
}

function optimisationOf(query: WalkQuery, material: JoinedMaterial): Optimisation {
  return asksForMix(query)
    ? { kind: 'mix', input: mixInput(query, material) }
    : { kind: 'hold', input: holdInput({ ...query, globalBound: false }, material) };
}

/** The material without the days before a row. */
function laterMaterial(material: JoinedMaterial, row: number): JoinedMaterial {
  const { window } = material;
  const { rows, columns, values } = window.closes;
  const closes = { rows: rows - row, columns, values: values.subarray(row * columns) };
  return { ...material, window: { ...window, days: window.days.subarray(row), closes } };
}

/** @param targets  by ascending day, the first on day 0 */
function follow(
  query: WalkQuery,
  { window }: JoinedMaterial,
  [first, ...changes]: readonly ChangedTargets[],
): RebalancedPath {
  const { rebalancing, band, costRate, riskFreeRate, periodsPerYear } = query;
  if (first === undefined) throw new RangeError('a walk begins with a purchase');
  for (const { weights } of [first, ...changes]) refuseRuinousCosts(weights, costRate);
  return rebalancedPath(window.closes, {
    weights: first.weights,
    cash: first.cash,
    changes,
    cashRatePerPeriod: ratePerPeriod(riskFreeRate, periodsPerYear),
    costRate,
    due: rebalancingDays(window.days, rebalancing),
    band: rebalancing === 'bands' ? band : Number.POSITIVE_INFINITY,
  });
}
