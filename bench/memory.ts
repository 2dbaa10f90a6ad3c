import { setTimeout as delay } from 'node:timers/promises';
import { residentBytes } from '../test/contract/support/child.ts';
import { ask, askRepeatedly } from './ask.ts';
import type { Effort } from './effort.ts';
import { cachedQuestion, questionWithBound, questionWithoutBound } from './seed-question.ts';
import { startWorker } from './start-worker.ts';
import { figure, judged, printTable } from './table.ts';

/** The most memory that a worker may take before danfo.js is loaded, in MiB. */
const withoutDanfoMiB = 120;

const mebibyte = 1_048_576;

/** Measures one worker's resident memory after each thing that makes it grow. */
export async function benchMemory(
  folder: string,
  { store, effort }: { readonly store: string; readonly effort: Effort },
): Promise<void> {
  const worker = await startWorker(folder, store);
  const { requests } = effort;
  try {
    const resident = async (): Promise<number> => {
      // Memory that a request needed for a moment is given back a little later.
      await delay(300);
      return (await residentBytes(worker.pid)) / mebibyte;
    };
    const idle = await resident();
    await askRepeatedly(worker.url, questionWithoutBound, { from: 1000, count: requests });
    const asked = await resident();
    await askRepeatedly(worker.url, questionWithBound, { from: 1000, count: 20 });
    const threaded = await resident();
    await ask(worker.url, cachedQuestion, 'text/csv');
    const danfo = await resident();
    const before = (mib: number): readonly string[] => [
      figure(mib),
      judged(mib, withoutDanfoMiB, 'MiB'),
    ];
    printTable('resident memory of a worker', [
      ['after', 'MiB', ''],
      ['its start', ...before(idle)],
      [`${requests} uncached documented questions, "global_bound": false`, ...before(asked)],
      ['20 more with the bound, solved in a thread', ...before(threaded)],
      ['an answer as CSV, made by danfo.js in the thread', figure(danfo), ''],
    ]);
  } finally {
    await worker.stop();
  }
}
