import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings } from '../../../proxy/settings.ts';

const settings = suite('settings of TLS');

settings('certificates and keys are listed', () => {
  const { tls } = readSettings({
    PROXY_TLS_PORT: '8443',
    PROXY_TLS_CERTIFICATES: '/a.pem;key=/a.key, /both.pem',
  });

  assert.is(tls.port, 8443);
  assert.equal(tls.certificates, [
    { certificatePath: '/a.pem', keyPath: '/a.key' },
    { certificatePath: '/both.pem', keyPath: '/both.pem' },
  ]);
});

for (const [title, env, fault] of [
  ['TLS without a certificate', { PROXY_TLS_PORT: '0' }, 'must name a certificate'],
  ['a port that is none', { PROXY_TLS_PORT: '70000' }, 'PROXY_TLS_PORT'],
  ['a key of another kind', { PROXY_TLS_CERTIFICATES: '/a.pem;pass=x' }, 'CERTIFICATE.pem'],
  ['a redirect to nowhere', { PROXY_HTTPS_REDIRECT: 'on' }, 'needs PROXY_TLS_PORT'],
  ['a strict transport without an age', { PROXY_HSTS: 'includeSubDomains' }, 'PROXY_HSTS'],
] as const) {
  settings(`${title} is a fault`, () => {
    assert.throws(() => readSettings(env), fault);
  });
}

settings.run();
