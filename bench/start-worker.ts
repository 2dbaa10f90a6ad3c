import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { freePort } from '../test/support/ports.ts';
import { type Running, startRunning } from './running.ts';

/** Starts one worker as it is shipped, on a store of its own. */
export async function startWorker(folder: string, store: string): Promise<Running> {
  const port = await freePort();
  const shipped = await shippedWorker();
  return startRunning({
    name: 'worker',
    command: process.execPath,
    args: [shipped.node_args, shipped.script],
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

/** The worker's entry in the file that PM2 reads. */
interface ShippedApp {
  readonly name: string;
  readonly script: string;
  readonly node_args: string;
  readonly env: Readonly<Record<string, string>>;
}

async function shippedWorker(): Promise<ShippedApp> {
  const file = pathToFileURL(resolve('ecosystem.config.js')).href;
  const { apps } = (await import(file)) as { readonly apps: readonly ShippedApp[] };
  const worker = apps.find(({ name }) => name === 'stocks-backend');
  if (worker === undefined) throw new Error('ecosystem.config.js has no stocks-backend');
  return worker;
}
