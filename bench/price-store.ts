import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { sharedData } from '../test/support/shared-data.ts';

const run = promisify(execFile);

/**
 * Makes a store of real prices with the worker's own command.
 *
 * @returns  path of the file
 * @throws {Error} ../shared/data is not there
 */
export async function importPrices(folder: string): Promise<string> {
  const store = join(folder, 'prices.db');
  for (const name of ['prices/stock_prices.csv', 'prices/spy_prices.csv']) {
    const file = sharedData(name);
    if (file === undefined) throw new Error(`there is no ../shared/data/${name}`);
    await run(process.execPath, ['dist/worker/prices/cli/main.js', 'import', file], {
      env: { ...process.env, WORKER_STORE: store },
    });
  }
  return store;
}
