import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase, Group, Stage } from '../stage.ts';
import { fieldValue, fieldValues } from '../support/message.ts';
import type { Script } from '../support/origin.ts';
import { askRaw, type RawResponse } from '../support/raw-client.ts';

/** What an edge with a cache answers without a peer (RFC 9111). */
export const caching: readonly ContractCase[] = [
  {
    title: 'what is fresh is answered without a peer',
    async run(stage) {
      const { port, visits } = await cached(stage, answers(['Cache-Control: max-age=60']));
      const first = await get(port);
      const second = await get(port);

      assert.is(second.text, 'answer 1');
      assert.is(visits.length, 1);
      assert.equal(fieldValues(second, 'date'), fieldValues(first, 'date'));
      const told = stage.differences.age === 'told';
      assert.is(/^\d{1,2}$/.test(fieldValue(second, 'age') ?? ''), told);
    },
  },
  {
    title: 'what may not be stored is asked again each time',
    async run(stage) {
      for (const fields of [
        ['Cache-Control: no-store, max-age=60'],
        ['Cache-Control: private, max-age=60'],
        ['Cache-Control: max-age=60', 'Set-Cookie: a=b'],
        ['Cache-Control: max-age=60', 'Vary: *'],
        ['Cache-Control: max-age=0'],
        [],
      ]) {
        const { port, visits } = await cached(stage, answers(fields));
        await get(port);
        assert.is((await get(port)).text, 'answer 2', fields.join());
        assert.is(visits.length, 2);
      }
    },
  },
  {
    title: 'queries and hosts are answered apart',
    async run(stage) {
      const { port, visits } = await cached(stage, answers(['Cache-Control: max-age=60']));
      await get(port, { target: '/?a' });
      await get(port, { target: '/?b' });
      await get(port, { fields: ['Host: other.example'] });
      assert.is((await get(port, { target: '/?b' })).text, 'answer 2');
      assert.is(visits.length, 3);
    },
  },
  {
    title: 'requests that differ in a field that Vary names are answered apart',
    async run(stage) {
      const fields = ['Cache-Control: max-age=60', 'Vary: X-Kind'];
      const { port, visits } = await cached(stage, answers(fields));
      for (const kind of ['a', 'b', 'a', 'b']) await get(port, { fields: [`X-Kind: ${kind}`] });

      assert.is((await get(port, { fields: ['X-Kind: a'] })).text, 'answer 1');
      assert.is(visits.length, 2);
    },
  },
  {
    title: 'a client that has what is stored is answered 304',
    async run(stage) {
      const fields = ['Cache-Control: max-age=60', 'ETag: "v"'];
      const { port, visits } = await cached(stage, answers(fields));
      await get(port);
      const { status, text } = await get(port, { fields: ['If-None-Match: "v"'] });

      assert.is(status, 304);
      assert.is(text, '');
      assert.is(visits.length, 1);
    },
  },
  {
    title: 'a part is cut out of what is stored',
    async run(stage) {
      const fields = ['Cache-Control: max-age=60', 'Accept-Ranges: bytes'];
      const { port, visits } = await cached(stage, answers(fields));
      await get(port);
      const part = await get(port, { fields: ['Range: bytes=0-2'] });

      assert.is(part.status, 206);
      assert.is(part.text, 'ans');
      assert.is(fieldValue(part, 'content-range'), 'bytes 0-2/8');
      assert.is(visits.length, 1);
    },
  },
  {
    title: 'what is stale is validated, and answered whole',
    timed: true,
    async run(stage) {
      const fields = ['Cache-Control: max-age=1', 'ETag: "v"'];
      const { port, origins } = await cached(stage, answers(fields, '"v"'));
      await get(port);
      const { status, text } = await eventually('it is stale', async () => {
        const answer = await get(port);
        return (origins[0]?.received.length ?? 0) > 1 ? answer : undefined;
      });

      assert.is(status, 200);
      assert.is(text, 'answer 1');
    },
  },
  {
    title: 'equal requests are fetched once',
    async run(stage) {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const script = answers(['Cache-Control: max-age=60']);
      const { port, visits } = await cached(stage, async (exchange) => {
        await released;
        await script(exchange);
      });
      const all = Promise.all(Array.from({ length: 8 }, () => get(port)));
      await eventually('the peer is asked', () => visits.length > 0);
      release();

      assert.equal(new Set((await all).map(({ text }) => text)), new Set(['answer 1']));
      assert.is(visits.length, 1);
    },
  },
  {
    title: 'stale-if-error stands in for a peer that fails',
    timed: true,
    async run(stage) {
      const fields = ['Cache-Control: max-age=1, stale-if-error=60'];
      const { port, visits } = await cached(stage, answers(fields, undefined, 1));
      await get(port);
      const { status, text } = await eventually('it is stale', async () => {
        const answer = await get(port);
        return visits.length > 1 ? answer : undefined;
      });

      const heeded = stage.differences.staleIfError === 'heeded';
      assert.is(status, heeded ? 200 : 503);
      assert.is(text, heeded ? 'answer 1' : 'answer 2');
    },
  },
  {
    title: 'a change makes what is stored go',
    async run(stage) {
      const { port } = await cached(stage, answers(['Cache-Control: max-age=60']));
      await get(port);
      await get(port, { method: 'DELETE' });

      const kept = stage.differences.changedEntry === 'kept';
      assert.is((await get(port)).text, kept ? 'answer 1' : 'answer 3');
    },
  },
  {
    title: 'an answer to credentials is stored only where it says so',
    async run(stage) {
      const asked = { fields: ['Authorization: Basic YTpi'] };
      const own = await cached(stage, answers(['Cache-Control: max-age=60']));
      await get(own.port, asked);
      assert.is((await get(own.port)).text, 'answer 2');

      const open = await cached(stage, answers(['Cache-Control: public, max-age=60']));
      await get(open.port, asked);
      assert.is((await get(open.port)).text, 'answer 1');
    },
  },
];

function cached(stage: Stage, script: Script): Promise<Group> {
  return stage.group([script], { cache: { bytes: 1_000_000 }, maxFails: 0, retryOn: [] });
}

interface Asked {
  readonly method?: string;
  readonly target?: string;
  readonly fields?: readonly string[];
}

/** An answer with its body as text. */
interface Told extends RawResponse {
  readonly text: string;
}

async function get(port: number, asked: Asked = {}): Promise<Told> {
  const { method = 'GET', target = '/', fields = [] } = asked;
  const host = fields.some((field) => field.startsWith('Host:')) ? [] : ['Host: edge.example'];
  const lines = [`${method} ${target} HTTP/1.1`, ...host, ...fields, 'Connection: close', '', ''];
  const answer = await askRaw(port, lines.join('\r\n'));
  return { ...answer, text: answer.body.toString('latin1') };
}

/** Answers with a count; 304 to whom knows `etag`, and 503 after so many answers. */
function answers(
  fields: readonly string[],
  etag?: string,
  good = Number.POSITIVE_INFINITY,
): Script {
  let count = 0;
  return async (exchange) => {
    await exchange.body();
    count += 1;
    const body = `answer ${count}`;
    const known = etag !== undefined && fieldValue(exchange, 'if-none-match') === etag;
    const line = count > good ? '503 Failing' : known ? '304 Same' : '200 OK';
    const length = known ? [] : [`Content-Length: ${body.length}`];
    const date = `Date: ${new Date().toUTCString()}`;
    const head = [`HTTP/1.1 ${line}`, date, ...fields, ...length, '', ''].join('\r\n');
    exchange.write(known ? head : head + body);
  };
}
