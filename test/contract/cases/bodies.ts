import { createHash, randomBytes } from 'node:crypto';
import * as assert from 'uvu/assert';
import type { ContractCase } from '../stage.ts';
import { chunk, fieldValue, fieldValues } from '../support/message.ts';
import { ask, askRaw, openClient } from '../support/raw-client.ts';
import { says, writes, writesAndCloses } from '../support/scripts.ts';

const chunked = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('one ')}${chunk('two')}${chunk('')}`;

/** Bodies of both directions, and responses without one. */
export const bodies: readonly ContractCase[] = [
  {
    title: 'a body with a length arrives whole',
    async run(stage) {
      const lengths: (string | undefined)[] = [];
      const { port } = await stage.single(async (exchange) => {
        lengths.push(fieldValue(exchange, 'content-length'));
        const body = await exchange.body();
        exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
        exchange.write(body);
      });

      const { body } = await ask({ port, method: 'POST', body: 'some body' });

      assert.is(body.toString(), 'some body');
      assert.equal(lengths, ['9']);
    },
  },
  {
    title: 'many large bodies move both ways at once and none is touched by another',
    async run(stage) {
      const { port } = await stage.single(async (exchange) => {
        const body = await exchange.body();
        exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
        exchange.write(body);
      });
      // Below nginx's limit of 1 MB, and of lengths that end within a read.
      const sent = Array.from({ length: 12 }, (_, index) => randomBytes(1_000_000 - 9973 * index));

      const answers = await Promise.all(sent.map((body) => ask({ port, method: 'PUT', body })));

      const changed = answers.filter(({ body }, index) => sent[index]?.equals(body) !== true);
      assert.is(changed.length, 0);
    },
  },
  {
    title: 'a chunked request arrives whole',
    async run(stage) {
      let received = '';
      const { port } = await stage.single(async (exchange) => {
        received = (await exchange.body()).toString();
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
      const body = `${chunk('one ')}5;ext=1\r\ntwo, \r\n${chunk('three')}0\r\nX-Trailer: 1\r\n\r\n`;

      const { status } = await askRaw(
        port,
        `POST / HTTP/1.1\r\nHost: edge.test\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
      );

      assert.equal([status, received], [200, 'one two, three']);
    },
  },
  {
    title: 'many chunks of one write arrive whole',
    async run(stage) {
      let received = '';
      const { port } = await stage.single(async (exchange) => {
        received = (await exchange.body()).toString();
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
      const pieces = Array.from({ length: 5000 }, (_, index) => `piece ${index} of this body;`);

      await askRaw(
        port,
        `PUT / HTTP/1.1\r\nHost: edge.test\r\nTransfer-Encoding: chunked\r\n\r\n${pieces.map(chunk).join('')}${chunk('')}`,
      );

      // A comparison that fails would print it all.
      assert.ok(received === pieces.join(''), `${received.length} bytes arrived`);
    },
  },
  {
    title: 'an empty body stays an empty body',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));

      await ask({ port, method: 'POST', body: '' });
      await ask({ port, method: 'GET' });

      const [post, get] = origin.received;
      assert.is(post && fieldValue(post, 'content-length'), '0');
      assert.is(get?.framing, 'none');
    },
  },
  {
    title: 'a megabyte passes unharmed both ways',
    async run(stage) {
      const bytes = randomBytes(1_000_000);
      const { port } = await stage.single(async (exchange) => {
        const body = await exchange.body();
        exchange.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
        exchange.write(body);
      });

      const { body } = await ask({ port, method: 'PUT', body: bytes });

      assert.is(digest(body), digest(bytes));
    },
  },
  {
    title: 'a chunked response stays chunked',
    async run(stage) {
      const { port } = await stage.single(writes(chunked));

      const answer = await ask({ port });

      assert.is(answer.body.toString(), 'one two');
      assert.is(fieldValue(answer, 'transfer-encoding'), 'chunked');
      assert.equal(fieldValues(answer, 'content-length'), []);
    },
  },
  {
    title: 'an HTTP/1.0 client gets no chunks',
    async run(stage) {
      const { port } = await stage.single(writes(chunked));
      const client = await openClient(port);

      client.send('GET / HTTP/1.0\r\nHost: edge.test\r\n\r\n');
      const answer = await client.response();

      client.destroy();
      assert.is(answer.body.toString(), 'one two');
      assert.equal(fieldValues(answer, 'transfer-encoding'), []);
    },
  },
  {
    title: 'a response that ends by closing arrives whole',
    async run(stage) {
      const { port } = await stage.single(writesAndCloses('HTTP/1.1 200 OK\r\n\r\nto the end'));

      assert.is((await ask({ port })).body.toString(), 'to the end');
    },
  },
  {
    title: 'a response to HEAD keeps its length',
    async run(stage) {
      const { port } = await stage.single(
        writes('HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n'),
      );

      assert.equal(await twice(port, 'HEAD'), [
        [200, '1234'],
        [200, '1234'],
      ]);
    },
  },
  {
    title: 'a chunked response to HEAD has no body',
    async run(stage) {
      const { port } = await stage.single(
        writes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
      );

      assert.equal(await twice(port, 'HEAD'), [
        [200, undefined],
        [200, undefined],
      ]);
    },
  },
  {
    title: 'statuses 204 and 304 have no body',
    async run(stage) {
      const { port, origin } = await stage.single(writes('HTTP/1.1 204 No Content\r\n\r\n'));
      assert.equal(await twice(port, 'DELETE'), [
        [204, undefined],
        [204, undefined],
      ]);

      origin.script = writes('HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n');
      assert.equal(await twice(port, 'GET'), [
        [304, undefined],
        [304, undefined],
      ]);
    },
  },
  {
    title: 'an interim response is not the answer',
    async run(stage) {
      for (const field of ['Link: </a>', 'Connection: close']) {
        const hints = `HTTP/1.1 103 Early Hints\r\n${field}\r\n\r\n`;
        const { port } = await stage.single(
          writes(`${hints}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`),
        );

        const { status, body } = await ask({ port });

        assert.equal([status, body.toString()], [200, 'ok'], field);
      }
    },
  },
  {
    title: 'Expect: 100-continue is answered',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const client = await openClient(port);

      client.send(
        'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n',
      );
      const go = await client.head();
      client.send('abc');
      const { status } = await client.response();

      client.destroy();
      assert.equal([go.startLine, status], ['HTTP/1.1 100 Continue', 200]);
      assert.equal(origin.received[0] && fieldValues(origin.received[0], 'expect'), []);
    },
  },
];

/** Two answers on one connection: the second would be garbled by a body that ought not to be. */
async function twice(
  port: number,
  method: string,
): Promise<readonly (readonly [number, string | undefined])[]> {
  const client = await openClient(port);
  const answers: [number, string | undefined][] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    client.send(`${method} / HTTP/1.1\r\nHost: edge.test\r\n\r\n`);
    const answer = await client.response(method);
    answers.push([answer.status, fieldValue(answer, 'content-length')]);
  }
  client.destroy();
  return answers;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
