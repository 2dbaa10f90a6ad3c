import process from 'node:process';
import { freePort } from '../../test/support/ports.ts';
import { type Running, startRunning } from '../running.ts';

/** The proxies of npm that we compare with, and the programs that run them. */
export const npmProxies: Readonly<Record<string, string>> = {
  'fast-proxy': 'dist/bench/edge/npm/fast-proxy.js',
  '@fastify/http-proxy': 'dist/bench/edge/npm/fastify.js',
};

/** Starts one of them before a peer. */
export async function startNpmProxy(
  name: string,
  { folder, peerPort }: { readonly folder: string; readonly peerPort: number },
): Promise<Running> {
  const port = await freePort();
  const program = npmProxies[name];
  if (program === undefined) throw new Error(`there is no ${name}`);
  return startRunning({
    name: name.replace(/\W/g, '-'),
    command: process.execPath,
    args: [program, String(port), String(peerPort)],
    env: { NODE_ENV: 'production' },
    folder,
    port,
  });
}
