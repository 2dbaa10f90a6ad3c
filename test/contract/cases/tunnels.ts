import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase } from '../stage.ts';
import { fieldValue, type Head } from '../support/message.ts';
import type { OriginExchange, Script } from '../support/origin.ts';
import { openClient, type RawClient, requestBytes } from '../support/raw-client.ts';
import { says, writes } from '../support/scripts.ts';
import { assertLimit, rest, standstill, timeToEnd } from '../support/waiting.ts';

const wish = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];

const switched =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n';

/** More than sockets hold for a reader that does not read. */
const flood = 64 * 1_048_576;

/** Changes to a protocol in which all comes back in capitals. */
async function shouts(exchange: OriginExchange): Promise<void> {
  exchange.write(`${switched}Sec-WebSocket-Accept: x\r\n\r\n`);
  for (;;) {
    const bytes = await exchange.reader.some();
    if (bytes === undefined) break;
    exchange.write(bytes.toString('latin1').toUpperCase());
  }
  exchange.socket.end();
  await exchange.closed();
}

async function openTunnel(port: number, target = '/'): Promise<RawClient & { head101: Head }> {
  const client = await openClient(port);
  client.send(requestBytes({ port, target, fields: wish }));
  return Object.assign(client, { head101: await client.head() });
}

async function hear(client: RawClient, text: string): Promise<void> {
  assert.is((await client.reader.bytes(text.length)).toString(), text);
}

/** Connections that leave HTTP. */
export const tunnels: readonly ContractCase[] = [
  {
    title: 'a WebSocket becomes a tunnel',
    async run(stage) {
      const { port, origin } = await stage.single(shouts);

      const client = await openTunnel(port, '/chat?a=1');
      client.send('hello');
      await hear(client, 'HELLO');
      client.send('again');
      await hear(client, 'AGAIN');
      client.destroy();

      assert.match(client.head101.startLine, /^HTTP\/1\.1 101 /);
      assert.match(fieldValue(client.head101, 'connection') ?? '', /^upgrade$/i);
      assert.is(fieldValue(client.head101, 'upgrade'), 'websocket');
      assert.is(fieldValue(client.head101, 'sec-websocket-accept'), 'x');
      assert.equal(origin.asked, ['GET /chat?a=1']);
      const [asked] = origin.received;
      assert.is(asked && fieldValue(asked, 'upgrade'), 'websocket');
      assert.match((asked && fieldValue(asked, 'connection')) ?? '', /^upgrade$/i);
      assert.is(asked && fieldValue(asked, 'sec-websocket-version'), '13');
    },
  },
  {
    title: 'no byte is lost that comes with the heads',
    async run(stage) {
      const { port } = await stage.single(async (exchange) => {
        exchange.write(`${switched}\r\nwelcome`);
        exchange.write((await exchange.reader.bytes(5)).toString().toUpperCase());
        await exchange.closed();
      });
      const client = await openClient(port);

      client.send(`${requestBytes({ port, fields: wish })}early`);
      await client.head();

      await hear(client, 'welcomeEARLY');
      client.destroy();
    },
  },
  {
    title: 'another answer than 101 is an answer',
    async run(stage) {
      const { port } = await stage.single(
        writes(
          'HTTP/1.1 426 Upgrade Required\r\nUpgrade: example/2\r\nContent-Length: 2\r\n\r\nno',
        ),
      );
      const client = await openClient(port);

      client.send(requestBytes({ port, fields: wish }));
      const answer = await client.response();

      client.destroy();
      assert.equal([answer.status, answer.body.toString()], [426, 'no']);
      assert.is(fieldValue(answer, 'upgrade'), 'example/2');
    },
  },
  {
    title: 'an upgrade that is not listed does not reach the peer',
    async run(stage) {
      const { port, origin } = await stage.single(says('plain'));
      const wishes: readonly (readonly string[])[] = [
        ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'],
        ['Connection: Upgrade', 'Upgrade: TLS/1.0'],
        ['Connection: keep-alive', 'Upgrade: websocket'],
      ];

      for (const fields of wishes) {
        const client = await openClient(port);
        client.send(requestBytes({ port, fields }));
        const { status, body } = await client.response();
        client.destroy();
        assert.equal([status, body.toString()], [200, 'plain']);
      }
      for (const head of origin.received) assert.is(fieldValue(head, 'upgrade'), undefined);
    },
  },
  {
    title: 'the end of either side ends the other',
    async run(stage) {
      const { port, origin } = await stage.single(shouts);
      const leaving = await openTunnel(port);
      const [exchange] = origin.received;
      leaving.destroy();
      await exchange?.closed();

      origin.script = async ({ socket }) => {
        socket.end(`${switched}\r\nbye`);
      };
      const left = await openTunnel(port);
      const { text } = await timeToEnd(left);
      left.destroy();

      assert.is(text, 'bye');
    },
  },
  {
    title: 'a side that ends its sending still hears',
    async run(stage) {
      const { port } = await stage.single(async (exchange) => {
        exchange.socket.allowHalfOpen = true;
        exchange.write(`${switched}\r\n`);
        const all = await exchange.reader.toEnd();
        exchange.socket.end(`heard ${all}`);
      });
      const client = await openTunnel(port);

      client.socket.end('all I say');
      const { text } = await timeToEnd(client);

      client.destroy();
      const passed = stage.differences.halfClosedTunnel === 'half open';
      assert.is(text, passed ? 'heard all I say' : '');
    },
  },
  {
    title: 'a slow end of a tunnel holds the other back',
    async run(stage) {
      let sent = 0;
      const { port, edge } = await stage.single(async ({ socket }) => {
        socket.write(`${switched}\r\n`);
        for (; sent < flood; sent += 65_536) await rest(socket, Buffer.alloc(65_536, 'x'));
        socket.end();
      });
      const before = await edge.memoryBytes();
      const client = await openTunnel(port);

      const held = await standstill(() => sent);
      const grown = (await edge.memoryBytes()) - before;
      let read = 0;
      while (read < flood) read += (await client.reader.some())?.length ?? flood;

      client.destroy();
      assert.is(read, flood);
      assert.ok(held < flood / 2, `the peer sent ${held} bytes to nobody`);
      assert.ok(grown < 32 * 1_048_576, `the edge grew by ${grown} bytes`);
    },
  },
  {
    title: 'an upgrade is tried at the next peer',
    async run(stage) {
      const closing: Script = async ({ socket }) => {
        socket.end();
      };
      const { port, visits } = await stage.group([closing, shouts]);

      const client = await openTunnel(port);
      client.send('hello');
      await hear(client, 'HELLO');

      client.destroy();
      assert.is(visits.join(''), 'ab');
    },
  },
  {
    title: 'a tunnel is logged when it has ended',
    async run(stage) {
      const { port, edge } = await stage.group([shouts]);
      const client = await openTunnel(port, '/logged');
      client.send('hello');
      await hear(client, 'HELLO');
      assert.equal(await edge.logged(), []);

      client.destroy();

      const [line] = await eventually('it is logged', async () => {
        const lines = await edge.logged();
        return lines.length > 0 && lines;
      });
      assert.equal([line?.target, line?.status, line?.statuses], ['/logged', 101, [101]]);
    },
  },
  {
    title: 'draining waits for a tunnel',
    async run(stage) {
      const { port, edge } = await stage.group([shouts]);
      const client = await openTunnel(port);

      const exit = edge.drain();
      await eventually('no more is accepted', () => refused(port));
      client.send('hello');
      await hear(client, 'HELLO');
      client.destroy();

      assert.is(await exit, 0);
    },
  },
  {
    title: 'a silent tunnel is closed',
    timed: true,
    async run(stage) {
      const { port } = await stage.group([shouts], { tunnelIdleMs: 2500 });
      const client = await openTunnel(port);
      let spokeAt = 0;
      for (let turn = 0; turn < 7; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 400));
        spokeAt = performance.now();
        client.send('x');
        await hear(client, 'X');
      }

      await timeToEnd(client);

      const ms = performance.now() - spokeAt;
      client.destroy();
      assertLimit(ms, 2500);
    },
  },
];

async function refused(port: number): Promise<true | undefined> {
  try {
    (await openClient(port)).destroy();
    return undefined;
  } catch {
    return true;
  }
}
