import type { Effort } from './effort.ts';
import { benchInWorker } from './in-worker.ts';
import { benchMemory } from './memory.ts';
import { importPrices } from './price-store.ts';
import { benchStart } from './start.ts';

/** Measures what operators see: the start of the whole, an answer's time in a worker, its memory. */
export async function benchService(folder: string, effort: Effort): Promise<void> {
  const store = await importPrices(folder);
  await benchStart(store, effort);
  await benchInWorker(folder, { store, effort });
  await benchMemory(folder, { store, effort });
}
