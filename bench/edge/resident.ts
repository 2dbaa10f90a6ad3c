import { residentBytes } from '../../test/contract/support/child.ts';

/** Resident memory of processes, in MiB; what they share is counted for each. */
export async function residentMiB(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(residentBytes));
  return each.reduce((sum, one) => sum + one, 0) / 1_048_576;
}
