import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Backend,
  type BackendScript,
  deadAddress,
  plain,
  startBackend,
} from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { ask, type TestedProxy, testedProxy } from '../../support/running-proxy.ts';

interface Context {
  readonly closers: (() => Promise<void>)[];
}

const forward = suite<Context>('forward', { closers: [] });

forward.after.each(async ({ closers }) => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function backend({ closers }: Context, script: BackendScript): Promise<Backend> {
  const started = await startBackend(script);
  closers.push(() => started.close());
  return started;
}

async function proxy(
  { closers }: Context,
  peers: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestedProxy> {
  const started = await testedProxy({ PROXY_PEERS: peers.join(','), ...env });
  closers.push(() => started.drain());
  return started;
}

const says =
  (body: string): BackendScript =>
  (_request, socket) => {
    socket.write(plain(200, body));
  };

forward('a refused connection costs the client nothing', async (context) => {
  const alive = await backend(context, says('b'));
  const { url, accessed } = await proxy(context, [await deadAddress(), alive.address]);

  const { status, body } = await ask(url, { method: 'POST', body: 'x' });

  assert.is(status, 200);
  assert.is(body, 'b');
  assert.is(alive.seen[0]?.body, 'x');
  const line = await eventually('it is logged', () => accessed[0]);
  assert.match(
    JSON.stringify(line),
    /"tries":\[\{[^}]*connection_refused[^}]*\},\{[^}]*"status":200/,
  );
});

forward('a POST that a peer saw is not repeated', async (context) => {
  const broken = await backend(context, (_request, socket) => socket.destroy());
  const alive = await backend(context, says('b'));
  const { url } = await proxy(context, [broken.address, alive.address]);

  const { status, headers } = await ask(url, { method: 'POST', body: 'x' });

  assert.is(status, 502);
  assert.is(headers['proxy-status'], 'edgefolio; error=connection_terminated');
  assert.is(alive.seen.length, 0);
});

forward('a stale connection is nobody’s failure', async (context) => {
  const peer = await backend(context, (request, socket) => {
    if (request.earlier === 0) socket.write(plain(200, 'fresh'));
    else socket.destroy();
  });
  const { url, upstream } = await proxy(context, [peer.address]);
  await ask(url);

  const { status, body } = await ask(url);

  assert.is(status, 200);
  assert.is(body, 'fresh');
  assert.is(upstream.peers[0]?.failed, 0);
  assert.is(peer.seen.length, 3);
});

forward('every peer may have closed its connection', async (context) => {
  const dying = await backend(context, (request, socket) => {
    // Its first connection goes stale, and what comes on others is never answered.
    if (request.earlier === 0 && dying.seen.length === 1) socket.write(plain(200, 'a'));
    else socket.destroy();
  });
  const stale = await backend(context, (request, socket) => {
    if (request.earlier === 0) socket.write(plain(200, 'b'));
    else socket.destroy();
  });
  const { url } = await proxy(context, [dying.address, stale.address]);
  const before = [(await ask(url)).body, (await ask(url)).body];

  const { status, body } = await ask(url);

  assert.equal(before, ['a', 'b']);
  assert.equal([status, body], [200, 'b']);
  assert.equal([dying.seen.length, stale.seen.length], [3, 3]);
});

forward(
  'an OPTIONS that may not go further is answered, with a body or without',
  async (context) => {
    const peer = await backend(context, says('b'));
    const { url, accessed } = await proxy(context, [peer.address]);
    const headers = { 'Max-Forwards': '0' };

    for (const body of [undefined, 'x', 'x'.repeat(100_000)]) {
      const length = body === undefined ? {} : { 'Content-Length': String(body.length) };
      const question = { method: 'OPTIONS', headers: { ...headers, ...length } };
      const answer = await ask(url, body === undefined ? question : { ...question, body });
      assert.is(answer.status, 200);
      assert.is(answer.headers['allow'], 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
      assert.is(answer.body, '');
    }

    assert.is(peer.seen.length, 0);
    const line = await eventually('it is logged', () => accessed[0]);
    assert.match(JSON.stringify(line), /"status":200.*"tries":\[\]/);
  },
);

forward('a silent peer is given up in time', async (context) => {
  const silent = await backend(context, () => undefined);
  const { url } = await proxy(context, [silent.address], { PROXY_RESPONSE_TIMEOUT_MS: '100' });

  const { status, headers } = await ask(url);

  assert.is(status, 504);
  assert.is(headers['proxy-status'], 'edgefolio; error=http_response_timeout');
});

forward('the last answer is passed on when nobody else is live', async (context) => {
  const busy = await backend(context, (_request, socket) => socket.write(plain(503, 'busy')));
  const { url, upstream } = await proxy(context, [await deadAddress(), busy.address], {
    PROXY_RETRY_ON: 'error http_503',
    PROXY_MAX_FAILS: '1',
  });

  const { status, body } = await ask(url);

  assert.is(status, 503);
  assert.is(body, 'busy');
  assert.is(upstream.peers[1]?.failed, 1);
});

forward('when all are ejected the client learns when to return', async (context) => {
  const dead = [await deadAddress(), await deadAddress()];
  const env = { PROXY_MAX_FAILS: '1', PROXY_FAIL_TIMEOUT_MS: '30000' };
  const { url, accessed } = await proxy(context, dead, env);
  await ask(url);

  const { status, headers } = await ask(url);

  assert.is(status, 503);
  assert.match(String(headers['retry-after']), /^(2\d|30)$/);
  const line = await eventually('it is logged', () => accessed[1]);
  assert.equal(line['tries'], []);
});

forward('a single peer is never ejected', async (context) => {
  const { url } = await proxy(context, [await deadAddress()], { PROXY_MAX_FAILS: '1' });
  await ask(url);

  assert.is((await ask(url)).status, 502);
});

forward('a body that breaks off breaks the answer off', async (context) => {
  const cut = await backend(context, (_request, socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
  });
  const { url, upstream } = await proxy(context, [cut.address], { PROXY_WHOLE_LIMIT_BYTES: '8' });

  const failed = await ask(url).then(
    () => false,
    () => true,
  );

  assert.is(failed, true);
  assert.is(upstream.peers[0]?.failed, 0);
});

forward('a small body that breaks off is a failed try', async (context) => {
  const cut = await backend(context, (_request, socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
  });
  const { url, upstream } = await proxy(context, [cut.address], { PROXY_WHOLE_LIMIT_BYTES: '9' });

  assert.is((await ask(url)).status, 502);
  assert.is(upstream.peers[0]?.failed, 1);
});

forward('a body of unknown size is held no longer than it may', async (context) => {
  const slow = await backend(context, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
  });
  const { url } = await proxy(context, [slow.address], { PROXY_WHOLE_WAIT_MS: '20' });
  const client = rawClient(url);
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

  assert.match(await untilText(client, 'first\r\n'), /^HTTP\/1\.1 200 OK/);
  client.destroy(); // or the proxy waits for the answer's end when it drains
});

forward('a header with a forbidden byte is a protocol error', async (context) => {
  const odd = await backend(context, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n');
  });
  const { url } = await proxy(context, [odd.address]);

  assert.is((await ask(url)).status, 502);
});

forward('the first bytes arrive before the last are sent', async (context) => {
  let finish: () => void = () => undefined;
  const slow = await backend(context, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst');
    finish = () => socket.write('-last');
  });
  const { url } = await proxy(context, [slow.address], { PROXY_WHOLE_LIMIT_BYTES: '0' });
  const client = rawClient(url);
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

  await untilText(client, 'first');
  finish();

  assert.match(await untilText(client, '-last'), /-last$/);
});

forward('a large body streams to the peer whole', async (context) => {
  const peer = await backend(context, says('b'));
  const { url } = await proxy(context, [peer.address], { PROXY_REPLAY_LIMIT_BYTES: '1000' });

  const { status } = await ask(url, { method: 'PUT', body: 'x'.repeat(1_000_000) });

  assert.is(status, 200);
  assert.is(peer.seen[0]?.body.length, 1_000_000);
});

forward('an upload that falls silent is refused', async (context) => {
  const peer = await backend(context, says('b'));
  const { url } = await proxy(context, [peer.address], { PROXY_BODY_TIMEOUT_MS: '100' });
  const client = rawClient(url);
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab');

  const answer = await untilText(client, '}');

  assert.match(answer, /^HTTP\/1.1 408 .*http_request_error/s);
  assert.is(peer.seen.length, 0);
});

forward('a small chunked body goes on with its length', async (context) => {
  const peer = await backend(context, says('b'));
  const { url } = await proxy(context, [peer.address]);
  const headers = { 'Transfer-Encoding': 'chunked' };

  await ask(url, { method: 'POST', headers, body: 'abc' });

  assert.is(peer.seen[0]?.body, 'abc');
  assert.ok(peer.seen[0]?.fields.includes('content-length: 3'));
});

forward('too large a chunked body is refused on the way', async (context) => {
  const peer = await backend(context, says('b'));
  const { url } = await proxy(context, [peer.address], { PROXY_BODY_LIMIT_BYTES: '10' });

  const { status, headers } = await ask(url, {
    method: 'POST',
    headers: { 'Transfer-Encoding': 'chunked' },
    body: 'x'.repeat(11),
  });

  assert.is(status, 413);
  assert.is(headers['connection'], 'close');
  assert.is(peer.seen.length, 0);
});

forward('a client that leaves ends the attempt', async (context) => {
  let gone: Promise<unknown> = Promise.resolve();
  let asked: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const peer = await backend(context, (_request, socket) => {
    gone = once(socket, 'close');
    asked();
  });
  const { url, upstream } = await proxy(context, [peer.address]);
  const client = rawClient(url);
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await reached;

  client.destroy();
  await gone;

  assert.is(upstream.peers[0]?.inFlight, 0);
  assert.is(upstream.peers[0]?.failed, 0);
});

forward('what is under way is finished while draining', async (context) => {
  let finish: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const peer = await backend(context, (_request, socket) => {
    finish = () => socket.write(plain(200, 'done'));
    asked();
  });
  const { url, drain } = await testedProxy({ PROXY_PEERS: peer.address });
  const answer = ask(url);
  await reached;

  const drained = drain();
  finish();

  const { body, headers } = await answer;
  assert.is(body, 'done');
  assert.is(headers['connection'], 'close');
  await drained;
});

function rawClient(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  return socket;
}

function untilText(socket: Socket, end: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.endsWith(end)) return;
      socket.off('data', take);
      resolve(text);
    };
    socket.on('data', take);
    socket.once('close', () => reject(new Error(`closed after ${JSON.stringify(text)}`)));
  });
}

forward('a field that comes in two reads is read', async (context) => {
  const many = Array.from({ length: 60 }, (_, n) => `X-${n}: ${'v'.repeat(90)}\r\n`).join('');
  const slow = await backend(context, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-Fir');
    setTimeout(() => socket.write(`st: 1\r\n${many}Content-Length: 2\r\n\r\nok`), 15);
  });
  const { url } = await proxy(context, [slow.address]);

  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(url)));

  assert.equal(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.is(answers[0]?.headers['x-first'], '1');
});

forward('an answer that flows while the request does is not forgotten', async (context) => {
  const echo = createServer((socket) => {
    let begun = false;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (begun) {
        if (!socket.write(chunk)) socket.pause();
        return;
      }
      begun = true;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${echoed}\r\n\r\n`);
      socket.write(chunk.subarray(chunk.indexOf('\r\n\r\n') + 4));
    });
    socket.on('drain', () => socket.resume());
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { url } = await proxy(context, [`127.0.0.1:${port}`], {
    PROXY_BODY_LIMIT_BYTES: String(echoed),
    PROXY_RESPONSE_TIMEOUT_MS: '3000',
    PROXY_SEND_TIMEOUT_MS: '3000',
  });

  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.write(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${echoed}\r\n\r\n`);
  Readable.from(pieces(echoed)).pipe(client, { end: false });
  let read = 0;
  client.on('error', () => undefined);
  client.on('data', (chunk) => {
    read += chunk.length;
    // A reader that is slower than the writer.
    client.pause();
    setImmediate(() => client.resume());
    if (read > echoed) client.destroy();
  });
  await once(client, 'close');
  echo.close();

  assert.ok(read > echoed, `${read} bytes were read`);
});

forward.run();

/** More than all sockets on the way hold. */
const echoed = 40_000_000;

function* pieces(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += 50_000) yield Buffer.alloc(50_000, 'e');
}
