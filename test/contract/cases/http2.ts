import * as assert from 'uvu/assert';
import {
  fieldBlock,
  frame,
  frameFlags,
  frameTypes,
  openHttp2,
  plainRequest,
} from '../../support/http2-client.ts';
import type { ContractCase, Stage } from '../stage.ts';
import { askHttp2, askSession, openSession } from '../support/http2-ask.ts';
import { fieldValue, fieldValues } from '../support/message.ts';
import { ask } from '../support/raw-client.ts';
import { says, writes, writesAndCloses } from '../support/scripts.ts';

type Fields = readonly (readonly [string, string])[];

const { endHeaders, endStream } = frameFlags;

const posting: Fields = [[':method', 'POST'], ...plainRequest.slice(1)];
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

interface Refusal {
  readonly title: string;
  readonly fields: Fields;
  /** Default: none; the request ends with its fields. */
  readonly body?: string;
  /** Which difference decides whether it goes on without the field. Default: it does not go on. */
  readonly decides?: 'http2BadField' | 'http2TransferCoding';
}

/** Requests that would be other ones in HTTP/1.1, or several. */
const refusals: readonly Refusal[] = [
  { title: 'an upper-case name', fields: [...plainRequest, ['X-A', '1']] },
  {
    title: 'a line end in a value',
    fields: [...plainRequest, ['x-a', `1\r\n\r\n${smuggled}`]],
    decides: 'http2BadField',
  },
  {
    title: 'a line end in a name',
    fields: [...plainRequest, ['x-a: 1\r\nx-b', '2']],
    decides: 'http2BadField',
  },
  { title: 'a space in the path', fields: replaced(':path', '/ HTTP/1.1\r\n\r\nGET /smuggled') },
  { title: 'a missing path', fields: plainRequest.slice(0, 3) },
  { title: 'a second path', fields: [...plainRequest, [':path', '/smuggled']] },
  { title: 'a method with a line end', fields: replaced(':method', 'GET /smuggled HTTP/1.1\r\n') },
  {
    title: 'a transfer coding',
    fields: [...posting, ['transfer-encoding', 'chunked']],
    body: `0\r\n\r\n${smuggled}`,
    decides: 'http2TransferCoding',
  },
  { title: 'more body than announced', fields: sized('3'), body: `abc${smuggled}` },
  { title: 'a length that is no number', fields: sized('3x'), body: 'abc' },
];

/** What clients may say in HTTP/2, and what comes of it in HTTP/1.1. */
export const http2: readonly ContractCase[] = [
  {
    title: 'clients that say farewell in HTTP/2 harm nobody',
    async run(stage) {
      const { edge } = await stage.single(says('hello'));
      const farewell = [
        frame(frameTypes.goaway, 0, 0, Buffer.alloc(8)),
        frame(frameTypes.reset, 0, 1, Buffer.alloc(4)),
      ];

      for (let turn = 0; turn < 30; turn += 1) {
        const client = await openHttp2(edge.tlsPort);
        client.send(...farewell);
        client.socket.end();
        // Some answer it, the others close.
        await client.goaway();
        client.destroy();
      }

      assert.is((await askHttp2(edge.tlsPort, {})).status, 200);
    },
  },
  {
    title: 'a request by HTTP/2 reaches its peer in HTTP/1.1',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));

      const answer = await askHttp2(edge.tlsPort, { ':path': '/a%2Fb?c=%20', 'x-a': '1' });

      assert.is(answer.status, 200);
      assert.is(answer.body.toString(), 'hello');
      const [asked] = origin.received;
      assert.ok(asked !== undefined);
      assert.is(asked.startLine, 'GET /a%2Fb?c=%20 HTTP/1.1');
      assert.is(fieldValue(asked, 'host'), 'edge.test');
      assert.is(fieldValue(asked, 'x-a'), '1');
      assert.is(fieldValue(asked, 'x-forwarded-proto'), 'https');
    },
  },
  {
    title: 'bodies of HTTP/2 arrive whole, with and without a length',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));
      const bodies: string[] = [];
      origin.script = async (exchange) => {
        bodies.push((await exchange.body()).toString());
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      };
      const body = 'x'.repeat(300_000);
      const post = { ':method': 'POST', ':path': '/' };

      await askHttp2(edge.tlsPort, post, body);
      await askHttp2(edge.tlsPort, { ...post, 'content-length': body.length }, body);
      await askHttp2(edge.tlsPort, { ...post, 'content-length': 5 }, 'small');

      assert.equal(
        bodies.map(({ length }) => length),
        [body.length, body.length, 5],
      );
    },
  },
  {
    title: 'too large a body of HTTP/2 is refused',
    async run(stage) {
      const { edge } = await stage.single(says('hello'));
      const post = { ':method': 'POST', ':path': '/' };

      const { status } = await askHttp2(edge.tlsPort, post, Buffer.alloc(1_100_000));

      assert.is(status, 413);
    },
  },
  {
    title: 'a hundred requests share a connection of HTTP/2',
    async run(stage) {
      const { edge } = await stage.single(says('x'.repeat(20_000)));
      const session = openSession(edge.tlsPort);

      const asking = Array.from({ length: 100 }, () => askSession(session, { ':path': '/' }));
      const answers = await Promise.all(asking);

      session.destroy();
      assert.ok(answers.every(({ status, body }) => status === 200 && body.length === 20_000));
    },
  },
  {
    title: 'chunks become frames, and an answer that breaks off a reset',
    async run(stage) {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
      const { edge, origin } = await stage.single(
        writes(`${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`),
      );

      const answer = await askHttp2(edge.tlsPort, { ':path': '/' });

      assert.is(answer.body.toString(), 'abcde');
      assert.is(answer.headers['transfer-encoding'], undefined);
      origin.script = writesAndCloses(`${head}3\r\nabc\r\n`);
      const broken = await askHttp2(edge.tlsPort, { ':path': '/' }).catch(() => 'reset');
      assert.is(broken, 'reset');
    },
  },
  {
    title: 'an answer of a known size that breaks off is a reset, not an end',
    async run(stage) {
      const head = 'HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n';
      const { edge } = await stage.single(writesAndCloses(`${head}${'x'.repeat(1000)}`));
      const client = await openHttp2(edge.tlsPort);

      client.request(1, plainRequest);

      const end = await client.frame(
        ({ type, flags }) =>
          type === frameTypes.reset ||
          (type === frameTypes.data && (flags & frameFlags.endStream) !== 0),
      );
      assert.is(end?.type, frameTypes.reset);
      client.destroy();
    },
  },
  {
    title: 'a status that HTTP/2 has no name for is no success',
    async run(stage) {
      const { edge } = await stage.single(
        writes('HTTP/1.1 999 Odd\r\nContent-Length: 5\r\n\r\nerror'),
      );

      const answer = await askHttp2(edge.tlsPort, { ':path': '/' }).catch(() => ({ status: 0 }));

      assert.is.not(answer.status, 200);
    },
  },
  {
    title: 'answers to HEAD and 204 have no body in HTTP/2',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));

      const head = await askHttp2(edge.tlsPort, { ':method': 'HEAD', ':path': '/' });
      origin.script = writes('HTTP/1.1 204 No Content\r\n\r\n');
      const empty = await askHttp2(edge.tlsPort, { ':path': '/' });

      assert.equal([head.status, head.body.length], [200, 0]);
      assert.is(head.headers['content-length'], '5');
      assert.equal([empty.status, empty.body.length], [204, 0]);
    },
  },
  {
    title: 'cookies that HTTP/2 splits are one field again',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));
      const client = await openHttp2(edge.tlsPort);

      client.request(1, [...plainRequest, ['cookie', 'a=1'], ['cookie', 'b=2']]);

      assert.is(await client.outcome(1), 'answered');
      client.destroy();
      assert.equal(fieldValues(origin.received[0] ?? { startLine: '', fields: [] }, 'cookie'), [
        'a=1; b=2',
      ]);
    },
  },
  ...refusals.map((refusal) => ({
    title: `${refusal.title} in HTTP/2 smuggles nothing`,
    run: (stage: Stage) => smugglesNothing(stage, refusal),
  })),
];

function replaced(name: string, value: string): Fields {
  return plainRequest.map(([one, before]) => [one, one === name ? value : before] as const);
}

function sized(length: string): Fields {
  return [...posting, ['content-length', length]];
}

async function smugglesNothing(stage: Stage, refusal: Refusal): Promise<void> {
  const { fields, body, decides } = refusal;
  const { edge, port, origin } = await stage.single(says('hello'));
  const bodies: string[] = [];
  origin.script = async (exchange) => {
    bodies.push((await exchange.body()).toString());
    exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  };
  const client = await openHttp2(edge.tlsPort);
  const flags = body === undefined ? endHeaders | endStream : endHeaders;
  client.send(frame(frameTypes.headers, flags, 1, fieldBlock(fields)));
  if (body !== undefined) client.send(frame(frameTypes.data, endStream, 1, Buffer.from(body)));
  await client.outcome(1);
  client.destroy();
  // Whatever was passed on before has arrived once this has.
  await ask({ port, target: '/last' });
  const dropped = decides !== undefined && stage.differences[decides] === 'field dropped';
  assert.equal(origin.asked, dropped ? [`${fields[0]?.[1]} /`, 'GET /last'] : ['GET /last']);
  if (!dropped) return;
  assert.is(bodies[0], body ?? '');
  assert.not.ok(origin.received[0]?.fields.some(([name]) => /^x-[ab]/i.test(name)));
}
