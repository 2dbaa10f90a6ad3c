import { type SolveDraws, solveDraws } from './draws.ts';
import { solveFrontier } from './frontier.ts';
import { solveMix } from './mix-solve.ts';
import type { Solve } from './optimise.ts';
import type { SolveMix } from './optimise-mix.ts';
import { solve } from './solve.ts';
import type { SolveFrontier } from './trace-frontier.ts';

/** The solves that answers are made of. */
export interface Solvers {
  readonly solve: Solve;
  readonly solveMix: SolveMix;
  readonly solveFrontier: SolveFrontier;
  readonly solveDraws: SolveDraws;
}

/** Solves where they are asked for: answers as a whole are computed in threads, when they are long. */
export const solveHere: Solvers = {
  solve: async (input) => solve(input),
  solveMix: async (input) => solveMix(input),
  solveFrontier: async (input) => solveFrontier(input),
  solveDraws: async (input) => solveDraws(input),
};
