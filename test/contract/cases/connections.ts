import { once } from 'node:events';
import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase } from '../stage.ts';
import { Gate } from '../support/gate.ts';
import { fieldValue } from '../support/message.ts';
import type { Origin, Script } from '../support/origin.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { askTimes, statuses } from '../support/repeat.ts';
import { closes, says, writes, writesAndCloses } from '../support/scripts.ts';
import { assertLimit, timeToEnd } from '../support/waiting.ts';

/** Answers the first request of a connection and closes under the next. */
const stale: Script = (exchange) =>
  exchange.ofConnection === 1 ? says('fresh')(exchange) : closes(exchange);

/** Connections kept, lost, and ended in order. */
export const connections: readonly ContractCase[] = [
  {
    title: 'connections to peers are kept and reused',
    async run(stage) {
      const { port, origins } = await stage.group([says('a'), says('b')]);

      await askTimes(10, { port });

      assert.equal(
        origins.map((origin) => origin.connections),
        [1, 1],
      );
    },
  },
  {
    title: 'a connection is not reused after chunks of HTTP/1.0, which has none',
    async run(stage) {
      const old = `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const { port, origins } = await stage.group([writes(`${old}2\r\nhi\r\n0\r\n\r\n`)]);

      const answers = [await ask({ port }), await ask({ port })];

      assert.equal(
        answers.map(({ body }) => body.toString()),
        ['hi', 'hi'],
      );
      assert.is(origins[0]?.connections, 2);
    },
  },
  {
    title: 'a connection that its peer closes is not reused',
    async run(stage) {
      const closing = writesAndCloses(
        'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
      );
      const { port, origins } = await stage.group([closing]);

      assert.equal(await statuses(3, { port }), '200 200 200');
      assert.is(origins[0]?.connections, 3);
    },
  },
  {
    title: 'an idle connection that died is not used',
    async run(stage) {
      const { port, origins } = await stage.group([says('a')]);
      await ask({ port });
      await endIdle(origins[0]);

      const { status } = await ask({ port, method: 'POST', body: 'x' });

      assert.equal([status, origins[0]?.connections], [200, 2]);
    },
  },
  {
    title: 'GET survives a connection gone stale',
    async run(stage) {
      const { port, visits } = await stage.group([stale]);
      await ask({ port });

      assert.is((await ask({ port })).status, 200);
      assert.is(visits.length, 3);
    },
  },
  {
    title: 'POST on a connection gone stale is 502',
    async run(stage) {
      const { port, visits } = await stage.group([stale]);
      await ask({ port });

      assert.is((await ask({ port, method: 'POST', body: 'x' })).status, 502);
      assert.is(visits.length, 2);
    },
  },
  {
    title: 'a stale connection is no failing peer',
    async run(stage) {
      const { port, visits, origins } = await stage.group([stale, says('b')], {
        maxFails: 1,
        failTimeoutMs: 30_000,
      });
      await askTimes(3, { port });
      if (origins[0]) origins[0].script = says('a');
      visits.length = 0;

      assert.equal(await statuses(6, { port }), '200 200 200 200 200 200');
      assert.is(visits.includes('a'), stage.differences.staleConnection === 'not counted');
    },
  },
  {
    title: 'an idle connection to a peer is closed',
    timed: true,
    async run(stage) {
      const { port, origins } = await stage.group([says('a')], { peerIdleMs: 1000 });
      await ask({ port });
      const [origin] = origins;

      await eventually('it is closed', () => origin?.open.length === 0);

      // It is idle since a moment that nobody here can know, but not since before it was used.
      assertLimit(performance.now() - (origin?.lastAskedAt ?? 0), 1000);
    },
  },
  {
    title: 'a client connection serves many requests',
    async run(stage) {
      const { port } = await stage.single(says('hello'));
      const client = await openClient(port);

      for (let turn = 0; turn < 5; turn += 1) {
        client.send(requestBytes({ port }));
        assert.is((await client.response()).body.toString(), 'hello');
      }

      client.destroy();
    },
  },
  {
    title: 'pipelined requests are answered in order',
    async run(stage) {
      const { port } = await stage.single((exchange) => says(exchange.target)(exchange));
      const client = await openClient(port);

      client.send(['/1', '/2', '/3'].map((target) => requestBytes({ port, target })).join(''));
      const bodies: string[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        bodies.push((await client.response()).body.toString());
      }

      client.destroy();
      assert.equal(bodies, ['/1', '/2', '/3']);
    },
  },
  {
    title: 'what waits behind an exchange is whole, though others are read meanwhile',
    async run(stage) {
      const gate = new Gate();
      const { port, visits } = await stage.group([
        async (exchange) => {
          if (exchange.target === '/first') await gate.opened();
          const text = `${exchange.target} ${await exchange.body()}`;
          exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
        },
      ]);
      const first = requestBytes({ port, target: '/first' }).toString();
      const next = ['/a', '/b', '/c'].map((target) =>
        requestBytes({ port, method: 'PUT', target, body: '0123456789' }).toString(),
      );
      // As far as the middle of a head, of a body, and the end.
      const cuts = [20, -5, undefined];
      const clients = await Promise.all(next.map(() => openClient(port)));
      for (const [at, client] of clients.entries()) {
        client.send(first + next[at]?.slice(0, cuts[at]));
      }

      await eventually('all are asked', () => visits.length === 3);
      // Whoever reads in turn has read all that was sent before.
      await ask({ port, target: '/between' });
      gate.open();
      for (const client of clients) await client.response();
      for (const [at, client] of clients.entries()) {
        if (cuts[at] !== undefined) client.send(next[at]?.slice(cuts[at]) ?? '');
      }
      const answers = await Promise.all(clients.map((client) => client.response()));

      for (const client of clients) client.destroy();
      const bodies = answers.map(({ body }) => body.toString());
      assert.equal(bodies, ['/a 0123456789', '/b 0123456789', '/c 0123456789']);
    },
  },
  {
    title: 'a client that wants to close is closed',
    async run(stage) {
      const { port } = await stage.single(says('hello'));
      const client = await openClient(port);

      client.send(requestBytes({ port, fields: ['Connection: close'] }));
      const answer = await client.response();
      const { orderly, text } = await timeToEnd(client);

      client.destroy();
      assert.match(fieldValue(answer, 'connection') ?? '', /^close$/i);
      assert.equal([orderly, text], [true, '']);
    },
  },
  {
    title: 'draining finishes what is under way',
    async run(stage) {
      const gate = new Gate();
      const { port, edge, visits } = await stage.group([
        async (exchange) => {
          if (exchange.target === '/idle') return says('idle')(exchange);
          exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na');
          await gate.opened();
          exchange.write('bc');
        },
      ]);
      const idle = await openClient(port);
      idle.send(requestBytes({ port, target: '/idle' }));
      await idle.response();
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await eventually('the peer is asked', () => visits.length === 2 || undefined);

      const exit = edge.drain();
      await eventually('no more is accepted', () => refused(port));
      await timeToEnd(idle);
      gate.open();

      assert.is((await client.response()).body.toString(), 'abc');
      client.destroy();
      assert.is(await exit, 0);
    },
  },
];

async function endIdle(origin: Origin | undefined): Promise<void> {
  for (const socket of origin?.open ?? []) {
    const closed = once(socket, 'close');
    socket.end();
    await closed;
  }
}

async function refused(port: number): Promise<true | undefined> {
  try {
    (await openClient(port)).destroy();
    return undefined;
  } catch {
    return true;
  }
}
