import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
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
  const peer = createServer((socket) => judge(socket, malformed));
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
  peer.close();

  assert.is(status, 200);
  assert.equal(malformed, []);
  assert.not.ok(proxy.events.includes('internal fault'));
});

hostile('the judge tells good from bad', () => {
  const good = 'PUT /a HTTP/1.1\r\nHost: a\r\ncontent-length: 2\r\n\r\nab';
  const bad = [
    'PUT  /a HTTP/1.1\r\nHost: a\r\n\r\n',
    'PUT /a HTTP/1.1\r\n\r\n',
    'PUT /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'PUT /a HTTP/1.1\r\nHost: a\nX: b\r\n\r\n',
    'PUT /a HTTP/1.1\r\nHost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n',
    'PUT /a HTTP/1.1\r\nHost: a\r\ntransfer-encoding: gzip\r\n\r\n',
  ];

  assert.is(take(`${good}more`), good.length);
  assert.equal(bad.map(take), [0, 0, 0, 0, 0, 0]);
});

hostile.run();

const wellFormed =
  /^[A-Z][A-Z_-]* \/[\x21-\x7e\x80-\xff]* HTTP\/1\.1\r\n(?:[!#$%&'*+\-.^_`|~\w]+: ?[\t\x20-\x7e\x80-\xff]*\r\n)+\r\n/;

/** A peer that takes nothing but the letter of RFC 9112, and notes what else it was given. */
function judge(socket: Socket, malformed: string[]): void {
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    for (let taken = take(text); taken !== undefined; taken = take(text)) {
      if (taken === 0) {
        malformed.push(text);
        socket.destroy();
        return;
      }
      text = text.slice(taken);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    }
  });
}

/** Length of the first request; 0 when it is malformed, undefined when it is not whole. */
function take(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n') + 4;
  if (end < 4) return undefined;
  const head = wellFormed.exec(text)?.[0];
  const lengths = head?.match(/^content-length:.*$/gim) ?? [];
  const codings = head?.match(/^transfer-encoding:.*$/gim) ?? [];
  if (head?.length !== end || lengths.length + codings.length > 1) return 0;
  if (head.match(/^host:/gim)?.length !== 1) return 0;
  if (codings.length === 1) return takeChunks(text, end, codings[0] ?? '');
  const length = /^content-length: (\d+)\r?$/i.exec(lengths[0] ?? 'content-length: 0')?.[1];
  if (length === undefined) return 0;
  return text.length < end + Number(length) ? undefined : end + Number(length);
}

function takeChunks(text: string, from: number, coding: string): number | undefined {
  if (!/^transfer-encoding: chunked\r?$/i.test(coding)) return 0;
  const body = text.slice(from);
  const whole = /^(?:[0-9a-f]+\r\n[\s\S]*?\r\n)*?0\r\n\r\n/i.exec(body)?.[0];
  return whole === undefined ? undefined : from + whole.length;
}

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
