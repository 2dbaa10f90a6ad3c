import { IllPosed } from '../errors.ts';
import { buyAndHoldPath } from '../kernels/path-statistics.ts';
import type { Material } from './material.ts';
import type { PortfolioQuery } from './query.ts';
import { periodsPerYear, type Report, report } from './report.ts';
import type { Solution, SolveInput } from './solve.ts';
import { closesOn } from './window.ts';

/** Solves here or elsewhere, such as in a thread. */
export type Solve = (input: SolveInput) => Promise<Solution>;

/**
 * Answers a query from its prices.
 *
 * @throws {IllPosed} when the ratio is not defined, saying what to change
 */
export async function optimise(
  query: PortfolioQuery,
  material: Material,
  solve: Solve,
): Promise<Report> {
  const { window, benchmark } = material;
  const benchmarkCloses = benchmark && closesOn(window.days, benchmark);
  const solution = await solve({
    closes: window.closes,
    hurdle: benchmarkCloses
      ? { benchmark: benchmarkCloses }
      : { riskFreePerPeriod: (1 + query.riskFreeRate) ** (1 / periodsPerYear) - 1 },
    periodsPerYear,
    globalBound: query.globalBound ? 'when-small' : 'never',
  });
  if (!solution.solved) throw new IllPosed(whatToChange(solution.reason, query));
  const path = buyAndHoldPath(window.closes, solution.weights);
  return report({ query, material, solution, path, benchmarkCloses });
}
