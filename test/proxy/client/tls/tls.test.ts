import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, plain, startBackend } from '../../../support/backend.ts';
import { type MadeCertificate, makeCertificate } from '../../../support/certificates.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { openHttp2, plainRequest } from '../../../support/http2-client.ts';
import { ask, type TestedProxy, testedProxy } from '../../../support/running-proxy.ts';
import { askByTls, namesShown, openTlsClient } from '../../../support/tls-client.ts';

interface Context {
  folder: ReturnType<typeof temporaryFolder>;
  first: MadeCertificate;
  backend: Backend;
  proxies: TestedProxy[];
}

const tls = suite<Context>('TLS');

tls.before.each(async (context) => {
  context.folder = temporaryFolder();
  context.first = makeCertificate(['DNS:edge.test', 'DNS:*.edge.test'], context.folder.path);
  context.proxies = [];
  context.backend = await startBackend(({ target }, socket) => {
    if (target === '/slow') setTimeout(() => socket.write(plain(200, 'late')), 300);
    else socket.write(plain(200, 'hello'));
  });
});

tls.after.each(async ({ backend, proxies, folder }) => {
  await Promise.all(proxies.map((proxy) => proxy.drain()));
  await backend.close();
  folder.remove();
});

async function start(
  { first, backend, proxies }: Context,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly proxy: TestedProxy; readonly port: number }> {
  const proxy = await testedProxy({
    PROXY_PEERS: backend.address,
    PROXY_TLS_PORT: '0',
    PROXY_TLS_CERTIFICATES: first.entry,
    ...env,
  });
  proxies.push(proxy);
  return { proxy, port: Number(new URL(proxy.tlsUrl ?? '').port) };
}

/** Puts another pair in the place of the first. */
function renew({ certificatePath, keyPath }: MadeCertificate, names: readonly string[]): void {
  const next = makeCertificate(names);
  copyFileSync(next.keyPath, keyPath);
  copyFileSync(next.certificatePath, certificatePath);
}

tls('the certificate is chosen by the name that the client asks for', async (context) => {
  const other = makeCertificate(['DNS:other.test']);
  const entries = `${context.first.entry}, ${other.entry}`;
  const { port } = await start(context, { PROXY_TLS_CERTIFICATES: entries });

  assert.is(await namesShown(port, 'other.test'), 'DNS:other.test');
  assert.match((await namesShown(port, 'a.edge.test')) ?? '', 'edge.test');
  assert.match((await namesShown(port, 'unknown.test')) ?? '', 'edge.test');
  assert.match((await namesShown(port)) ?? '', 'edge.test');
});

tls('a new peer is not probed for settings whose certificate is missing', async (context) => {
  const { proxy } = await start(context);
  let probed = 0;
  const added = await startBackend((_request, socket) => {
    probed += 1;
    socket.write(plain(200, ''));
  });
  proxy.env['PROXY_PEERS'] += `,${added.address}`;
  proxy.env['PROXY_PROBE_PATH'] = '/readyz';
  proxy.env['PROXY_TLS_CERTIFICATES'] = `${context.first.entry}.missing`;

  const refused = await proxy.reload().then(
    () => false,
    () => true,
  );

  assert.equal([refused, probed], [true, 0]);
  await added.close();
});

tls('peers are told of https, clients of strict transport', async (context) => {
  const { port } = await start(context, { PROXY_HSTS: 'max-age=300' });

  const answer = await askByTls(port, 'GET /a HTTP/1.1');

  assert.match(answer, 'HTTP/1.1 200');
  assert.match(answer, 'Strict-Transport-Security: max-age=300');
  const fields = context.backend.seen[0]?.fields ?? [];
  assert.ok(fields.includes('X-Forwarded-Proto: https'));
  assert.ok(
    fields.some((field) => field.startsWith('Forwarded:') && field.endsWith('proto=https')),
  );
});

tls('peers are told by which version a request came', async (context) => {
  const { port } = await start(context);
  const client = await openHttp2(port);

  client.request(1, plainRequest);

  assert.is(await client.outcome(1), 'answered');
  client.destroy();
  assert.ok(context.backend.seen[0]?.fields.includes('Via: 2 edgefolio'));
});

tls('strict transport is not spoken of without TLS', async (context) => {
  const { proxy } = await start(context, { PROXY_HSTS: 'max-age=300' });

  const { headers } = await ask(proxy.url);

  assert.is(headers['strict-transport-security'], undefined);
});

tls('requests without TLS are sent to it', async (context) => {
  const { proxy, port } = await start(context, { PROXY_HTTPS_REDIRECT: 'on' });
  const headers = { Host: 'a.edge.test:8000' };

  const answer = await ask(`${proxy.url}/p?q=1`, { method: 'POST', headers, body: 'x' });

  assert.is(answer.status, 308);
  assert.is(answer.headers['location'], `https://a.edge.test:${port}/p?q=1`);
  const strange = await ask(proxy.url, { headers: { Host: 'strange.test' } });
  assert.is(strange.status, 421);
  assert.is(context.backend.seen.length, 0);
});

tls('plain HTTP is answered and closed', async (context) => {
  const { port } = await start(context);
  const socket = connectPlain(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: edge.test\r\n\r\n');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(socket, 'close');

  assert.match(text, 'HTTP/1.1 400 Bad Request');
  assert.match(text, 'application/problem+json');
});

for (const [what, bytes] of [
  ['says nothing', ''],
  ['stops in its first record', '\x16\x03\x01\x02\x00'],
] as const) {
  tls(`a client that ${what} is disconnected`, async (context) => {
    const { port } = await start(context, { PROXY_TLS_HANDSHAKE_TIMEOUT_MS: '200' });
    const socket = connectPlain(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(Buffer.from(bytes, 'latin1'));

    await once(socket, 'close');
  });
}

tls('versions below the lowest are refused', async (context) => {
  const { port } = await start(context, { PROXY_TLS_MIN_VERSION: '1.3' });

  const failure = await openTlsClient(port, { maxVersion: 'TLSv1.2' }).catch(() => 'refused');

  assert.is(failure, 'refused');
});

tls('new certificates are served once they are asked for', async (context) => {
  const { proxy, port } = await start(context);
  const open = await openHttp2(port);
  renew(context.first, ['DNS:edge.test', 'DNS:second.test']);

  assert.is(await proxy.reloadCertificates(), true);

  assert.match((await namesShown(port, 'edge.test')) ?? '', 'second.test');
  open.request(1, plainRequest);
  assert.is(await open.outcome(1), 'answered');
  open.destroy();
});

tls('new certificates are served when files change', async (context) => {
  const { port } = await start(context);
  renew(context.first, ['DNS:edge.test', 'DNS:watched.test']);

  await eventually('the new certificate is shown', async () =>
    (await namesShown(port, 'edge.test'))?.includes('watched.test'),
  );
});

tls('a broken certificate changes nothing', async (context) => {
  const { proxy, port } = await start(context);
  copyFileSync(makeCertificate(['DNS:third.test']).certificatePath, context.first.certificatePath);

  assert.is(await proxy.reloadCertificates(), false);

  assert.match((await namesShown(port, 'edge.test')) ?? '', 'edge.test');
  assert.ok(proxy.events.includes('certificates not loaded'));
  writeFileSync(context.first.certificatePath, 'no certificate');
  assert.is(await proxy.reloadCertificates(), false);
});

tls('a reload of the settings brings other certificates, or nothing at all', async (context) => {
  const { proxy, port } = await start(context);
  const other = makeCertificate(['DNS:edge.test', 'DNS:other.test']);
  proxy.env['PROXY_TLS_CERTIFICATES'] = other.entry;
  proxy.env['PROXY_TLS_PORT'] = '1';

  const { changed, needsRestart } = await proxy.reload();

  assert.equal([changed, needsRestart], [['PROXY_TLS_CERTIFICATES'], ['PROXY_TLS_PORT']]);
  assert.match((await namesShown(port, 'edge.test')) ?? '', 'other.test');

  proxy.env['PROXY_TLS_CERTIFICATES'] = `${context.folder.path}/none.pem`;
  proxy.env['PROXY_BODY_LIMIT_BYTES'] = '1';
  const refused = await proxy.reload().catch((error: unknown) => error);

  assert.instance(refused, Error);
  assert.is(proxy.settings.bodyLimitBytes, 1_048_576);
  assert.match((await namesShown(port, 'edge.test')) ?? '', 'other.test');
});

tls('a reload that was answered is in force for the next handshake', async (context) => {
  const { proxy, port } = await start(context);
  for (const name of ['1.test', '2.test', '3.test', '4.test', '5.test', '6.test']) {
    renew(context.first, ['DNS:edge.test', `DNS:${name}`]);

    await proxy.reload();

    assert.match((await namesShown(port, 'edge.test')) ?? '', name);
  }
});

tls('a proxy without a certificate does not start', async (context) => {
  writeFileSync(context.first.keyPath, 'no key');

  const failure = await start(context).catch((error: unknown) => error);

  assert.instance(failure, Error);
  assert.match(String(failure), context.first.keyPath);
});

tls('HTTP/2 can be switched off', async (context) => {
  const { port } = await start(context, { PROXY_HTTP2: 'off' });

  const socket = await openTlsClient(port, { ALPNProtocols: ['h2', 'http/1.1'] });

  assert.is(socket.alpnProtocol, 'http/1.1');
  socket.destroy();
});

tls('a drain says goodbye, and ends what is under way', async (context) => {
  const { proxy, port } = await start(context);
  const [busy, idle] = [await openHttp2(port), await openHttp2(port)];
  const slow = plainRequest.map(
    ([name, value]) => [name, name === ':path' ? '/slow' : value] as const,
  );
  busy.request(1, slow);
  await eventually('the peer is asked', () => context.backend.seen.length === 1);

  const drained = proxy.drain();

  assert.is(await idle.goaway(), 0);
  assert.is(await busy.goaway(), 0);
  await busy.closed;
  assert.ok(busy.frames.some(({ stream, payload }) => stream === 1 && payload.includes('late')));
  await Promise.all([drained, idle.closed]);
  context.proxies.length = 0;
});

tls.run();
