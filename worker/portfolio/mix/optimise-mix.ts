import { IllPosed } from '../../errors.ts';
import { sumExactly } from '../../kernels/algebra/exact-sum.ts';
import { firstRuin, fixedMixPath, heldPath } from '../../kernels/paths/weights-path.ts';
import { isoDate } from '../../prices/day.ts';
import type { PortfolioQuery } from '../query/query.ts';
import { ratePerPeriod } from '../report/followed-path.ts';
import { type Report, report } from '../report/report.ts';
import {
  comparedWarning,
  fewReturns,
  fewReturnsWarning,
  uncertainWarning,
  warningsAround,
} from '../report/warnings.ts';
import type { PlanShares } from '../shares/share-plan.ts';
import { type JoinedMaterial, joinMaterial, type Material } from '../window/material.ts';
import { innerPanel, pairwisePanel } from '../window/panel.ts';
import { closesOn } from '../window/window.ts';
import { constrainedMembers } from './constraint-report.ts';
import { heldRatio } from './held-ratio.ts';
import { illPosedMix } from './mix-ill-posed.ts';
import type { Estimate, MixInput, MixOptimum } from './mix-problem.ts';
import { investedShare, isHeld, type MixQuestion } from './mix-question.ts';
import { mixCertificate, mixObjective } from './mix-report.ts';
import type { MixSolution } from './mix-solve.ts';

/** Solves here or elsewhere, such as in a thread. */
export type SolveMix = (input: MixInput) => Promise<MixSolution>;

/** A query that asks for a fixed mix. */
export interface MixQuery extends PortfolioQuery {
  readonly mix: MixQuestion;
}

/** Whether a query asks for a fixed mix rather than for one that is bought and held. */
export function asksForMix(query: PortfolioQuery): query is MixQuery {
  return query.mix !== undefined;
}

/**
 * Answers a query for a portfolio that is brought back to its weights every day.
 *
 * @throws {TooFewPrices} when the symbols share fewer than 3 days
 * @throws {IllPosed} when there is no such portfolio, saying what to change
 */
export async function optimiseMix(
  query: MixQuery,
  material: Material,
  solve: SolveMix,
  planShares: PlanShares,
): Promise<Report> {
  const joined = joinMaterial(material);
  const { window, benchmark } = joined;
  const solution = await solve(mixInput(query, joined));
  if (!solution.solved) throw new IllPosed(illPosedMix(solution, query));
  const { objective } = query.mix;
  const invested = investedShare(objective);
  const total = query.mix.marketNeutral === true ? 0 : 1;
  const range =
    objective.name === 'implied_weights'
      ? undefined
      : keptRange(query.mix, solution.optimum.weights);
  const mix = sumExactly(solution.optimum.weights, total, range);
  const weights = invested === 1 ? mix : mix.map((weight) => weight * invested);
  const held = isHeld(objective);
  const path = held
    ? heldPath(window.closes, weights)
    : fixedMixPath(
        window.closes,
        weights,
        (1 - invested) * ratePerPeriod(query.riskFreeRate, query.periodsPerYear),
      );
  const findings = {
    query,
    material: joined,
    weights,
    cash: 1 - invested,
    sharpeRatio: (held ? heldRatio(path, query) : solution.expected.sharpeRatio) ?? null,
    path,
    benchmarkCloses: benchmark && closesOn(window.days, benchmark),
    told: {
      objective: {
        ...mixObjective(query, solution),
        ...constrainedMembers(query.symbols, query.mix.constraints, weights),
      },
      certificate: mixCertificate(query, solution, window.days),
      warnings: warningsAround(query, joined, [
        ...fewWarning(solution.estimate.counts),
        ...trackedWarning(solution.optimum, query, window.days.length - 1),
        ...ruinWarning(window.days, path),
        ...repairWarning(solution.estimate, query),
        ...uncertainWarning(missOf(solution.optimum), solution.optimum.objectiveValue),
        ...solution.optimum.notes,
      ]),
    },
  };
  return report(findings, planShares);
}

/** Bounds, and the least position of those that are held: no last digit is to go past them. */
export function keptRange(
  { bounds, constraints }: MixQuestion,
  weights: Float64Array,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const least = constraints?.positions?.least ?? 0;
  const held = (i: number): number => weights[i] ?? 0;
  return {
    lower: Float64Array.from(bounds.lower, (low, i) => (held(i) > 0 ? Math.max(low, least) : low)),
    upper: Float64Array.from(bounds.upper, (high, i) =>
      held(i) < 0 ? Math.min(high, -least) : high,
    ),
  };
}

/** What is to be solved: the closes that the estimate rests on, and the question. */
export function mixInput(query: MixQuery, joined: JoinedMaterial): MixInput {
  const { mix, riskFreeRate, periodsPerYear } = query;
  const panel = mix.estimate.missing === 'inner' ? innerPanel(joined) : pairwisePanel(joined);
  const market = joined.benchmark && closesOn(panel.days, joined.benchmark);
  return {
    closes: panel.closes,
    ...(market === undefined ? {} : { market }),
    riskFreeRate,
    periodsPerYear,
    question: mix,
  };
}

function missOf({ kktResidual, dualityGap }: MixOptimum): number | undefined {
  return kktResidual ?? dualityGap;
}

function fewWarning(counts: Int32Array): readonly string[] {
  const least = Math.min(...counts);
  return least < fewReturns ? [fewReturnsWarning(least)] : [];
}

function trackedWarning(
  { tracking }: MixOptimum,
  { benchmark }: MixQuery,
  returns: number,
): readonly string[] {
  return comparedWarning(benchmark, tracking?.returns ?? returns, returns);
}

function ruinWarning(days: Int32Array, path: Float64Array): readonly string[] {
  const ruin = firstRuin(path);
  if (ruin === undefined) return [];
  return [`With these weights everything would have been lost on ${isoDate(days[ruin] ?? 0)}.`];
}

/** That the covariance is not quite what was asked for. */
export function repairWarning({ repair }: Estimate, { mix }: MixQuery): readonly string[] {
  if (repair === undefined) return [];
  const why =
    typeof mix.estimate.riskModel === 'string'
      ? ', because its entries come from different days'
      : '';
  const how = {
    spectral: 'negative eigenvalues were raised to 0',
    nearest: 'the nearest correlation took the place of its own',
    diagonal: 'the same was added to every variance',
  }[repair.method];
  const short = repair.converged ? '' : ' (nearly: the search for it ended first)';
  return [`The covariance was not positive semidefinite${why}: ${how}${short}.`];
}
