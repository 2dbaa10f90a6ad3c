import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ecosystemSettings } from '../../deploy/nginx-conf.ts';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';

const shipped = suite('nginx/nginx.conf');

shipped('it is what is generated for ecosystem.config.js', async () => {
  const settings = await ecosystemSettings();
  const text = readFileSync('nginx/nginx.conf', 'utf8');

  assert.fixture(text, nginxConfFrom(settings, { version: parseVersion('1.22') }));
});

shipped.run();
