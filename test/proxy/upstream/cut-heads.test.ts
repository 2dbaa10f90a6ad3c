import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../../proxy/shared-fields.ts';
import { Connection } from '../../../proxy/upstream/connection.ts';
import { PeerUrl } from '../../../proxy/upstream/peer-url.ts';
import { type Backend, plain, startBackend } from '../../support/backend.ts';

// A head that comes in one read is read by ourselves, one that is cut by undici alone.
const heads = suite('answers whose heads come at once or cut');

/** Writes what a peer says to one request: in one piece, or the first byte by itself. */
type Say = (socket: Socket, text: string, silent: () => boolean) => Promise<unknown>;

const atOnce: Say = async (socket, text) => socket.write(text, 'latin1');

const cut: Say = async (socket, text, silent) => {
  socket.write(text.slice(0, 1), 'latin1');
  // The rest is there at once when the first byte was read.
  while (silent()) await setImmediate();
  socket.write(text.slice(1), 'latin1');
};

interface Exchange {
  readonly method: string;
  readonly text: string;
  readonly say: Say;
  /** Whether the peer ends the connection behind it. */
  readonly ends?: boolean;
}

/** What became of exchanges, one after another, over one connection that may be made anew. */
async function toldOf(...exchanges: readonly Exchange[]): Promise<readonly unknown[]> {
  const left = [...exchanges];
  let connection: Connection | undefined;
  const backend = await startBackend((_request, socket) => {
    const { text, say, ends } = left.shift() ?? { text: plain(200, ''), say: atOnce };
    void say(socket, text, () => connection?.silent === true).then(() => {
      if (ends === true) socket.end();
    });
  });
  let idle = true;
  const owner = {
    onIdle: () => {
      idle = true;
    },
    onLost: () => undefined,
  };
  connection = new Connection(new PeerUrl(`http://${backend.address}`), 1000, owner);
  const told: unknown[] = [];
  for (const { method } of [...exchanges, { method: 'GET' }]) {
    if (!idle) break;
    idle = false;
    told.push(...(await outcomeOf(connection, method)), connection.keptMs);
    // undici decides what becomes of the connection behind the answer.
    await setImmediate();
  }
  connection.destroy();
  await backend.close();
  return [...told, earlierOf(backend)];
}

/** How many requests the connection had carried, for each. */
function earlierOf({ seen }: Backend): readonly number[] {
  return seen.map(({ earlier }) => earlier);
}

/** Interim answers, head, trailers or failure, and the body. */
function outcomeOf(connection: Connection, method: string): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  let body = '';
  return new Promise((resolve) => {
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
        onEnd: (trailers) => resolve([...seen, 'end', trailers, body]),
        onFailure: ({ error }) => resolve([...seen, 'failure', error, body]),
      },
    );
  });
}

const line = 'HTTP/1.1 200 OK\r\n';
const chunks = '2\r\nab\r\n0\r\n\r\n';
const usual = `${line}Server: x\r\nContent-Length:  2 \r\nX-A:\r\nConnection: keep-alive\r\nx-a: caf\xe9\r\n\r\n`;

/** Answers that end by themselves, or are none. */
const answers: readonly string[] = [
  `${usual}ab`,
  `${usual}abHTTP/1.1 200 OK\r\n\r\n`,
  'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 599 \r\nContent-Length: 0\r\nKeep-Alive: timeout=7\r\n\r\n',
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
  `${line}Content-Length: keep-alive\r\n\r\nab`,
  `${line}Content-Length: 99999999999999999999\r\n\r\nab`,
  `${line}Transfer-Encoding: chunked\r\nA: 1\r\n\r\n2\r\nab\r\n0\r\nB: 2\r\n\r\n`,
  `${line}Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n${chunks}`,
  `${line}A: 1\r\nTransfer-Encoding: Chunked\r\nContent-Length: 2\r\n\r\n${chunks}`,
  `${line}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
  `${line}Transfer-Encoding: gzip, chunked\r\n\r\n${chunks}`,
  `${line}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
  `${line}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\nno chunk`,
  `${line}Content-Length : 2\r\n\r\nab`,
  `${line}Content-Length: 2\r\nA: \x7f\r\n\r\nab`,
  `${line}Content-Length: 2\t\r\n\r\nab`,
  `HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n${line}Content-Length: 2\r\n\r\nab`,
];

/** Answers that end with their connection, or before their end. */
const untilTheEnd: readonly string[] = [
  `${line}\r\nall`,
  `${line}Connection: keep-alive\r\n\r\nall`,
  `${line}Content-Length:\r\n\r\nab`,
  `${line}Content-Length: 9\r\n\r\nab`,
  `${line}Transfer-Encoding: gzip\r\nConnection: keep-alive\r\n\r\nab`,
  `${line}Transfer-Encoding: chunked, chunked\r\n\r\n${chunks}`,
  `${line}Transfer-Encoding: identity\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nab`,
];

for (const [list, ends] of [
  [answers, false],
  [untilTheEnd, true],
] as const) {
  for (const text of list) {
    heads(`${JSON.stringify(text)} means the same, however it comes`, async () => {
      for (const method of ['GET', 'HEAD']) {
        const exchange = { method, text, ends: ends && method === 'GET' };
        assert.equal(
          await toldOf({ ...exchange, say: atOnce }),
          await toldOf({ ...exchange, say: cut }),
          method,
        );
      }
    });
  }
}

heads('each answer on a connection has its own head', async () => {
  const answer = (status: number, name: string): string =>
    `HTTP/1.1 ${status} ${name}\r\n${name}: 1\r\nContent-Length: 0\r\n\r\n`;
  const hint: Say = async (socket, text, silent) => {
    await cut(socket, 'HTTP/1.1 103 Hint\r\nLink: a\r\n\r\n', silent);
    await atOnce(socket, text, silent);
  };
  const get = 'GET';

  const told = await toldOf(
    { method: get, text: answer(200, 'First'), say: atOnce },
    { method: get, text: answer(404, 'Second'), say: cut },
    { method: get, text: answer(201, 'Third'), say: hint },
    { method: get, text: answer(410, 'Fourth'), say: atOnce },
  );

  const head = (status: number, name: string): unknown[] => {
    return [[status, [name, '1', 'Content-Length', '0'], name], 'end', [], '', Infinity];
  };
  assert.equal(told, [
    ...head(200, 'First'),
    ...head(404, 'Second'),
    [103, ['Link', 'a']],
    ...head(201, 'Third'),
    ...head(410, 'Fourth'),
    ...[[200, ['Content-Length', '0'], 'Said'], 'end', [], '', Infinity],
    [0, 1, 2, 3, 4],
  ]);
});

heads.run();
