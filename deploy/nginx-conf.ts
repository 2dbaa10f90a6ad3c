import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nginxConfFrom } from '../nginx/from-environment.ts';
import { installedVersion } from '../nginx/installed-version.ts';
import type { Environment } from '../service/environment.ts';

/**
 * Writes the nginx.conf for what ecosystem.config.js and the caller set, for the nginx in use.
 *
 * @param env   the caller's environment
 * @param path  of the file
 * @throws {InvalidEnvironment | NotForNginx} a setting is wrong, or nginx can't be started with it
 */
export async function writeNginxConf(env: Environment, path: string): Promise<void> {
  const version = await installedVersion(env['NGINX'] || '/usr/sbin/nginx');
  const given = Object.entries(env).filter(([, value]) => value);
  const settings = { ...(await ecosystemSettings()), ...Object.fromEntries(given) };
  // It may hold the token that peers require.
  await writeFile(path, nginxConfFrom(settings, { version }), { mode: 0o600 });
}

/** What ecosystem.config.js gives the proxy in development. */
export async function ecosystemSettings(): Promise<Environment> {
  const file = pathToFileURL(resolve('ecosystem.config.js')).href;
  const { apps }: { readonly apps: readonly App[] } = await import(file);
  return apps.find(({ name }) => name === 'proxy')?.env ?? {};
}

interface App {
  readonly name: string;
  readonly env: Environment;
}
