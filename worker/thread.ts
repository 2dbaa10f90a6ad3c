import { performanceCsv as render } from './portfolio/performance-csv.ts';
import { type Solution, type SolveInput, solve as solveHere } from './portfolio/solve.ts';

// What worker/threads.ts runs in a thread of its own, by these names.

/** A solve that would hold up the event loop. */
export function solve(input: SolveInput): Solution {
  return solveHere(input);
}

/** An answer's table as CSV: rendering it loads a library of 160 MB, which stays in the thread. */
export function performanceCsv(answer: Uint8Array): Promise<string> {
  return render(Buffer.from(answer).toString());
}
