import type { Effort } from './effort.ts';
import { compareNpm } from './optimise/compare-npm.ts';
import { compareSlsqp } from './optimise/compare-slsqp.ts';
import { measureTargets } from './optimise/targets.ts';
import { importPrices } from './price-store.ts';

/** Measures the optimiser against its targets, scipy's SLSQP, and two packages of npm. */
export async function benchOptimise(folder: string, { rounds, samplingMs }: Effort): Promise<void> {
  const effort = { rounds, sampling: { samples: 20, limitMs: samplingMs / 6 } };
  await measureTargets(effort);
  await compareSlsqp({ folder, store: await importPrices(folder) }, effort);
  compareNpm(effort);
}
