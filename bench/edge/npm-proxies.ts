import type { Running } from '../running.ts';
import { startProgram } from './programs.ts';

/** The proxies of npm that we compare with, and the programs that run them. */
export const npmProxies: Readonly<Record<string, string>> = {
  'fast-proxy': 'npm/fast-proxy',
  '@fastify/http-proxy': 'npm/fastify',
};

/** Starts one of them before a peer. */
export async function startNpmProxy(
  name: string,
  { folder, peerPort }: { readonly folder: string; readonly peerPort: number },
): Promise<Running> {
  const script = npmProxies[name];
  if (script === undefined) throw new Error(`there is no ${name}`);
  return startProgram(script, { folder, name: name.replace(/\W/g, '-'), args: [String(peerPort)] });
}
