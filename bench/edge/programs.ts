import process from 'node:process';
import { freePort } from '../../test/support/ports.ts';
import { type Running, startRunning } from '../running.ts';

/** Starts a program of ours that takes its port as its first argument. */
export async function startProgram(
  script: string,
  {
    folder,
    name,
    args = [],
  }: { readonly folder: string; readonly name: string; readonly args?: readonly string[] },
): Promise<Running> {
  const port = await freePort();
  return startRunning({
    name,
    command: process.execPath,
    args: [`dist/bench/edge/${script}.js`, String(port), ...args],
    env: { NODE_ENV: 'production' },
    folder,
    port,
  });
}
