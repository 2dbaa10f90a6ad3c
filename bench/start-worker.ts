import process from 'node:process';
import { freePort } from '../test/support/ports.ts';
import { argumentsIn, shippedApp } from '../test/support/shipped-app.ts';
import { type Running, startRunning } from './running.ts';

/** Starts one worker as it is shipped, on a store of its own. */
export async function startWorker(folder: string, store: string): Promise<Running> {
  const port = await freePort();
  const shipped = await shippedApp('stocks-backend');
  return startRunning({
    name: 'worker',
    command: process.execPath,
    args: [...argumentsIn(shipped.node_args), shipped.script],
    env: {
      ...shipped.env,
      BASE_PORT: String(port),
      WORKER_STORE: store,
      // Nobody listens there: a benchmark never asks the real source.
      WORKER_YAHOO_URLS: 'http://127.0.0.1:9',
    },
    folder,
    port,
  });
}
