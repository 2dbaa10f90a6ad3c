import { type Drawn, type DrawsInput, solveDraws as solveDrawsHere } from './portfolio/draws.ts';
import { type FrontierSolution, solveFrontier as solveFrontierHere } from './portfolio/frontier.ts';
import type { MixInput } from './portfolio/mix-problem.ts';
import { type MixSolution, solveMix as solveMixHere } from './portfolio/mix-solve.ts';
import { performanceCsv as render } from './portfolio/performance-csv.ts';
import { type Solution, type SolveInput, solve as solveHere } from './portfolio/solve.ts';

// What worker/threads.ts runs in a thread of its own, by these names.

/** A solve that would hold up the event loop. */
export function solve(input: SolveInput): Solution {
  return solveHere(input);
}

/** An estimate and a fixed mix that would hold up the event loop. */
export function solveMix(input: MixInput): MixSolution {
  return solveMixHere(input);
}

/** A frontier that would hold up the event loop. */
export function solveFrontier(input: MixInput): FrontierSolution {
  return solveFrontierHere(input);
}

/** One question on many drawn prices. */
export function solveDraws(input: DrawsInput): readonly Drawn[] {
  return solveDrawsHere(input);
}

/** An answer's table as CSV: rendering it loads a library of 160 MB, which stays in the thread. */
export function performanceCsv(answer: Uint8Array): Promise<string> {
  return render(Buffer.from(answer).toString());
}
