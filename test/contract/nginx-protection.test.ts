import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldValue, fieldValues } from './support/message.ts';
import { writes } from './support/scripts.ts';
import { onlyHead, withNginx } from './support/with-nginx.ts';

// What nginx does of the settings that the contract does not compare.
const guarded = suite('nginx as generated for protection');

const framedAnswer = 'HTTP/1.1 200 OK\r\nX-Frame-Options: DENY\r\nContent-Length: 0\r\n\r\n';

guarded('keys let in, and go no further', async () => {
  const env = { PROXY_BEARER_KEYS: 'e'.repeat(64) };
  const files = { 'keys.map': '"~^Bearer +Open.Sesame$" 0;' };
  await withNginx({ env, files }, async ({ asked, origin }) => {
    const closed = await asked({});
    const wrong = await asked({ fields: ['Authorization: Bearer open.sesame'] });
    const open = await asked({ fields: ['Authorization: Bearer Open.Sesame'] });

    assert.equal([closed.status, wrong.status, open.status], [401, 401, 200]);
    assert.is(fieldValue(closed, 'www-authenticate'), 'Bearer realm="edgefolio"');
    assert.is(origin.received.length, 1);
    assert.is(fieldValue(onlyHead(origin), 'authorization'), undefined);
  });
});

guarded('a preflight needs no key', async () => {
  const env = { PROXY_BEARER_KEYS: 'e'.repeat(64) };
  const fields = ['Origin: https://app.test', 'Access-Control-Request-Method: POST'];
  await withNginx({ env, files: { 'keys.map': '' } }, async ({ asked }) => {
    assert.is((await asked({ method: 'OPTIONS', fields })).status, 200);
    assert.is((await asked({ method: 'OPTIONS', fields: fields.slice(1) })).status, 401);
  });
});

guarded('peers get the token by the letter', async () => {
  const token = 'a"b\\c$d{e};$uri0123456789';
  await withNginx({ env: { PROXY_PEER_TOKEN: token } }, async ({ asked, origin }) => {
    await asked({ fields: ['X-Edgefolio-Token: forged'] });
    assert.equal(fieldValues(onlyHead(origin), 'x-edgefolio-token'), [token]);
  });
});

guarded('fields of protection stand where the peer has none, and on refusals', async () => {
  const env = { PROXY_SECURITY_HEADERS: 'on', PROXY_ALLOWED_HOSTS: 'edge.test' };
  await withNginx({ env }, async ({ asked, origin }) => {
    const plain = await asked({ host: 'edge.test' });
    origin.script = writes(framedAnswer);
    const framed = await asked({ host: 'edge.test' });
    const refused = await asked({ host: 'evil.test' });

    assert.is(fieldValue(plain, 'x-content-type-options'), 'nosniff');
    assert.is(fieldValue(plain, 'x-frame-options'), 'SAMEORIGIN');
    assert.equal(fieldValues(framed, 'x-frame-options'), ['DENY']);
    assert.is(fieldValue(framed, 'content-security-policy'), undefined);
    assert.is(refused.status, 421);
    assert.is(fieldValue(refused, 'x-content-type-options'), 'nosniff');
  });
});

guarded('a rate holds for its methods and paths alone', async () => {
  const env = { PROXY_RATE_LIMITS: 'POST /slow 6r/m, /deep/* 6r/m' };
  await withNginx({ env }, async ({ asked }) => {
    const statuses: number[] = [];
    const targets = ['/slow', '/SLOW/', '/slower', '/deep/a', '/deep//b?c', '/deeper'];
    for (const target of targets) statuses.push((await asked({ method: 'POST', target })).status);
    statuses.push((await asked({ target: '/slow' })).status);

    assert.equal(statuses, [200, 429, 200, 200, 429, 200, 200]);
  });
});

guarded('hosts may have wildcards and ports, origins may be our own', async () => {
  const env = {
    PROXY_ALLOWED_HOSTS: '*.shop.test, local.test:99',
    PROXY_ALLOWED_ORIGINS: 'self, https://*.app.test',
    PROXY_WITHOUT_ORIGIN: 'deny',
  };
  await withNginx({ env }, async ({ asked }) => {
    const from = async (host: string, ...fields: readonly string[]): Promise<number> =>
      (await asked({ host, fields })).status;

    assert.is(await from('a.b.shop.test:5', 'Origin: https://x.app.test'), 200);
    assert.is(await from('shop.test', 'Origin: https://x.app.test'), 421);
    assert.is(await from('local.test:99', 'Origin: http://local.test:99'), 200);
    assert.is(await from('local.test:98', 'Origin: http://local.test:98'), 421);
    assert.is(await from('a.shop.test', 'Origin: http://b.shop.test'), 403);
    assert.is(await from('a.shop.test'), 403);
    assert.is(await from('a.shop.test', 'Sec-Fetch-Site: same-origin'), 200);
    assert.is(await from('a.shop.test', 'Sec-Fetch-Site: cross-site'), 403);
  });
});

guarded.run();
