import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { NotForNginx } from '../../nginx/target.ts';
import { parseVersion } from '../../nginx/version.ts';
import { InvalidEnvironment } from '../../service/environment.ts';

const refused = suite('settings that nginx is not given');

const target = { version: parseVersion('1.22') };

refused('a port that the system is to choose', () => {
  assert.throws(
    () => nginxConfFrom({ PROXY_PORT: '0' }, target),
    (error: unknown) => error instanceof NotForNginx && error.message.includes('PROXY_PORT'),
  );
  assert.throws(() => nginxConfFrom({ PROXY_ADMIN_PORT: '0' }, target), /PROXY_ADMIN_PORT/);
});

refused('a host that would end its directive', () => {
  const env = { PROXY_HOST: '127.0.0.1:80; root /;' };
  assert.throws(() => nginxConfFrom(env, target), /PROXY_HOST must be an address or a name/);
});

refused('a resolver that would end its directive', () => {
  const newer = { version: parseVersion('current'), resolver: '10.0.0.2; root /' };
  assert.throws(() => nginxConfFrom({ PROXY_PEERS: 'a.test:80' }, newer), /the resolver must be/);
});

refused('a field that no variable is named after', () => {
  const env = { PROXY_BALANCER: 'rendezvous', PROXY_HASH_KEY: 'header:X.Y' };
  assert.throws(() => nginxConfFrom(env, target), /no variable for the field x.y/i);
  assert.match(nginxConfFrom({ ...env, PROXY_HASH_KEY: 'header:X-Y' }, target), 'hash $http_x_y');
});

refused('a protocol that would be taken for a variable', () => {
  assert.throws(() => nginxConfFrom({ PROXY_UPGRADES: 'a$b' }, target), /PROXY_UPGRADES has a \$/);
});

refused('what the proxy itself would refuse', () => {
  assert.throws(
    () => nginxConfFrom({ PROXY_MAX_FAILS: 'many' }, target),
    (error: unknown) => error instanceof InvalidEnvironment,
  );
});

refused('IPv6 hosts are bracketed', () => {
  assert.match(nginxConfFrom({ PROXY_HOST: '::1' }, target), /^ *listen \[::1\]:8000;$/m);
});

refused.run();
