import { IllPosed } from '../errors.ts';
import { growthPaths } from '../kernels/growth.ts';
import { valuePath } from '../kernels/hold-sharpe.ts';
import { holdCertificate, holdObjective } from './hold-report.ts';
import { joinMaterial, type Material } from './material.ts';
import type { PortfolioQuery } from './query.ts';
import { periodsPerYear, type Report, report } from './report.ts';
import type { PlanShares } from './share-plan.ts';
import type { Solution, SolveInput, Unsolved } from './solve.ts';
import { warningsFor } from './warnings.ts';
import { closesOn } from './window.ts';

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
  const solution = await solve({
    closes: window.closes,
    hurdle: benchmarkCloses
      ? { benchmark: benchmarkCloses }
      : { riskFreePerPeriod: (1 + query.riskFreeRate) ** (1 / periodsPerYear) - 1 },
    periodsPerYear,
    globalBound: query.globalBound ? 'when-small' : 'never',
  });
  if (!solution.solved) throw new IllPosed(illPosed(solution, query));
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
      warnings: warningsFor(query, joined, solution.sharpeRatio),
    },
  };
  return report(findings, planShares);
}

/** Why there is no best portfolio, and what to change. */
function illPosed(
  { reason, excessCount, weights }: Unsolved,
  { symbols, benchmark }: PortfolioQuery,
): string {
  const hurdle = benchmark ?? 'the risk-free rate';
  const held = symbols.filter((_, i) => (weights?.[i] ?? 0) > 0).join(', ');
  switch (reason) {
    case 'too-few-returns':
      return `Only ${excessCount} return(s) can be compared with ${hurdle} and at least 2 are needed: widen the window, or choose another benchmark or null.`;
    case 'zero-variance':
      return `No portfolio of these symbols ever moves against ${hurdle}, so that no ratio exists: choose other symbols, another benchmark or null.`;
    case 'unbounded':
      return `Holding ${held} gains on ${hurdle} without any risk, so that the ratio has no upper bound: leave it out, or check its prices.`;
    case 'unattained':
      return `The nearer a portfolio comes to ${held}, which has no risk against ${hurdle}, the better its ratio, and there it has none: leave ${held} out, or choose another benchmark or null.`;
  }
}
