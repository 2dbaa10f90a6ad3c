import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../../proxy/shared-fields.ts';
import { Connection } from '../../../proxy/upstream/connection.ts';
import { PeerUrl } from '../../../proxy/upstream/peer-url.ts';
import { headLength, shortenHead, wholeHead } from '../../../proxy/upstream/whole-head.ts';
import { startBackend } from '../../support/backend.ts';

const heads = suite('heads that come at once');

const usual =
  'HTTP/1.1 200 All right\r\nServer: x\r\ncontent-length:  2 \r\nX-A:\r\nConnection: keep-alive\r\nx-a: caf\xe9\r\n\r\n';

/** What undici is given of an answer. */
function shortened(answer: string): string | undefined {
  const bytes = Buffer.from(answer, 'latin1');
  const length = headLength(bytes, 4096);
  const head = wholeHead(answer.slice(0, length));
  if (head === undefined) return undefined;
  return bytes.toString('latin1', shortenHead(bytes, length, head.framing));
}

heads('a head ends with an empty line, if that is near enough', () => {
  const head = 'HTTP/1.1 200 OK\r\nA: 1\r\n\r\n';
  const bytes = Buffer.from(`${head}\r\n\r\nbody`);

  assert.is(headLength(bytes, 4096), head.length);
  assert.is(headLength(bytes, head.length), head.length);
  assert.is(headLength(bytes, head.length - 1), 0);
  assert.is(headLength(bytes.subarray(0, head.length - 1), 4096), 0);
  assert.is(headLength(Buffer.from('A: 1\n\n'), 4096), 0);
  assert.is(headLength(Buffer.alloc(0), 4096), 0);
});

heads('its fields are as they came, without blanks around their values', () => {
  const head = wholeHead(usual);

  assert.is(head?.phrase, 'All right');
  const first = ['Server', 'x', 'content-length', '2', 'X-A', ''];
  assert.equal(head?.fields, [...first, 'Connection', 'keep-alive', 'x-a', 'caf\xe9']);
});

heads('undici is given status, framing and body', () => {
  assert.is(shortened(`${usual}ab`), 'HTTP/1.1 200\r\ncontent-length:  2 \r\n\r\nab');
  assert.is(
    shortened('HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\nDate: now\r\n\r\n0'),
    'HTTP/1.1 404\r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\n\r\n0',
  );
  assert.is(shortened('HTTP/1.1 204 \r\n\r\n'), 'HTTP/1.1 204\r\n\r\n');
});

heads('what is said of the connection stays, but for what a length makes plain', () => {
  const kept = 'HTTP/1.1 200\r\nConnection: Keep-Alive\r\n\r\n';
  assert.is(shortened('HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nA: 1\r\n\r\n'), kept);
  const closed =
    'HTTP/1.1 200\r\nConnection: close\r\nProxy-Connection: close\r\nContent-Length: 1\r\n\r\n';
  assert.is(shortened(closed.replace('200', '200 OK')), closed);
});

/** What is left to undici's parser. */
const unusual: Readonly<Record<string, string>> = {
  'an interim answer': 'HTTP/1.1 103 Early Hints\r\n\r\n',
  'another version': 'HTTP/1.0 200 OK\r\n\r\n',
  'a status without a blank behind it': 'HTTP/1.1 200\r\n\r\n',
  'a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'an empty line before it': '\r\nHTTP/1.1 200 OK\r\n\r\n',
  'a folded line': 'HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\r\n',
  'a blank before a colon': 'HTTP/1.1 200 OK\r\nA : 1\r\n\r\n',
  'a line without a name': 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n',
  'a line without a colon': 'HTTP/1.1 200 OK\r\nA\r\n\r\n',
  'a bare CR': 'HTTP/1.1 200 OK\r\nA: 1\r2\r\n\r\n',
  'a bare LF': 'HTTP/1.1 200 OK\r\nA: 1\nB: 2\r\n\r\n',
  'a tab': 'HTTP/1.1 200 OK\r\nA: 1\t\r\n\r\n',
  'a zero byte': 'HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n',
  'a name beyond ASCII': 'HTTP/1.1 200 OK\r\n\xe9: 1\r\n\r\n',
};

for (const [what, text] of Object.entries(unusual)) {
  heads(`${what} is left to undici`, () => assert.is(wholeHead(text), undefined));
}

const line = 'HTTP/1.1 200 OK\r\n';

/** Answers, each of which means the same however it is read. */
const answers: readonly string[] = [
  usual.replace('caf\xe9', '%'),
  `${usual}ab`,
  `${usual}abHTTP/1.1 200 OK\r\n\r\n`,
  'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 599 \r\nContent-Length: 0\r\nKeep-Alive: timeout=7\r\n\r\n',
  `${line}\r\nuntil the end`,
  `${line}Connection: keep-alive\r\n\r\nuntil the end`,
  `${line}Connection: close\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Connection: close, keep-alive\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Connection: keep-alive\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Connection: x\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Proxy-Connection: close\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Content-Length: 2\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc`,
  `${line}Content-Length: 2, 2\r\n\r\nab`,
  `${line}Content-Length: -2\r\n\r\nab`,
  `${line}Content-Length: +2\r\n\r\nab`,
  `${line}Content-Length: 0x2\r\n\r\nab`,
  `${line}Content-Length:\r\n\r\nab`,
  `${line}Content-Length: 99999999999999999999\r\n\r\nab`,
  `${line}Content-Length: 9\r\n\r\nab`,
  `${line}Transfer-Encoding: chunked\r\nA: 1\r\n\r\n2\r\nab\r\n0\r\nB: 2\r\n\r\n`,
  `${line}Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}A: 1\r\nTransfer-Encoding: Chunked\r\nContent-Length: 2\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  `${line}Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nab`,
  `${line}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\nno chunk`,
  `${line}Content-Length : 2\r\n\r\nab`,
  `${line}Content-Length: 2\r\nA: \x7f\r\n\r\nab`,
  `${line}Content-Length: 2\t\r\n\r\nab`,
  `HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n${line}Content-Length: 2\r\n\r\nab`,
];

interface Told {
  readonly seen: readonly unknown[];
  readonly idle: boolean;
  readonly keptMs: number;
}

/** What comes of an answer whose head is read at once, or of one of which a single byte is read first. */
async function toldOf(method: string, text: string, cut: boolean): Promise<Told> {
  const sockets: Socket[] = [];
  const write = (socket: Socket, some: string): boolean => socket.write(some, 'latin1');
  const backend = await startBackend((_request, socket) => {
    sockets.push(socket);
    if (cut) write(socket, text.slice(0, 1));
    else socket.end(text, 'latin1');
  });
  let idle = false;
  const owner = {
    onIdle: () => {
      idle = true;
    },
    onLost: () => undefined,
  };
  const connection = new Connection(new PeerUrl(`http://${backend.address}`), 1000, owner);
  const seen: unknown[] = [];
  let body = '';
  const ended = new Promise<void>((resolve) => {
    const shared = new SharedFields([]);
    connection.begin(
      { method, path: '/', fields: ['Host', 'a'], shared, body: null, upgrade: null },
      {
        onSent: () => undefined,
        onInterim: (...interim) => seen.push(interim),
        onSwitched: () => seen.push('switched'),
        onHead: (...head) => seen.push(head) > 0,
        onData: (bytes) => {
          body += bytes.toString('latin1');
          return 'spent';
        },
        onEnd: (trailers) => resolve(void seen.push('end', trailers)),
        onFailure: ({ error }) => resolve(void seen.push('failure', error)),
      },
    );
  });
  // All of it is there at once when the rest follows the byte that was read by itself.
  while (cut && connection.silent) await setImmediate();
  for (const socket of cut ? sockets : []) socket.end(text.slice(1), 'latin1');
  await ended;
  const { keptMs } = connection;
  connection.destroy();
  await backend.close();
  return { seen: [...seen, body], idle, keptMs };
}

for (const text of answers) {
  heads(`${JSON.stringify(text)} means the same, read at once and with a cut`, async () => {
    for (const method of ['GET', 'HEAD']) {
      assert.equal(await toldOf(method, text, false), await toldOf(method, text, true), method);
    }
  });
}

heads.run();
