import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCertificateSet } from '../../../../proxy/client/tls/certificate-set.ts';
import { InvalidEnvironment } from '../../../../service/environment.ts';
import { makeCertificate } from '../../../support/certificates.ts';

const set = suite('certificate set');

set('all certificates that can not be served are named at once', async () => {
  const [one, other] = [makeCertificate(['DNS:a.test']), makeCertificate(['DNS:b.test'])];
  const certificates = [
    { certificatePath: '/nowhere/a.pem', keyPath: '/nowhere/a.key' },
    one,
    { certificatePath: one.certificatePath, keyPath: other.keyPath },
  ];
  const error: unknown = await loadCertificateSet({ certificates, minVersion: '1.2' }).catch(
    (caught: unknown) => caught,
  );

  assert.instance(error, InvalidEnvironment);
  const { faults } = error as InvalidEnvironment;
  assert.is(faults.length, 2);
  assert.match(faults[0] ?? '', /^PROXY_TLS_CERTIFICATES .*\/nowhere\/a\.pem/);
  assert.match(faults[1] ?? '', `${other.keyPath} holds another key`);
});

set.run();
