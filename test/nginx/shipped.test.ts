import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';
import { shippedApp } from '../support/shipped-app.ts';

const shipped = suite('nginx/nginx.conf');

shipped('it is what is generated for ecosystem.config.js', async () => {
  const { env } = await shippedApp('proxy', { PROXY_RUNTIME: 'nginx' });
  const text = readFileSync('nginx/nginx.conf', 'utf8');

  assert.fixture(text, nginxConfFrom(env, { version: parseVersion('1.22') }));
});

shipped.run();
