import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { Differences } from '../differences.ts';
import type { ContractCase } from '../stage.ts';
import { Gate } from '../support/gate.ts';
import { chunk, fieldValue, fieldValues, readChunk, readTrailers } from '../support/message.ts';
import type { Script } from '../support/origin.ts';
import { ask, askRaw, openClient, requestBytes } from '../support/raw-client.ts';
import { hangs, says, writes } from '../support/scripts.ts';
import { timeToEnd } from '../support/waiting.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n';

/** Fields behind the body, one of which could do harm. */
const trailing = `HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('body')}0\r\nX-Sum: 1\r\nSet-Cookie: a=b\r\nX-Sum: 2\r\n\r\n`;

interface PassedTrailers {
  /** What reaches those who say that they take trailers. */
  readonly takers: readonly (readonly [string, string])[];
  readonly others: PassedTrailers['takers'];
}

function trailersOf({ trailers }: Differences): PassedTrailers {
  const sums = [
    ['X-Sum', '1'],
    ['X-Sum', '2'],
  ] as const;
  const all = [sums[0], ['Set-Cookie', 'a=b'], sums[1]] as const;
  if (trailers === 'passed to all') return { takers: all, others: all };
  return { takers: trailers === 'passed' ? sums : [], others: [] };
}

/** Interim responses, trailers, events, and clients of the old version. */
export const messages: readonly ContractCase[] = [
  {
    title: 'an unasked 100 Continue is not the answer',
    async run(stage) {
      const go = 'HTTP/1.1 100 Continue\r\n\r\n';
      const { port, origin } = await stage.single(writes(`${go}${ok}`));
      assert.is((await ask({ port, method: 'POST', body: 'x' })).body.toString(), 'ok');

      origin.script = async (exchange) => {
        exchange.write('HTTP/1.1 100 Continue\r\nX-Why: because\r\n\r\n');
        await exchange.body();
        await eventually('the first has gone', () => exchange.socket.writableLength === 0);
        exchange.write(ok);
      };
      const answers = [await ask({ port }), await ask({ port, method: 'PUT', body: 'abc' })];

      assert.equal(
        answers.map(({ status }) => status),
        [200, 200],
      );
    },
  },
  {
    title: 'early hints arrive before the answer is known',
    async run(stage) {
      const heard = new Gate();
      const { port } = await stage.single(async (exchange) => {
        exchange.write(hints);
        await heard.opened();
        exchange.write(ok);
      });
      const client = await openClient(port);
      client.send(requestBytes({ port }));

      const first = await client.head();
      heard.open();
      const second = await client.head();

      client.destroy();
      assert.is(first.startLine, 'HTTP/1.1 103 Early Hints');
      assert.is(fieldValue(first, 'link'), '</style.css>; rel=preload');
      if (stage.differences.earlyHints === 'passed') {
        assert.equal(fieldValues(first, 'transfer-encoding'), []);
        assert.is(second.startLine, 'HTTP/1.1 200 OK');
      }
    },
  },
  {
    title: 'an HTTP/1.0 client is sent no early hints',
    async run(stage) {
      const { port } = await stage.single(writes(`${hints}${ok}`));
      const client = await openClient(port);

      client.send('GET / HTTP/1.0\r\n\r\n');
      const first = await client.head();

      client.destroy();
      assert.match(first.startLine, stage.differences.earlyHints === 'passed' ? / 200 / : / 103 /);
    },
  },
  {
    title: 'trailers reach those who take them',
    async run(stage) {
      const { port } = await stage.single(writes(trailing));
      const client = await openClient(port);
      client.send(requestBytes({ port, fields: ['TE: gzip;q=0.5, Trailers', 'Connection: TE'] }));

      const head = await client.head();
      const body = await readChunk(client.reader);
      await client.reader.through('0\r\n');
      const trailers = await readTrailers(client.reader);

      client.destroy();
      const passed = stage.differences.trailers !== 'dropped';
      assert.is(body.toString(), 'body');
      assert.equal(trailers, trailersOf(stage.differences).takers);
      if (passed) assert.is(fieldValue(head, 'trailer'), 'X-Sum');
    },
  },
  {
    title: 'trailers are dropped for everybody else',
    async run(stage) {
      const { port } = await stage.single(writes(trailing));
      const client = await openClient(port);

      for (let turn = 0; turn < 2; turn += 1) {
        client.send(requestBytes({ port }));
        await client.head();
        await readChunk(client.reader);
        await client.reader.through('0\r\n');
        assert.equal(await readTrailers(client.reader), trailersOf(stage.differences).others);
      }
      client.destroy();
      const old = await askRaw(port, 'GET / HTTP/1.0\r\nTE: trailers\r\n\r\n');

      assert.is(old.body.toString(), 'body');
    },
  },
  {
    title: 'trailers that speak of the connection do not break the next request',
    async run(stage) {
      const fields = [
        ...['Connection: close', 'Transfer-Encoding: gzip', 'Upgrade: example/1'],
        'Content-Length: 9',
      ];
      for (const field of fields) {
        const { port } = await stage.single(
          writes(
            `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n${field}\r\n\r\n`,
          ),
        );
        const bodies: string[] = [];

        for (let turn = 0; turn < 3; turn += 1) {
          bodies.push((await ask({ port })).body.toString());
        }

        assert.equal(bodies, ['ok', 'ok', 'ok'], field);
      }
    },
  },
  {
    title: 'trailers of a request do not become fields',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const body = `${chunk('abc')}0\r\nX-Real-IP: 1.1.1.1\r\nX-Sum: 1\r\n\r\n`;

      const { status } = await askRaw(
        port,
        `POST / HTTP/1.1\r\nHost: a\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
      );

      const [head] = origin.received;
      assert.is(status, 200);
      assert.equal(head && fieldValues(head, 'x-sum'), []);
      assert.is(head && fieldValue(head, 'x-real-ip'), '127.0.0.1');
    },
  },
  {
    title: 'each event arrives before the next is sent',
    async run(stage) {
      const heard = Array.from({ length: 5 }, () => new Gate());
      const script: Script = async (exchange) => {
        exchange.write(
          'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
        );
        for (const [index, gate] of heard.entries()) {
          exchange.write(chunk(`data: ${index}\n\n`));
          await gate.opened();
        }
        exchange.write(chunk(''));
      };
      const { port } = await stage.group([script], { compress: true });
      const client = await openClient(port);
      client.send(requestBytes({ port, fields: ['Accept-Encoding: gzip, br'] }));
      assert.is(fieldValue(await client.head(), 'content-encoding'), undefined);

      for (const [index, gate] of heard.entries()) {
        assert.is((await readChunk(client.reader)).toString(), `data: ${index}\n\n`);
        gate.open();
      }

      assert.is((await readChunk(client.reader)).length, 0);
      client.destroy();
    },
  },
  {
    title: 'a reader of events that leaves frees the peer',
    async run(stage) {
      const { port, origin } = await stage.single(async (exchange) => {
        exchange.write(
          'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
        );
        exchange.write(chunk('data: 0\n\n'));
        await exchange.closed();
      });
      const client = await openClient(port);
      client.send(requestBytes({ port }));
      await client.head();

      client.destroy();

      await origin.received[0]?.closed();
    },
  },
  {
    title: 'a sender that leaves in its body frees the peer',
    async run(stage) {
      const { port, origin } = await stage.single(hangs);
      const client = await openClient(port);
      client.send(
        `PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(150_000)}`,
      );
      if (stage.differences.requestBody === 'streamed') {
        const exchange = await eventually('the peer is asked', () => origin.received[0]);
        client.destroy();
        await exchange.closed();
      } else {
        client.destroy();
        assert.is(origin.received.length, 0);
      }
    },
  },
  {
    title: 'an HTTP/1.0 connection is kept for those who ask',
    async run(stage) {
      const { port } = await stage.single((exchange) => says(exchange.target)(exchange));
      const client = await openClient(port);
      const bodies: string[] = [];

      for (const target of ['/1', '/2']) {
        client.send(`GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
        const answer = await client.response();
        assert.match(fieldValue(answer, 'connection') ?? '', /keep-alive/i);
        bodies.push(answer.body.toString());
      }
      client.send('GET /3 HTTP/1.0\r\n\r\n');
      const last = await client.response();
      bodies.push(last.body.toString());
      const { orderly } = await timeToEnd(client);

      client.destroy();
      assert.equal(bodies, ['/1', '/2', '/3']);
      assert.not.match(fieldValue(last, 'connection') ?? '', /keep-alive/i);
      assert.ok(orderly);
    },
  },
  {
    title: 'answers of unlike kinds keep their order in a pipeline',
    async run(stage) {
      const script: Script = async (exchange) => {
        const body = (await exchange.body()).toString();
        const kinds: Readonly<Record<string, string>> = {
          '/chunks': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(body)}${chunk('')}`,
          '/empty': 'HTTP/1.1 204 No Content\r\n\r\n',
          '/head': 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n',
          '/last': `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        };
        exchange.write(kinds[exchange.target] ?? '');
      };
      const { port } = await stage.single(script);
      const client = await openClient(port);
      client.send(
        Buffer.concat([
          Buffer.from(
            `POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('one')}${chunk('')}`,
          ),
          requestBytes({ port, method: 'DELETE', target: '/empty' }),
          requestBytes({ port, method: 'HEAD', target: '/head' }),
          requestBytes({ port, method: 'PUT', target: '/last', body: 'four' }),
        ]),
      );

      const answers: string[] = [];
      for (const method of ['POST', 'DELETE', 'HEAD', 'PUT']) {
        const { status, body } = await client.response(method);
        answers.push(`${status} ${body}`);
      }

      client.destroy();
      assert.equal(answers, ['200 one', '204 ', '200 ', '200 four']);
    },
  },
  {
    title: 'a client that has ended its sending is answered',
    async run(stage) {
      const answered = stage.differences.halfClosedClient === 'answered';
      const script: Script = async (exchange) => {
        const text = `heard ${await exchange.body()}`;
        // Only who gives the client up shows that it has noticed; the others are given time to.
        if (answered) await new Promise((resolve) => setTimeout(resolve, 100));
        else await exchange.closed();
        exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      };
      const { port } = await stage.group([script], { halfCloseMs: 15_000 });
      const client = await openClient(port);

      client.socket.end(requestBytes({ port, method: 'POST', body: 'all' }));

      const answer = await client.response().catch((error: Error) => error);
      assert.is(
        'body' in answer ? `${answer.body}` : answer.name,
        answered ? 'heard all' : 'ConnectionCut',
      );
      client.destroy();
    },
  },
];
