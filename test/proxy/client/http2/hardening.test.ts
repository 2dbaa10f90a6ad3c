import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, plain, startBackend } from '../../../support/backend.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  fieldBlock,
  frame,
  frameFlags,
  frameTypes,
  type Http2Client,
  openHttp2,
  plainRequest,
} from '../../../support/http2-client.ts';
import { type TestedProxy, testedProxy } from '../../../support/running-proxy.ts';

// Clients that mean harm, frame by frame.
interface Stage {
  proxy: TestedProxy;
  backend: Backend;
  open: () => Promise<Http2Client>;
}

const hardening = suite<Stage>('HTTP/2 hardening');

const enhanceYourCalm = 11;
const { endHeaders, endStream } = frameFlags;

async function stage(env: Readonly<Record<string, string>>): Promise<Stage> {
  const backend = await startBackend(({ target }, socket) => {
    if (target !== '/hang') socket.write(plain(200, 'ok'));
  });
  const proxy = await testedProxy({
    PROXY_PEERS: backend.address,
    PROXY_TLS_PORT: '0',
    PROXY_TLS_CERTIFICATES: makeCertificate(['DNS:edge.test']).entry,
    ...env,
  });
  const port = Number(new URL(proxy.tlsUrl ?? '').port);
  return { proxy, backend, open: () => openHttp2(port) };
}

function hardened(
  title: string,
  env: Readonly<Record<string, string>>,
  run: (stage: Stage) => Promise<void>,
): void {
  hardening(title, async () => {
    const set = await stage(env);
    try {
      await run(set);
    } finally {
      await set.backend.close();
      await set.proxy.drain();
    }
  });
}

const hanging = plainRequest.map(
  ([name, value]) => [name, name === ':path' ? '/hang' : value] as const,
);

hardened('resets in rapid succession end in calm', {}, async ({ proxy, open }) => {
  const client = await open();
  const cancel = Buffer.from([0, 0, 0, 8]);
  const block = fieldBlock(hanging);
  for (let stream = 1; stream < 1200; stream += 2) {
    client.send(
      frame(frameTypes.headers, endHeaders | endStream, stream, block),
      frame(frameTypes.reset, 0, stream, cancel),
    );
  }

  assert.is(await client.goaway(), enhanceYourCalm);
  await client.closed;
  assert.ok(proxy.events.includes('client restrained'));
});

hardened('a few resets are nobody’s business', {}, async ({ open }) => {
  const client = await open();
  for (let stream = 1; stream < 60; stream += 2) {
    client.request(stream, hanging);
    client.send(frame(frameTypes.reset, 0, stream, Buffer.from([0, 0, 0, 8])));
  }
  client.request(61, plainRequest);

  assert.is(await client.outcome(61), 'answered');
  client.destroy();
});

hardened('a flood of pings ends in calm', {}, async ({ open }) => {
  const client = await open();
  for (let i = 0; i < 400; i += 1) client.send(frame(frameTypes.ping, 0, 0, Buffer.alloc(8)));

  assert.is(await client.goaway(), enhanceYourCalm);
  await client.closed;
});

hardened('a flood of settings ends in calm', {}, async ({ open }) => {
  const client = await open();
  for (let i = 0; i < 400; i += 1) client.send(frame(frameTypes.settings, 0, 0, Buffer.alloc(0)));

  assert.is(await client.goaway(), enhanceYourCalm);
  await client.closed;
});

hardened('a header section without an end is cut off', {}, async ({ backend, open }) => {
  const client = await open();
  const part = fieldBlock([['x-more', 'y'.repeat(1000)]]);
  client.send(frame(frameTypes.headers, endStream, 1, fieldBlock(plainRequest)));
  for (let i = 0; i < 5000 && client.socket.writable; i += 1) {
    client.send(frame(frameTypes.continuation, 0, 1, part));
    if (i % 100 === 0) await new Promise(setImmediate);
  }
  await client.closed;

  assert.is(backend.seen.length, 0);
});

const large = Array.from({ length: 9 }, (_, i) => [`x-${i}`, 'y'.repeat(4000)] as const);

hardened('more fields than a head may have are refused', {}, async ({ backend, open }) => {
  const client = await open();
  client.send(
    frame(frameTypes.headers, endStream, 1, fieldBlock([...plainRequest, ...large.slice(0, 3)])),
    frame(frameTypes.continuation, 0, 1, fieldBlock(large.slice(3, 6))),
    frame(frameTypes.continuation, endHeaders, 1, fieldBlock(large.slice(6))),
  );

  assert.match(await client.outcome(1), /^(answered|reset|goaway)/);
  assert.is(backend.seen.length, 0);
  client.destroy();
});

hardened('streams above the limit are refused', { PROXY_HTTP2_STREAMS: '3' }, async ({ open }) => {
  const client = await open();
  await client.frame(({ type, flags }) => type === frameTypes.settings && flags === frameFlags.ack);
  for (let stream = 1; stream <= 7; stream += 2) client.request(stream, hanging);

  // RFC 9113 §5.1.2 has it a stream error, of PROTOCOL_ERROR or REFUSED_STREAM.
  assert.match(await client.outcome(7), /^reset [17]$/);
  client.destroy();
});

hardened(
  'a connection without a request is closed',
  { PROXY_HEADER_TIMEOUT_MS: '200' },
  async ({ open }) => {
    const client = await open();

    assert.is(await client.goaway(), 0);
    await client.closed;
  },
);

hardened('an idle connection is closed', { PROXY_KEEP_ALIVE_MS: '200' }, async ({ open }) => {
  const client = await open();
  client.request(1, plainRequest);

  assert.is(await client.outcome(1), 'answered');
  assert.is(await client.goaway(), 0);
  await client.closed;
});

hardened(
  'pings do not keep a connection open',
  { PROXY_KEEP_ALIVE_MS: '300' },
  async ({ open }) => {
    const client = await open();
    client.request(1, plainRequest);
    await client.outcome(1);
    const pings = setInterval(() => client.send(frame(frameTypes.ping, 0, 0, Buffer.alloc(8))), 50);
    await client.closed;
    clearInterval(pings);

    assert.is(await client.goaway(), 0);
  },
);

hardened(
  'a client that reads no answer is given up',
  { PROXY_SEND_TIMEOUT_MS: '300' },
  async ({ proxy, open }) => {
    const client = await open();
    // A window of nothing: the body of the answer can't leave.
    const setting = Buffer.from([0, 4, 0, 0, 0, 0]);
    client.send(frame(frameTypes.settings, 0, 0, setting));
    client.request(1, plainRequest);

    await client.frame(({ type, stream }) => type === frameTypes.reset && stream === 1);
    await eventually('the exchange is over', () => proxy.accessed.length === 1);
    client.destroy();
  },
);

hardened(
  'a body that stops is given up',
  { PROXY_BODY_TIMEOUT_MS: '300' },
  async ({ proxy, open }) => {
    const client = await open();
    client.request(1, [[':method', 'POST'], ...plainRequest.slice(1)], endHeaders);
    client.send(frame(frameTypes.data, 0, 1, Buffer.from('abc')));

    assert.is(await client.outcome(1), 'answered');
    await eventually('the exchange is over', () => proxy.accessed.length === 1);
    assert.is(proxy.accessed[0]?.['status'], 408);
    client.destroy();
  },
);

hardened(
  'an upload that is reset is not passed on as whole',
  {},
  async ({ proxy, backend, open }) => {
    const client = await open();
    for (const [stream, code] of [
      [1, 0],
      [3, 8],
    ] as const) {
      client.request(stream, [[':method', 'POST'], ...plainRequest.slice(1)], endHeaders);
      client.send(
        frame(frameTypes.data, 0, stream, Buffer.from('abc')),
        frame(frameTypes.reset, 0, stream, Buffer.from([0, 0, 0, code])),
      );
    }
    await eventually('the exchanges are over', () => proxy.accessed.length === 2);

    assert.is(backend.seen.length, 0);
    client.destroy();
  },
);

hardened('empty frames without end are cut off', {}, async ({ backend, open }) => {
  const client = await open();
  client.request(1, [[':method', 'POST'], ...plainRequest.slice(1)], endHeaders);
  const nothing = frame(frameTypes.data, 0, 1, Buffer.alloc(0));
  for (let i = 0; i < 5000 && client.socket.writable; i += 1) {
    client.send(nothing);
    if (i % 100 === 0) await new Promise(setImmediate);
  }
  const outcome = await Promise.race([client.closed.then(() => 'closed'), client.outcome(1)]);

  assert.match(outcome, /closed|goaway|reset/);
  assert.is(backend.seen.length, 0);
  client.destroy();
});

hardening.run();
