import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ByServerName } from '../../../../proxy/client/tls/by-server-name.ts';
import { certificateNames } from '../../../../proxy/client/tls/certificate-names.ts';

const names = suite('names of certificates');

names('alternative names and addresses are read in lower case', () => {
  const subjectAltName = 'DNS:A.test, DNS:*.a.test, IP Address:192.0.2.1, email:x@a.test';

  const found = certificateNames({ subjectAltName, subject: 'CN=b.test' });

  assert.equal(found, ['a.test', '*.a.test', '192.0.2.1']);
});

names('an address of IPv6 is written in one way', () => {
  const subjectAltName = 'IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:0:7';

  const found = certificateNames({ subjectAltName, subject: 'CN=b.test' });

  assert.equal(found, ['::1', '2001:db8::7']);
});

names('a quoted name can’t be taken for another', () => {
  const subjectAltName = 'DNS:"a.test, DNS:b.test"';

  assert.equal(certificateNames({ subjectAltName, subject: undefined }), []);
});

names('the common name counts where there is no other', () => {
  const subject = 'O=Some\nCN=a.test';

  assert.equal(certificateNames({ subjectAltName: undefined, subject }), ['a.test']);
  assert.equal(certificateNames({ subjectAltName: undefined, subject: undefined }), []);
});

const entries = [
  { id: 1, names: ['a.test', '*.a.test'] },
  { id: 2, names: ['b.a.test', 'a.test'] },
];
const byName = new ByServerName(entries);

for (const [asked, id] of [
  ['a.test', 1],
  ['A.TEST.', 1],
  ['b.a.test', 2],
  ['c.a.test', 1],
  ['d.c.a.test', undefined],
  ['.a.test', undefined],
  ['test', undefined],
  ['', undefined],
] as const) {
  names(`"${asked}" finds ${id ?? 'nothing'}`, () => {
    assert.is(byName.find(asked)?.id, id);
  });
}

names.run();
