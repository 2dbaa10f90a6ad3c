import { performanceCsv as render } from './portfolio/performance-csv.ts';
import { taskOf } from './tasks.ts';

// What worker/threads.ts runs in a thread of its own, by these names.

/** A task, and what it is to be done with. */
export interface NamedTask {
  readonly name: string;
  readonly input: unknown;
}

/** Work that would hold up the event loop. */
export function runTask({ name, input }: NamedTask): unknown {
  return taskOf(name).run(input);
}

/** An answer's table as CSV: rendering it loads a library of 160 MB, which stays in the thread. */
export function performanceCsv(answer: Uint8Array): Promise<string> {
  return render(Buffer.from(answer).toString());
}
