import { Problem, type ProblemOptions } from '../service/problem.ts';
import type { SolveLinear } from './portfolio/mix/linear-solver.ts';
import { answerText, type Question } from './portfolio/questions.ts';
import { performanceCsv as render } from './portfolio/report/performance-csv.ts';

// What worker/threads.ts runs in a thread of its own, by these names.

/** An answer, or why there is none: a thread's errors lose their class on the way. */
export type Outcome = { readonly text: Uint8Array } | { readonly problem: ProblemOptions };

/** An answer that would hold up the event loop. */
export async function answer(question: Question): Promise<Outcome> {
  try {
    return { text: new TextEncoder().encode(await answerText(question, linearSolver)) };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.options };
    throw error;
  }
}

let linear: Promise<SolveLinear> | undefined;

/** Loaded by the first that needs it: it takes 20 MB, and more with every solve. */
function linearSolver(): Promise<SolveLinear> {
  linear ??= import('./solvers/linear-program.ts').then(({ openLinearSolver }) =>
    openLinearSolver(),
  );
  return linear;
}

/** An answer's table as CSV: rendering it loads a library of 160 MB, which stays in the thread. */
export function performanceCsv(text: Uint8Array): Promise<string> {
  return render(Buffer.from(text).toString());
}
