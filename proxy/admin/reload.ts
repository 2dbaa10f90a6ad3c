import { InvalidEnvironment } from '../../service/environment.ts';
import { Problem } from '../../service/problem.ts';
import type { Reloading, ReloadOutcome } from '../reload/reloading.ts';

const stay = 'The settings in force stay as they are.';

/**
 * Reloads the settings for whoever asked by HTTP.
 *
 * @throws {Problem} 422 with every fault when they can't be used
 */
export async function reloadForAdmin(reloading: Pick<Reloading, 'reload'>): Promise<ReloadOutcome> {
  try {
    return await reloading.reload();
  } catch (error) {
    const faults =
      error instanceof InvalidEnvironment
        ? error.faults
        : [error instanceof Error ? error.message : String(error)];
    throw new Problem({ status: 422, detail: stay, extensions: { faults }, cause: error });
  }
}
