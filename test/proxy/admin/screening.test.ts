import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mayChange, namesThisHost } from '../../../proxy/admin/screening.ts';

const screening = suite('screening of the admin port');

const operator = { host: '127.0.0.1:9000', 'x-edgefolio-operator': '1' };

for (const host of ['127.0.0.1', '127.0.0.1:9000', 'localhost:9000', 'LOCALHOST', '[::1]:9000']) {
  screening(`${host} is this host`, () => {
    assert.ok(namesThisHost({ host }));
  });
}

for (const host of [undefined, '', 'evil.example', 'localhost.evil.example', '127.0.0.1.nip.io']) {
  screening(`${host} is not this host`, () => {
    assert.not(namesThisHost({ host }));
  });
}

screening('a program that names itself operator may', () => {
  assert.ok(mayChange(operator));
});

screening('our own page may', () => {
  const page = { ...operator, origin: 'http://127.0.0.1:9000', 'sec-fetch-site': 'same-origin' };

  assert.ok(mayChange(page));
});

const refused: readonly (readonly [who: string, fields: Readonly<Record<string, string>>])[] = [
  ['a request without the field', { host: '127.0.0.1:9000' }],
  ['an empty field', { ...operator, 'x-edgefolio-operator': '' }],
  ['a page of another site', { ...operator, 'sec-fetch-site': 'cross-site' }],
  ['a page on another port', { ...operator, 'sec-fetch-site': 'same-site' }],
  ['another origin', { ...operator, origin: 'http://evil.example' }],
  ['another port of this host', { ...operator, origin: 'http://127.0.0.1:3000' }],
  ['a sandboxed page', { ...operator, origin: 'null' }],
];

for (const [who, fields] of refused) {
  screening(`${who} may not`, () => {
    assert.not(mayChange(fields));
  });
}

screening.run();
