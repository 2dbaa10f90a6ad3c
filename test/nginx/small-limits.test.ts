import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';

const limits = suite('limits of nginx');

const generated = (env: Readonly<Record<string, string>>): string =>
  nginxConfFrom(env, { version: parseVersion('1.22') });

limits('the sockets that nginx listens on are counted besides the clients', () => {
  const text = generated({ PROXY_MAX_CLIENTS: '1' });

  assert.match(text, 'worker_connections 18;');
  assert.match(text, 'worker_rlimit_nofile 1024;');
});

limits('a client has no more requests under way than nginx can count', () => {
  assert.match(generated({ PROXY_CLIENT_REQUESTS: '70000' }), 'limit_conn requests 65535;');
});

limits.run();
