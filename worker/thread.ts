import {
  type Drawn,
  type DrawsInput,
  drawsNeedLinear,
  solveDraws as solveDrawsHere,
} from './portfolio/draws.ts';
import { type FrontierSolution, solveFrontier as solveFrontierHere } from './portfolio/frontier.ts';
import type { SolveLinear } from './portfolio/linear-solver.ts';
import type { MixInput } from './portfolio/mix-problem.ts';
import { type MixSolution, needsLinear, solveMix as solveMixHere } from './portfolio/mix-solve.ts';
import { performanceCsv as render } from './portfolio/performance-csv.ts';
import {
  planShares as planSharesHere,
  type ShareInput,
  type ShareSolution,
} from './portfolio/share-plan.ts';
import { type Solution, type SolveInput, solve as solveHere } from './portfolio/solve.ts';

// What worker/threads.ts runs in a thread of its own, by these names.

/** A solve that would hold up the event loop. */
export function solve(input: SolveInput): Solution {
  return solveHere(input);
}

let linear: Promise<SolveLinear> | undefined;

/** An estimate and a fixed mix that would hold up the event loop. */
export async function solveMix(input: MixInput): Promise<MixSolution> {
  return needsLinear(input) ? solveMixHere(input, await linearSolver()) : solveMixHere(input);
}

/** Loaded by the first that needs it: it takes 20 MB, and more with every solve. */
function linearSolver(): Promise<SolveLinear> {
  linear ??= import('./solvers/linear-program.ts').then(({ openLinearSolver }) =>
    openLinearSolver(),
  );
  return linear;
}

/** A frontier that would hold up the event loop. */
export function solveFrontier(input: MixInput): FrontierSolution {
  return solveFrontierHere(input);
}

/** Shares whose choice would hold up the event loop. */
export function planShares(input: ShareInput): ShareSolution {
  return planSharesHere(input);
}

/** One question on many drawn prices. */
export async function solveDraws(input: DrawsInput): Promise<readonly Drawn[]> {
  return drawsNeedLinear(input)
    ? solveDrawsHere(input, await linearSolver())
    : solveDrawsHere(input);
}

/** An answer's table as CSV: rendering it loads a library of 160 MB, which stays in the thread. */
export function performanceCsv(answer: Uint8Array): Promise<string> {
  return render(Buffer.from(answer).toString());
}
