import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings } from '../../../proxy/settings.ts';
import { temporaryFolder } from '../../support/folder.ts';

const settings = suite('settings of protection');

const digest = 'ab'.repeat(32);

settings('everything is off by default, but for a bound on connections', () => {
  const { protection, trust } = readSettings({});

  assert.equal(protection, {
    addressRules: [],
    allowedHosts: undefined,
    origins: { origins: undefined, withoutOrigin: 'allow' },
    keyDigests: [],
    rateRules: [],
    rateKeys: 65_536,
    clientRequests: 0,
    clientConnections: 0,
    maxClients: 16_384,
    clientIpv6Prefix: 64,
    peerToken: undefined,
    securityHeaders: 'off',
  });
  assert.equal(trust, { hops: [], header: 'x-forwarded-for' });
});

settings('digests come from the environment and from a file', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'keys');
  writeFileSync(
    path,
    `# who may ask\nfrontend:${digest.toUpperCase()}\n\n${'cd'.repeat(32)} # tests\n`,
  );

  const { keyDigests } = readSettings({
    PROXY_BEARER_KEYS: `me:${'ef'.repeat(32)}`,
    PROXY_KEYS_FILE: path,
  }).protection;

  folder.remove();
  assert.equal(keyDigests, ['ef'.repeat(32), digest, 'cd'.repeat(32)]);
});

settings('a file without a digest does not open the gate', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'keys');
  writeFileSync(path, '# nothing yet\n');

  assert.throws(
    () => readSettings({ PROXY_KEYS_FILE: path }),
    /PROXY_KEYS_FILE names a file without/,
  );
  assert.throws(() => readSettings({ PROXY_KEYS_FILE: `${path}.gone` }), /that can be read/);
  folder.remove();
});

settings('what may be a secret is not repeated', () => {
  const secret = 'the key itself, by mistake';
  const env = { PROXY_BEARER_KEYS: secret, PROXY_PEER_TOKEN: secret };

  try {
    readSettings(env);
    assert.unreachable();
  } catch (error) {
    assert.match(String(error), /PROXY_BEARER_KEYS has an entry, number 1/);
    assert.match(String(error), /PROXY_PEER_TOKEN must be/);
    assert.not.match(String(error), /mistake/);
  }
});

const wrong: readonly (readonly [name: string, text: string])[] = [
  ['PROXY_TRUSTED', '10.0.0.0/99'],
  ['PROXY_REAL_IP_HEADER', 'X Real'],
  ['PROXY_ADDRESS_RULES', 'allow everybody'],
  ['PROXY_ALLOWED_HOSTS', 'http://edge.test'],
  ['PROXY_ALLOWED_ORIGINS', 'edge.test'],
  ['PROXY_WITHOUT_ORIGIN', 'maybe'],
  ['PROXY_RATE_LIMITS', '10'],
  ['PROXY_CLIENT_IPV6_PREFIX', '129'],
  ['PROXY_SECURITY_HEADERS', 'yes'],
];

for (const [name, text] of wrong) {
  settings(`${name} can not be "${text}"`, () => {
    assert.throws(() => readSettings({ [name]: text }), new RegExp(name));
  });
}

settings.run();
