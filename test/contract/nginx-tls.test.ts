import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Environment } from '../../service/environment.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/ports.ts';
import { fieldValue, fieldValues } from './support/message.ts';
import { writes } from './support/scripts.ts';
import { onlyHead, withNginx } from './support/with-nginx.ts';

// What nginx does of the settings of TLS.
const encrypted = suite<{ port: number; env: Environment }>('nginx as generated for TLS');

const folder = temporaryFolder();
encrypted.before(async (context) => {
  // nginx runs as another user when the suite runs as root.
  chmodSync(folder.path, 0o755);
  context.port = await freePort();
  context.env = {
    PROXY_TLS_PORT: String(context.port),
    PROXY_TLS_CERTIFICATES: `${certificate('a.test,IP:::1')},${certificate('b.test,DNS:*.b.test')}`,
    PROXY_HTTP2_STREAMS: '7',
    PROXY_HTTPS_REDIRECT: 'on',
    PROXY_HSTS: 'max-age=600',
  };
});
encrypted.after(() => folder.remove());

encrypted('the certificate is the one for the name', async ({ env, port }) => {
  await withNginx({ env }, async () => {
    const names: unknown[] = [];
    for (const name of ['a.test', 'b.test', 'x.B.test', 'x.y.b.test', 'c.test', undefined]) {
      names.push(await commonName(port, name));
    }
    assert.equal(names, ['a.test', 'b.test', 'b.test', 'a.test', 'a.test', 'a.test']);
  });
});

encrypted('HTTP/2 is offered, with its limit', async ({ env, port }) => {
  await withNginx({ env }, async ({ origin }) => {
    origin.script = writes(
      'HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=1\r\nContent-Length: 1\r\n\r\na',
    );
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    const limit = await new Promise((resolve) =>
      session.once('remoteSettings', (settings) => resolve(settings.maxConcurrentStreams)),
    );
    const stream = session.request({ ':path': '/x', ':authority': 'a.test' });
    const fields = await new Promise<Readonly<Record<string, unknown>>>((resolve) =>
      stream.once('response', resolve),
    );
    session.destroy();

    assert.is(limit, 7);
    assert.is(fields[':status'], 200);
    assert.is(fields['strict-transport-security'], 'max-age=600');
    assert.is(onlyHead(origin).startLine, 'GET /x HTTP/1.1');
    assert.is(fieldValue(onlyHead(origin), 'host'), 'a.test');
    assert.is(fieldValue(onlyHead(origin), 'x-forwarded-proto'), 'https');
    assert.is(fieldValue(onlyHead(origin), 'x-forwarded-port'), String(port));
  });
});

encrypted('who comes without TLS is sent there', async ({ env, port }) => {
  await withNginx({ env }, async ({ asked, origin }) => {
    const target = '/a%2Fb?c=%20';
    const answer = await asked({ method: 'POST', target, host: 'a.test:80', body: 'x' });

    assert.is(answer.status, 308);
    assert.is(fieldValue(answer, 'location'), `https://a.test:${port}${target}`);
    assert.equal(fieldValues(answer, 'strict-transport-security'), []);
    const sent = fieldValue(await asked({ host: '[::1]' }), 'location');
    assert.is(sent, `https://[::1]:${port}/`);
    assert.is((await asked({ host: 'c.test' })).status, 421);
    assert.is(origin.received.length, 0);
  });
});

encrypted.run();

/** Makes a certificate that signed itself. @returns its entry of PROXY_TLS_CERTIFICATES */
function certificate(names: string): string {
  const [name = ''] = names.split(',');
  const [path, keyPath] = [join(folder.path, `${name}.pem`), join(folder.path, `${name}.key`)];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${names}`];
  const out = ['-keyout', keyPath, '-out', path, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...out], { stdio: 'pipe' });
  chmodSync(keyPath, 0o644);
  return `${path};key=${keyPath}`;
}

async function commonName(port: number, servername: string | undefined): Promise<unknown> {
  const name = servername === undefined ? {} : { servername };
  const options = { host: '127.0.0.1', port, rejectUnauthorized: false, ...name };
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const made = connect(options, () => resolve(made));
    made.once('error', reject);
  });
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return CN;
}
