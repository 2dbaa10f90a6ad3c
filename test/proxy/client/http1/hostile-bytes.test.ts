import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, testedProxy } from '../../../support/running-proxy.ts';

// Seeded mutations of good requests: whatever they become, peers see only what is well-formed.
const hostile = suite('hostile bytes');

const seeds: readonly string[] = [
  'GET /a?b=c HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\nX-A: 1\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 11\r\n\r\nhello=world',
  'POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: 1\r\n\r\n',
  'PUT http://a.test/x HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab',
  'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n',
];

const splinters: readonly string[] = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  '\0',
  ':',
  ',',
  ';',
  '\x7f',
  '\xff',
  '0',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Connection: close, Content-Length\r\n',
  'Host: b\r\n',
  'HTTP/1.1',
  'ffffffffffffffff',
  '-1',
  '#',
];

hostile('peers see nothing malformed, and every client is answered or left', async () => {
  const malformed: string[] = [];
  const peer = createServer((request, response) => {
    request.resume().on('end', () => response.end('ok'));
    request.on('error', () => undefined);
  });
  peer.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // A client that broke its body off takes the connection to the peer with it, and what methods
    // there are is for the peer to say.
    const rightful = error.code === 'ECONNRESET' || error.code === 'HPE_INVALID_METHOD';
    if (!rightful) malformed.push(`${error.code} ${error.message}`);
    socket.destroy();
  });
  const address = await listening(peer);
  const proxy = await testedProxy({
    PROXY_PEERS: address,
    PROXY_HEADER_TIMEOUT_MS: '150',
    PROXY_BODY_TIMEOUT_MS: '150',
    PROXY_KEEP_ALIVE_MS: '150',
    PROXY_HALF_CLOSE_MS: '150',
  });
  const random = mulberry32(20_261_124);
  const port = Number(new URL(proxy.url).port);
  for (let round = 0; round < 3; round += 1) {
    const mutants = Array.from({ length: 250 }, () => mutated(random));
    await Promise.all(mutants.map((bytes) => untilClosed(port, bytes)));
  }
  const { status } = await ask(proxy.url);
  await proxy.drain();
  peer.closeAllConnections();
  peer.close();

  assert.is(status, 200);
  assert.equal(malformed, []);
  assert.not.ok(proxy.events.includes('internal fault'));
});

hostile.run();

function mutated(random: () => number): string {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  let bytes = pick(seeds) ?? '';
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time += 1) {
    const at = Math.floor(random() * (bytes.length + 1));
    const cut = random() < 0.5 ? 0 : 1 + Math.floor(random() * 4);
    const put = random() < 0.8 ? (pick(splinters) ?? '') : '';
    bytes = bytes.slice(0, at) + put + bytes.slice(at + cut);
  }
  return bytes;
}

/** Sends bytes and waits until the proxy closes the connection. */
function untilClosed(port: number, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(10_000, () => reject(new Error(`not closed: ${JSON.stringify(bytes)}`)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** A small generator of numbers from 0 to below 1. @see Tommy Ettinger's mulberry32, public domain */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
