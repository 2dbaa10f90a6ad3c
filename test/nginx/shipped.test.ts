import { readFileSync } from 'node:fs';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ecosystemSettings } from '../../deploy/nginx-conf.ts';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';

const shipped = suite('nginx/nginx.conf');

shipped('it is what is generated for ecosystem.config.js', async () => {
  // The file reads it once, when it is imported, and nothing else of the unit tests does so.
  process.env['PROXY_RUNTIME'] = 'nginx';
  const settings = await ecosystemSettings();
  delete process.env['PROXY_RUNTIME'];
  const text = readFileSync('nginx/nginx.conf', 'utf8');

  assert.fixture(text, nginxConfFrom(settings, { version: parseVersion('1.22') }));
});

shipped.run();
