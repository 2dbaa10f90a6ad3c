import { once } from 'node:events';
import { createGunzip, gunzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import type { ContractCase } from '../stage.ts';
import { Gate } from '../support/gate.ts';
import { chunk, fieldValue, fieldValues, type Head, readChunk } from '../support/message.ts';
import type { Script } from '../support/origin.ts';
import { ask, openClient, type RawResponse, requestBytes } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';

const text = JSON.stringify(Array.from({ length: 300 }, (_, n) => ({ n, root: Math.sqrt(n) })));

const gzip = ['Accept-Encoding: gzip'];

/** Answers with `body`, or its head alone, with its length. */
function answers(fields: readonly string[], body = text, status = '200 OK'): Script {
  return async (exchange) => {
    await exchange.body();
    const head = [`HTTP/1.1 ${status}`, ...fields, `Content-Length: ${body.length}`];
    exchange.write(`${head.join('\r\n')}\r\n\r\n${exchange.method === 'HEAD' ? '' : body}`);
  };
}

/** What stays as it is though the client would take gzip. */
const untouched: readonly (readonly [what: string, script: Script])[] = [
  ['a small body', answers(['Content-Type: application/json'], text.slice(0, 900))],
  ['an image', answers(['Content-Type: image/png'])],
  ['a body without a type', answers([])],
  ['a coded body', answers(['Content-Type: application/json', 'Content-Encoding: br'])],
  [
    'a part',
    answers(
      ['Content-Type: application/json', `Content-Range: bytes 0-${text.length - 1}/99999`],
      text,
      '206 Partial Content',
    ),
  ],
  ['a stream of events', answers(['Content-Type: text/event-stream'])],
];

/** Answers that are compressed on the way. */
export const compression: readonly ContractCase[] = [
  {
    title: 'an answer is compressed for those who accept it',
    async run(stage) {
      const fields = ['Content-Type: application/json', 'ETag: "x"', 'Accept-Ranges: bytes'];
      const { port } = await stage.group([answers([...fields, 'Vary: Accept'])], {
        compress: true,
      });

      const answer = await ask({ port, fields: gzip });

      assert.is(gunzipSync(answer.body).toString(), text);
      assert.ok(answer.body.length < text.length / 2);
      assert.is(fieldValue(answer, 'content-encoding'), 'gzip');
      assert.is(fieldValue(answer, 'etag'), 'W/"x"');
      assert.is(fieldValue(answer, 'accept-ranges'), undefined);
      assert.equal(varies(answer), ['accept', 'accept-encoding']);
    },
  },
  {
    title: 'an answer stays plain for those who do not accept it',
    async run(stage) {
      const fields = ['Content-Type: application/json', 'ETag: "x"'];
      const { port } = await stage.group([answers(fields)], { compress: true });
      const refusals = [[], ['Accept-Encoding: gzip;q=0'], ['Accept-Encoding: deflate']];

      for (const refusal of refusals) {
        const answer = await ask({ port, fields: refusal });

        assert.is(answer.body.toString(), text);
        assert.is(fieldValue(answer, 'content-encoding'), undefined);
        assert.is(fieldValue(answer, 'etag'), '"x"');
        assert.equal(varies(answer), ['accept-encoding']);
      }
    },
  },
  {
    title: 'what is small, coded, a part or no text is not compressed',
    async run(stage) {
      const { port, origins } = await stage.group([says('')], { compress: true });
      for (const [what, script] of untouched) {
        if (origins[0]) origins[0].script = script;
        assert.ok(!compressed(await ask({ port, fields: gzip })), what);
      }
    },
  },
  {
    title: 'nothing is compressed unless it is wanted',
    async run(stage) {
      const { port } = await stage.single(answers(['Content-Type: application/json']));

      const answer = await ask({ port, fields: gzip });

      assert.ok(!compressed(answer));
      assert.equal(varies(answer), []);
    },
  },
  {
    title: 'no-transform keeps an answer as it is',
    async run(stage) {
      const fields = ['Content-Type: application/json', 'Cache-Control: no-transform'];
      const { port } = await stage.group([answers(fields)], { compress: true });

      const answer = await ask({ port, fields: gzip });

      assert.is(compressed(answer), stage.differences.noTransform === 'ignored');
    },
  },
  {
    title: 'a HEAD tells what a GET would be',
    async run(stage) {
      const fields = ['Content-Type: application/json', 'ETag: "x"'];
      const { port } = await stage.group([answers(fields)], { compress: true });

      const answer = await ask({ port, method: 'HEAD', fields: gzip });

      assert.ok(compressed(answer));
      assert.is(fieldValue(answer, 'etag'), 'W/"x"');
      assert.is(fieldValue(answer, 'content-length'), undefined);
    },
  },
  {
    title: 'each compressed piece arrives before the next is sent',
    async run(stage) {
      const heard = [new Gate(), new Gate()];
      const script: Script = async (exchange) => {
        exchange.write(
          'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
        );
        exchange.write(chunk('one'));
        await heard[0]?.opened();
        exchange.write(chunk('two'));
        await heard[1]?.opened();
        exchange.write(chunk(''));
      };
      const { port } = await stage.group([script], { compress: true });
      const client = await openClient(port);
      client.send(requestBytes({ port, fields: gzip }));
      assert.ok(compressed(await client.head()));

      const gunzip = createGunzip();
      let plain = '';
      gunzip.on('data', (piece: Buffer) => {
        plain += piece.toString();
      });
      for (const [index, expected] of ['one', 'onetwo'].entries()) {
        while (plain !== expected) {
          const grown = once(gunzip, 'data');
          gunzip.write(await readChunk(client.reader));
          if (plain !== expected) await Promise.race([grown, settled(gunzip)]);
        }
        heard[index]?.open();
      }
      let ended = false;
      while (!ended) {
        const last = await readChunk(client.reader);
        gunzip.write(last);
        ended = last.length === 0;
      }
      gunzip.end();
      await once(gunzip, 'end');

      client.destroy();
      assert.is(plain, 'onetwo');
    },
  },
  {
    title: 'the tag of a compressed answer can be asked about',
    async run(stage) {
      const asked: (string | undefined)[] = [];
      const script: Script = (exchange) => {
        asked.push(fieldValue(exchange, 'if-none-match'));
        exchange.write('HTTP/1.1 304 Not Modified\r\nETag: W/"x"\r\n\r\n');
      };
      const { port } = await stage.group([script], { compress: true });

      const answer = await ask({ port, fields: [...gzip, 'If-None-Match: W/"x"'] });

      assert.equal([answer.status, fieldValue(answer, 'etag')], [304, 'W/"x"']);
      assert.equal(asked, ['W/"x"']);
    },
  },
  {
    title: 'a broken compressed answer reaches the client as a cut',
    async run(stage) {
      const script: Script = async (exchange) => {
        exchange.write(
          `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99999\r\n\r\n${text.slice(0, 5000)}`,
        );
        exchange.socket.end();
        await exchange.closed();
      };
      const { port } = await stage.group([script], { compress: true });

      const outcome = await ask({ port, fields: gzip }).catch((error: Error) => error.name);

      assert.is(outcome, 'ConnectionCut');
    },
  },
];

function compressed(answer: Head | RawResponse): boolean {
  return fieldValue(answer, 'content-encoding') === 'gzip';
}

function varies(answer: Head): readonly string[] {
  const members = fieldValues(answer, 'vary').flatMap((value) => value.toLowerCase().split(','));
  return members.map((member) => member.trim()).sort();
}

/** Resolves when what was written has been read, though nothing may have come of it. */
async function settled(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  await new Promise<void>((resolve) => gunzip.flush(() => resolve()));
}
