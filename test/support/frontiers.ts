import { criticalLine, type FrontierProblem } from '../../worker/kernels/frontier/critical-line.ts';
import type { Frontier } from '../../worker/kernels/frontier/frontier-point.ts';
import { frontierProblem, type NamedProblem } from './frontier-problems.ts';

/** The frontier of a problem that has one. */
export function frontierOf(problem: FrontierProblem): Frontier {
  const found = criticalLine(problem);
  if (!found.solved) throw new Error(found.reason);
  const { mean, covariance } = problem;
  return { mean, covariance, corners: found.corners };
}

/** The frontiers of random problems, as far as they have one. */
export function randomFrontiers(
  firstSeed: number,
  lastSeed: number,
): { readonly problem: NamedProblem; readonly frontier: Frontier }[] {
  const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, k) => firstSeed + k);
  return seeds.flatMap((seed) => {
    const problem = frontierProblem(seed);
    return criticalLine(problem).solved ? [{ problem, frontier: frontierOf(problem) }] : [];
  });
}

/** Two uncorrelated symbols of 10 % and 20 % that vary by 1 and 2, long only. */
export const twoSymbols: FrontierProblem = {
  mean: Float64Array.of(0.1, 0.2),
  covariance: { rows: 2, columns: 2, values: Float64Array.of(1, 0, 0, 4) },
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(1, 1),
};
