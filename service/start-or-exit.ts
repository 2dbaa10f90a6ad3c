import process from 'node:process';
import { InvalidEnvironment } from './environment.ts';
import type { Log } from './log.ts';

/**
 * Starts a service; when that fails, says why in one line of the log (all faults, if it is the
 * settings) and ends the process with 1.
 */
export async function startOrExit(log: Log, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (error instanceof InvalidEnvironment)
      log.error('invalid settings', { faults: error.faults });
    else log.error('start failed', { error });
    log.flush();
    process.exit(1);
  }
}
