import { drawsNeedLinear, type SolveDraws, solveDraws } from '../bootstrap/draws.ts';
import type { Solve } from '../hold/optimise.ts';
import { solve } from '../hold/solve.ts';
import { solveFrontier } from '../mix/frontier.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import { needsLinear, solveMix } from '../mix/mix-solve.ts';
import type { SolveMix } from '../mix/optimise-mix.ts';
import type { SolveFrontier } from '../mix/trace-frontier.ts';
import { type PlanShares, planShares } from '../shares/share-plan.ts';

/** The solves that answers are made of. */
export interface Solvers {
  readonly solve: Solve;
  readonly solveMix: SolveMix;
  readonly solveFrontier: SolveFrontier;
  readonly solveDraws: SolveDraws;
  readonly planShares: PlanShares;
}

/** Opens the solver of linear programs, or gives the one that is open. */
export type OpenLinear = () => Promise<SolveLinear>;

/** Solves where they are asked for: answers as a whole are computed in threads, when they are long. */
export function solversHere(openLinear: OpenLinear): Solvers {
  return {
    solve: async (input) => solve(input),
    solveMix: async (input) =>
      needsLinear(input) ? solveMix(input, await openLinear()) : solveMix(input),
    solveFrontier: async (input) => solveFrontier(input),
    solveDraws: async (input) =>
      drawsNeedLinear(input) ? solveDraws(input, await openLinear()) : solveDraws(input),
    planShares: async (input) => planShares(input),
  };
}
