import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';
import type { Environment } from '../../service/environment.ts';

const shipped = suite('nginx/nginx.conf');

shipped('it is what is generated for ecosystem.config.js', async () => {
  // The file reads it once, when it is imported, and nothing else of the unit tests does so.
  process.env['PROXY_RUNTIME'] = 'nginx';
  const settings = await proxySettings();
  delete process.env['PROXY_RUNTIME'];
  const text = readFileSync('nginx/nginx.conf', 'utf8');

  assert.fixture(text, nginxConfFrom(settings, { version: parseVersion('1.22') }));
});

shipped.run();

/** What ecosystem.config.js gives the proxy in development. */
async function proxySettings(): Promise<Environment> {
  const file = pathToFileURL(resolve('ecosystem.config.js')).href;
  const { apps }: { readonly apps: readonly App[] } = await import(file);
  return apps.find(({ name }) => name === 'proxy')?.env ?? {};
}

interface App {
  readonly name: string;
  readonly env: Environment;
}
