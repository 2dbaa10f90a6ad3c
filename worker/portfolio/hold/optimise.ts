import { IllPosed } from '../../errors.ts';
import { growthPaths } from '../../kernels/hold/growth.ts';
import { valuePath } from '../../kernels/hold/hold-sharpe.ts';
import type { PortfolioQuery } from '../query/query.ts';
import { type Report, report } from '../report/report.ts';
import { comparedWarning, warningsFor } from '../report/warnings.ts';
import type { PlanShares } from '../shares/share-plan.ts';
import { type JoinedMaterial, joinMaterial, type Material } from '../window/material.ts';
import { closesOn } from '../window/window.ts';
import { illPosedHold } from './hold-ill-posed.ts';
import { holdCertificate, holdObjective } from './hold-report.ts';
import type { Solution, SolveInput } from './solve.ts';

/** Solves here or elsewhere, such as in a thread. */
export type Solve = (input: SolveInput) => Promise<Solution>;

/**
 * Answers a query from its prices.
 *
 * @throws {TooFewPrices} when the symbols share fewer than 3 days
 * @throws {IllPosed} when the ratio is not defined, saying what to change
 */
export async function optimise(
  query: PortfolioQuery,
  material: Material,
  solve: Solve,
  planShares: PlanShares,
): Promise<Report> {
  const joined = joinMaterial(material);
  const { window, benchmark } = joined;
  const benchmarkCloses = benchmark && closesOn(window.days, benchmark);
  const solution = await solve(holdInput(query, joined));
  if (!solution.solved) throw new IllPosed(illPosedHold(solution, query));
  const path = valuePath(growthPaths(window.closes), solution.weights);
  const findings = {
    query,
    material: joined,
    weights: solution.weights,
    sharpeRatio: solution.sharpeRatio,
    path,
    benchmarkCloses,
    told: {
      objective: { objective: holdObjective(query) },
      certificate: holdCertificate(query, solution),
      warnings: [
        ...comparedWarning(query.benchmark, solution.excessCount, window.days.length - 1),
        ...warningsFor(query, joined, solution.sharpeRatio, solution.certificate.kktResidual),
      ],
    },
  };
  return report(findings, planShares);
}

/** What is to be solved: the closes, and what the ratio's returns are compared with. */
export function holdInput(
  query: Pick<PortfolioQuery, 'riskFreeRate' | 'globalBound' | 'periodsPerYear' | 'holdBounds'>,
  { window, benchmark }: JoinedMaterial,
): SolveInput {
  const { riskFreeRate, globalBound, periodsPerYear } = query;
  return {
    closes: window.closes,
    hurdle: benchmark
      ? { benchmark: closesOn(window.days, benchmark) }
      : { riskFreePerPeriod: (1 + riskFreeRate) ** (1 / periodsPerYear) - 1 },
    periodsPerYear,
    globalBound: globalBound ? 'when-small' : 'never',
    ...boundsInput(query),
  };
}

/** The bounds of a solve, where there are some. */
export function boundsInput({
  holdBounds: bounds,
}: Pick<PortfolioQuery, 'holdBounds'>): Pick<SolveInput, 'bounds'> {
  if (bounds === undefined) return {};
  const { lower, upper } = bounds;
  return { bounds: { lower: Float64Array.from(lower), upper: Float64Array.from(upper) } };
}
