import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase } from '../stage.ts';
import { chunk, fieldValue } from '../support/message.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { hangs, says, writes } from '../support/scripts.ts';
import { assertLimit, rest, timeToEnd } from '../support/waiting.ts';

const limitMs = 1000;

/** Sizes and times that nobody may exceed. */
export const limits: readonly ContractCase[] = [
  {
    title: 'a body of exactly the limit passes',
    async run(stage) {
      const { port } = await stage.group([says('a')], { bodyLimitBytes: 2000 });

      assert.is((await ask({ port, method: 'POST', body: 'x'.repeat(2000) })).status, 200);
      assert.is((await ask({ port, method: 'POST', body: 'x'.repeat(2001) })).status, 413);
    },
  },
  {
    title: 'a length above the limit is refused at once',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const client = await openClient(port);

      client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n');
      const answer = await client.response();

      client.destroy();
      assert.is(answer.status, 413);
      assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
      assert.is(origin.received.length, 0);
    },
  },
  {
    title: 'Expect does not invite too large a body',
    async run(stage) {
      const { port } = await stage.single(says('hello'));
      const client = await openClient(port);

      client.send(
        'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n',
      );
      const first = await client.head();

      client.destroy();
      assert.match(first.startLine, '413');
    },
  },
  {
    title: 'chunks above the limit are refused',
    async run(stage) {
      const completed: number[] = [];
      const { port } = await stage.single(async (exchange) => {
        completed.push((await exchange.body()).length);
      });
      const client = await openClient(port);

      client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let sent = 0; sent < 80; sent += 1) client.send(chunk('x'.repeat(16_384)));
      const { status } = await client.response();

      client.destroy();
      assert.is(status, 413);
      assert.equal(completed, [], 'no peer gets the whole of it');
    },
  },
  {
    title: 'a field of four kilobytes passes',
    async run(stage) {
      const { port } = await stage.single(says('hello'));

      assert.is((await ask({ port, fields: [`X-Long: ${'x'.repeat(4096)}`] })).status, 200);
    },
  },
  {
    title: 'fields of a hundred kilobytes are refused',
    async run(stage) {
      const { port } = await stage.single(says('hello'));

      const answer = await ask({ port, fields: [`X-Long: ${'x'.repeat(100_000)}`] });

      assert.is(answer.status, 431);
      assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
    },
  },
  {
    title: 'a target of a hundred kilobytes is refused',
    async run(stage) {
      const { port } = await stage.single(says('hello'));

      const { status } = await ask({ port, target: `/${'x'.repeat(100_000)}` });

      assert.is(status, 414);
    },
  },
  {
    title: 'a response head of eight kilobytes passes',
    async run(stage) {
      const long = `X-Long: ${'x'.repeat(8192)}`;
      const { port } = await stage.single(
        writes(`HTTP/1.1 200 OK\r\n${long}\r\nContent-Length: 0\r\n\r\n`),
      );

      assert.is(fieldValue(await ask({ port }), 'x-long')?.length, 8192);
    },
  },
  {
    title: 'a response head of a hundred kilobytes is 502',
    async run(stage) {
      const long = `X-Long: ${'x'.repeat(100_000)}`;
      const { port } = await stage.single(
        writes(`HTTP/1.1 200 OK\r\n${long}\r\nContent-Length: 0\r\n\r\n`),
      );

      assert.is((await ask({ port })).status, 502);
    },
  },
  {
    title: 'a client that never ends its head is left',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([says('a')], { headerTimeoutMs: limitMs });
      const client = await openClient(port);
      client.send('GET / HTTP/1.1\r\nHost:');

      const { ms, text } = await timeToEnd(client);

      assertLimit(ms, limitMs);
      assert.is(text.startsWith('HTTP/1.1 408'), stage.differences.slowRequest !== 'closed');
    },
  },
  {
    title: 'a client that drips its head is left',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([says('a')], { headerTimeoutMs: limitMs });
      const client = await openClient(port);
      client.send('GET / HTTP/1.1\r\n');
      const drip = setInterval(() => client.send('X-A: 1\r\n'), 200);

      const { ms } = await timeToEnd(client).finally(() => clearInterval(drip));

      assertLimit(ms, limitMs);
    },
  },
  {
    title: 'a client that never ends its body is left',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([says('a')], { bodyTimeoutMs: limitMs });
      const client = await openClient(port);
      client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');

      const { ms, text } = await timeToEnd(client);

      assertLimit(ms, limitMs);
      assert.is(text.startsWith('HTTP/1.1 408'), stage.differences.slowRequest !== 'closed');
    },
  },
  {
    title: 'an idle client connection is closed silently',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([says('a')], { keepAliveMs: limitMs });
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.response();

      const { ms, text } = await timeToEnd(client);

      assert.is(text, '');
      assertLimit(ms, limitMs);
    },
  },
  {
    title: 'a client that takes no byte is left',
    timed: true,
    async run(stage) {
      const { port, origins } = await stage.group(
        [
          async (exchange) => {
            exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n');
            while (exchange.socket.writable) await rest(exchange.socket, Buffer.alloc(65_536));
          },
        ],
        { sendTimeoutMs: limitMs },
      );
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.head();

      await eventually('the peer is left', () => origins[0]?.open.length === 0);

      client.destroy();
    },
  },
  {
    title: 'a peer that stops in its body is left',
    timed: true,
    async run(stage) {
      const { port } = await stage.group(
        [
          async (exchange) => {
            exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc');
            await exchange.closed();
          },
        ],
        { responseTimeoutMs: limitMs },
      );
      const client = await openClient(port);
      client.send(requestBytes({ port }));

      const { ms, text } = await timeToEnd(client);

      assertLimit(ms, limitMs);
      assert.ok(text.endsWith('\r\n\r\nabc'));
    },
  },
  {
    title: 'a peer that drips is not left',
    timed: true,
    async run(stage) {
      const { port } = await stage.group(
        [
          async (exchange) => {
            exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n');
            for (let byte = 0; byte < 8; byte += 1) {
              await new Promise((resolve) => setTimeout(resolve, 400));
              exchange.write('x');
            }
          },
        ],
        // All together it takes longer, and no piece takes nearly as long.
        { responseTimeoutMs: 3000 },
      );

      assert.is((await ask({ port })).body.toString(), 'xxxxxxxx');
    },
  },
  {
    title: 'a silent peer is 504',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([hangs], { responseTimeoutMs: limitMs });

      const answer = await ask({ port });

      assert.is(answer.status, 504);
      assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
    },
  },
];
