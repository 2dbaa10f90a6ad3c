import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { parseVersion } from '../../nginx/version.ts';
import type { Environment } from '../../service/environment.ts';
import { makeCertificate } from '../support/certificates.ts';
import { temporaryFolder } from '../support/folder.ts';

// Newer versions are not installed where this runs: what is checked is that 1.22 is not given their words.
const newer = suite('newer versions of nginx');

const peers = 'PROXY_PEERS';

const folder = temporaryFolder();
newer.after(() => folder.remove());
const { entry } = makeCertificate(['DNS:a.test'], folder.path);
const tls = { PROXY_TLS_PORT: '8443', PROXY_TLS_CERTIFICATES: `${entry},${entry}` };

const features: readonly (readonly [since: string, before: string, env: Environment, RegExp])[] = [
  ['1.25.1', '1.25.0', tls, /^ *listen 127\.0\.0\.1:8443 ssl;\n *http2 on;$/m],
  ['1.27.2', '1.27.1', {}, /^ *proxy_pass_trailers on;$/m],
  ['1.27.3', '1.27.2', { [peers]: 'app.test:80' }, /server app\.test:80 .* resolve;$/m],
  ['1.27.4', '1.27.3', tls, /^ *ssl_certificate_cache max=100 valid=1m;$/m],
  ['1.29.0', '1.28.0', {}, /^ *early_hints \$early_hints;$/m],
  ['1.29.8', '1.29.7', {}, /^ *max_headers 1000;$/m],
  ['1.31.0', '1.30.0', { PROXY_BALANCER: 'two-choices' }, /^ *least_time header;$/m],
];

for (const [since, before, env, directive] of features) {
  newer(`${directive.source} is for ${since} and later`, () => {
    const made = (version: string): string =>
      nginxConfFrom(env, { version: parseVersion(version), resolver: '10.0.0.2' });

    assert.match(made(since), directive);
    assert.match(made('current'), directive);
    assert.not.match(made(before), directive);
    assert.not.match(made('1.22'), directive);
  });
}

newer('names are followed only with a resolver, and where they are names', () => {
  const version = parseVersion('current');
  const env = { [peers]: '127.0.0.1:80,[::1]:80,app.test:80' };

  assert.not.match(nginxConfFrom(env, { version }), / resolve;/);
  assert.is(nginxConfFrom(env, { version, resolver: '10.0.0.2' }).match(/ resolve;/g)?.length, 1);
});

newer('backups stay where the balancer of the version has them', () => {
  const env = { [peers]: 'a.test:80,b.test:80;backup', PROXY_BALANCER: 'two-choices' };
  const made = (version: string): string => nginxConfFrom(env, { version: parseVersion(version) });

  assert.match(made('1.31'), /server b\.test:80 backup/);
  assert.not.match(made('1.22'), /server b\.test/);
  assert.match(made('1.22'), /^# {3}PROXY_PEERS: no backups with this balancer/m);
});

newer.run();
