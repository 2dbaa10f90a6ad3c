import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { redirectToHttps } from '../../../proxy/exchange/https-redirect.ts';
import { withStrictTransport } from '../../../proxy/exchange/strict-transport.ts';

const redirects = suite('redirects to https');

const covers = (name: string): boolean => name === 'a.test' || name === '::1';

for (const [host, port, location] of [
  ['a.test', 443, 'https://a.test/p?q=%20'],
  ['a.test:8000', 443, 'https://a.test/p?q=%20'],
  ['a.test:8000', 8443, 'https://a.test:8443/p?q=%20'],
  ['[::1]:8000', 8443, 'https://[::1]:8443/p?q=%20'],
] as const) {
  redirects(`${host} is led to ${location}`, () => {
    const answer = redirectToHttps({ host, path: '/p?q=%20' }, { port, covers });

    assert.is(answer.status, 308);
    assert.is(answer.headers['Location'], location);
  });
}

for (const host of ['', 'b.test', ':443', 'a.test.evil', 'evil@a.test']) {
  redirects(`"${host}" is led nowhere`, () => {
    const answer = redirectToHttps({ host, path: '/' }, { port: 443, covers });

    assert.is(answer.status, 421);
    assert.is(answer.headers['Location'], undefined);
  });
}

redirects('bytes that stand in no address are encoded', () => {
  const answer = redirectToHttps({ host: 'a.test', path: '/\xe4' }, { port: 443, covers });

  assert.is(answer.headers['Location'], 'https://a.test/%E4');
});

redirects('strict transport takes the place of what a peer says of it', () => {
  const fields = ['X-A', '1', 'strict-transport-security', 'max-age=0'];

  const found = withStrictTransport(fields, 'max-age=5');

  assert.equal(found, ['X-A', '1', 'Strict-Transport-Security', 'max-age=5']);
});

redirects.run();
