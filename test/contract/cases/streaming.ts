import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase } from '../stage.ts';
import { ConnectionCut } from '../support/byte-reader.ts';
import { Gate } from '../support/gate.ts';
import { chunk, readChunk } from '../support/message.ts';
import type { OriginExchange, Script } from '../support/origin.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { hangs, says, writesAndCloses } from '../support/scripts.ts';
import { rest, standstill } from '../support/waiting.ts';

const megabyte = 1_048_576;
/** Far more than sockets hold for a reader that does not read. */
const flood = 96 * megabyte;

/** What is larger than one read, and what follows with it or alone. */
const pieceSizes = [1_000_000, 3000, 700_000, 5000, 70_000, 200];

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Answers with what came. */
const digests: Script = async (exchange) => {
  const text = digestOf(await exchange.body());
  exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
};

/** What happens while a message is under way. */
export const streaming: readonly ContractCase[] = [
  {
    title: 'each chunk arrives before the next is sent',
    async run(stage) {
      const heard = [new Gate(), new Gate()];
      const { port } = await stage.single(async (exchange) => {
        exchange.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        exchange.write(chunk('one'));
        await heard[0]?.opened();
        exchange.write(chunk('two'));
        await heard[1]?.opened();
        exchange.write(chunk(''));
      });
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.head();

      const parts: string[] = [];
      for (const one of heard) {
        parts.push((await readChunk(client.reader)).toString());
        one.open();
      }
      parts.push((await readChunk(client.reader)).toString());

      client.destroy();
      assert.equal(parts, ['one', 'two', '']);
    },
  },
  {
    title: 'the head arrives before the body is sent',
    async run(stage) {
      const heard = new Gate();
      const { port } = await stage.single(async (exchange) => {
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        await heard.opened();
        exchange.write('x'.repeat(100_000));
      });
      const client = await openClient(port);
      client.send(requestBytes({ port }));

      await client.head();
      heard.open();

      assert.is((await client.reader.bytes(100_000)).toString(), 'x'.repeat(100_000));
      client.destroy();
    },
  },
  {
    title: 'a large request body is under way early',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const size = 200_000;
      const client = await openClient(port);

      client.send(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
      client.send('x'.repeat(size - 1));
      if (stage.differences.requestBody === 'streamed') {
        await eventually('the peer is asked', () => origin.received.length === 1 || undefined);
      } else {
        await standstill(() => origin.received.length, 200);
        assert.is(origin.received.length, 0);
      }
      client.send('x');

      assert.is((await client.response()).status, 200);
      client.destroy();
    },
  },
  {
    title: 'uploads in pieces of all sizes arrive as they were sent',
    async run(stage) {
      const size = 4 * megabyte;
      const { port } = await stage.group([digests], { bodyLimitBytes: size });

      const uploads = Array.from({ length: 24 }, async (_, n) => {
        // Whatever is put in another's place differs from it.
        const body = Buffer.from(
          Uint32Array.from({ length: size / 4 }, (_, i) => i * 24 + n).buffer,
        );
        const client = await openClient(port);
        const framing = n % 2 === 0 ? `Content-Length: ${size}` : 'Transfer-Encoding: chunked';
        client.send(`PUT / HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n`);
        for (let at = 0, i = n; at < size; i += 1) {
          const piece = body.subarray(at, at + (pieceSizes[i % pieceSizes.length] ?? 1));
          const framed =
            n % 2 === 0 ? piece : Buffer.from(chunk(piece.toString('latin1')), 'latin1');
          await rest(client.socket, framed);
          // So that a small one is read alone now and then.
          await nextTurn();
          at += piece.length;
        }
        if (n % 2 === 1) client.send(chunk(''));
        const { body: answer } = await client.response();
        client.destroy();
        return answer.toString() === digestOf(body);
      });

      assert.equal(new Set(await Promise.all(uploads)), new Set([true]));
    },
  },
  {
    title: 'a slow reader holds the peer back',
    async run(stage) {
      let sent = 0;
      const { port, edge } = await stage.single(async ({ socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${flood}\r\n\r\n`);
        for (; sent < flood; sent += 65_536) await rest(socket, Buffer.alloc(65_536, 'x'));
      });
      const before = await edge.memoryBytes();
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.head();

      const held = await standstill(() => sent);
      const grown = (await edge.memoryBytes()) - before;
      let read = 0;
      while (read < flood) read += (await client.reader.some())?.length ?? flood;

      client.destroy();
      assert.is(read, flood);
      assert.ok(held < flood / 2, `the peer sent ${held} bytes to nobody`);
      assert.ok(grown < 32 * megabyte, `the edge grew by ${grown} bytes`);
    },
  },
  {
    title: 'a slow peer holds the client back, and misses nothing',
    async run(stage) {
      const gate = new Gate();
      const [given, received] = [createHash('sha256'), createHash('sha256')];
      const { port, edge, origins } = await stage.group(
        [
          async (exchange) => {
            await gate.opened();
            for (let left = flood; left > 0; ) {
              const piece = await exchange.reader.some();
              received.update(piece ?? '');
              left -= piece?.length ?? left;
            }
            exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
          },
        ],
        { bodyLimitBytes: flood },
      );
      await warm(port);
      const before = await edge.memoryBytes();
      const client = await openClient(port);
      client.send(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${flood}\r\n\r\n`);
      let sent = 0;
      const upload = (async () => {
        for (; sent < flood; sent += 65_536) {
          // Whatever is put in another's place differs from it.
          const piece = Buffer.alloc(65_536, String(sent));
          given.update(piece);
          await rest(client.socket, piece);
        }
      })();

      const streamed = stage.differences.requestBody === 'streamed';
      // Who takes it whole needs no peer for that: however long it takes, it comes to an end.
      const held = streamed ? await standstill(() => sent) : await upload.then(() => sent);
      const grown = (await edge.memoryBytes()) - before;
      gate.open();
      await upload;

      assert.is((await client.response()).status, 200);
      client.destroy();
      assert.is(origins[0]?.received.length, 1);
      assert.is(received.digest('hex'), given.digest('hex'));
      assert.ok(grown < 32 * megabyte, `the edge grew by ${grown} bytes`);
      assert.is(held < flood / 2, streamed, `${held} sent`);
    },
  },
  {
    title: 'a cut body reaches the client as a cut',
    async run(stage) {
      const cuts = [
        'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc',
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('abc')}`,
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc',
      ];
      for (const cut of cuts) {
        const { port } = await stage.single(writesAndCloses(cut));

        const failure = await ask({ port }).catch((error: unknown) => error);

        assert.instance(failure, ConnectionCut);
      }
    },
  },
  {
    title: 'a cut body is never asked for again',
    async run(stage) {
      const cut = writesAndCloses('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc');
      const { port, visits } = await stage.group([cut, cut]);

      await ask({ port }).catch(() => undefined);

      assert.equal(visits.join(''), 'a');
    },
  },
  {
    title: 'a client that leaves frees the peer',
    async run(stage) {
      const { port, origin } = await stage.single(hangs);
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      const exchange = await eventually('the peer is asked', () => origin.received[0]);

      client.destroy();

      await exchange.closed();
    },
  },
  {
    title: 'a client that leaves ends the peer’s body',
    async run(stage) {
      const { port, origin } = await stage.single(endless);
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.head();
      await client.reader.bytes(megabyte);

      client.destroy();

      await origin.received[0]?.closed();
    },
  },
  {
    title: 'an early answer reaches a sending client',
    async run(stage) {
      const { port } = await stage.single(async (exchange) => {
        exchange.socket.resume();
        exchange.write('HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        await exchange.closed();
      });
      const client = await openClient(port);
      client.send('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n');
      client.send('x'.repeat(299_999));
      if (stage.differences.requestBody === 'taken whole first') client.send('x');

      assert.is((await client.response()).status, 401);
      client.destroy();
    },
  },
];

async function endless({ socket }: OriginExchange): Promise<void> {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n');
  while (socket.writable) await rest(socket, Buffer.alloc(65_536));
}

/** One connection that asks nothing, so that memory is compared in a process that has begun. */
async function warm(port: number): Promise<void> {
  const client = await openClient(port);
  client.destroy();
}
