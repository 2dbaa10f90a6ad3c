import * as assert from 'uvu/assert';
import type { ContractCase, Stage } from '../stage.ts';
import { fieldValue, fieldValues, type Head } from '../support/message.ts';
import { ask, askRaw } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';

/** The header fields that a peer gets, by what the client sent. */
export const requestFields: readonly ContractCase[] = [
  {
    title: 'Host reaches the peer as sent',
    async run(stage) {
      const { head } = await arrived(stage, []);

      assert.equal(fieldValues(head, 'host'), ['edge.test']);
    },
  },
  {
    title: 'the peer learns who asked, and how',
    async run(stage) {
      const { head, port } = await arrived(stage, []);

      assert.is(fieldValue(head, 'x-real-ip'), '127.0.0.1');
      assert.is(fieldValue(head, 'x-forwarded-for'), '127.0.0.1');
      assert.is(fieldValue(head, 'x-forwarded-proto'), 'http');
      assert.is(fieldValue(head, 'x-forwarded-host'), 'edge.test');
      assert.is(fieldValue(head, 'x-forwarded-port'), String(port));
    },
  },
  {
    title: 'Forwarded names client, host and protocol',
    async run(stage) {
      const { head } = await arrived(stage, []);

      const pairs = (fieldValue(head, 'forwarded') ?? '').split(';').map((pair) => pair.trim());
      assert.ok(pairs.includes('for=127.0.0.1'), pairs.join());
      assert.ok(pairs.includes('host=edge.test') || pairs.includes('host="edge.test"'));
      assert.ok(pairs.includes('proto=http'));
    },
  },
  {
    title: 'Forwarded quotes a host with a port',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));

      await askRaw(port, 'GET / HTTP/1.1\r\nHost: edge.test:8000\r\n\r\n');

      const [head] = origin.received;
      assert.match(head ? (fieldValue(head, 'forwarded') ?? '') : '', 'host="edge.test:8000"');
    },
  },
  {
    title: 'what a client claims of its way is dropped',
    async run(stage) {
      const claims = [
        'X-Forwarded-For: 10.0.0.1',
        'X-Forwarded-Host: evil.test',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Port: 443',
        'X-Real-IP: 10.0.0.1',
        'Forwarded: for=10.0.0.1;host=evil.test',
      ];
      const { head } = await arrived(stage, claims);

      const told = head.fields.filter(([name]) => /^(x-forwarded|x-real-ip|forwarded)/i.test(name));
      assert.not.match(told.join('\n'), /10\.0\.0\.1|evil|https|\b443\b/);
      assert.is(fieldValue(head, 'x-real-ip'), '127.0.0.1');
    },
  },
  {
    title: 'Max-Forwards of OPTIONS is counted down, and none other',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      for (const [method, value] of [
        ['OPTIONS', '7'],
        ['OPTIONS', '7, 7'],
        ['GET', '7'],
        ['GET', '0'],
      ]) {
        const head = [`${method} / HTTP/1.1`, 'Host: edge.test', `Max-Forwards: ${value}`];
        await askRaw(port, `${head.join('\r\n')}\r\n\r\n`);
      }

      const counts = stage.differences.maxForwards === 'counted';
      assert.equal(
        origin.received.map((head) => fieldValue(head, 'max-forwards')),
        [counts ? '6' : '7', '7, 7', '7', '0'],
      );
    },
  },
  {
    title: 'an OPTIONS that may not go further is answered',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      const head = ['OPTIONS / HTTP/1.1', 'Host: edge.test', 'Max-Forwards: 0'];

      const answer = await askRaw(port, `${head.join('\r\n')}\r\n\r\n`);

      assert.is(answer.status, 200);
      if (stage.differences.maxForwards !== 'counted') {
        assert.is(origin.received.length, 1);
        return;
      }
      assert.is(origin.received.length, 0);
      assert.match(fieldValue(answer, 'allow') ?? '', 'OPTIONS');
      assert.is(fieldValue(answer, 'content-length'), '0');
      assert.ok(fieldValue(answer, 'x-request-id'));
    },
  },
  {
    title: 'Via is added',
    async run(stage) {
      const { head } = await arrived(stage, []);

      assert.is(fieldValues(head, 'via').join(', '), '1.1 edgefolio');
    },
  },
  {
    title: 'Via is appended to the one there was',
    async run(stage) {
      const { head } = await arrived(stage, ['Via: 1.0 first']);

      assert.is(fieldValues(head, 'via').join(', '), '1.0 first, 1.1 edgefolio');
    },
  },
  {
    title: 'Via keeps the lines of every hop',
    async run(stage) {
      const { head } = await arrived(stage, ['Via: 1.0 first', 'Via: 1.1 second']);

      const kept =
        stage.differences.viaLines === 'all kept' ? '1.0 first, 1.1 second' : '1.0 first';
      assert.is(fieldValues(head, 'via').join(', '), `${kept}, 1.1 edgefolio`);
    },
  },
  {
    title: 'a harmless X-Request-Id is kept',
    async run(stage) {
      const { head } = await arrived(stage, ['X-Request-Id: Trace_1.2-3']);

      assert.is(fieldValue(head, 'x-request-id'), 'Trace_1.2-3');
    },
  },
  {
    title: 'any other X-Request-Id is replaced',
    async run(stage) {
      for (const id of ['with space', '"quoted"', 'x'.repeat(65), '']) {
        const { head } = await arrived(stage, [`X-Request-Id: ${id}`]);

        assert.match(fieldValue(head, 'x-request-id') ?? '', /^[0-9a-f]{32}$/);
      }
    },
  },
  {
    title: 'every request has an identifier of its own',
    async run(stage) {
      const ids = new Set<string | undefined>();
      for (let turn = 0; turn < 5; turn += 1) {
        ids.add(fieldValue((await arrived(stage, [])).head, 'x-request-id'));
      }

      assert.is(ids.size, 5);
      for (const id of ids) assert.match(id ?? '', /^[0-9a-f]{32}$/);
    },
  },
  {
    title: 'hop-by-hop fields do not reach the peer',
    async run(stage) {
      const { head } = await arrived(stage, [
        'Connection: keep-alive',
        'Keep-Alive: timeout=5',
        'Proxy-Connection: keep-alive',
        'TE: trailers',
        'Upgrade: example/1',
      ]);

      for (const name of ['keep-alive', 'proxy-connection', 'te', 'upgrade']) {
        assert.equal(fieldValues(head, name), [], name);
      }
      assert.not.match(fieldValues(head, 'connection').join(), /close/i);
    },
  },
  {
    title: 'fields nominated by Connection do not reach it',
    async run(stage) {
      const { head } = await arrived(stage, ['Connection: X-Hop, close', 'X-Hop: 1', 'X-End: 1']);

      const kept = stage.differences.nominatedFields === 'forwarded' ? ['1'] : [];
      assert.equal(fieldValues(head, 'x-hop'), kept);
      assert.is(fieldValue(head, 'x-end'), '1');
    },
  },
  {
    title: 'Connection can not nominate our own fields',
    async run(stage) {
      const { head } = await arrived(stage, ['Connection: X-Real-IP, Host, Via, X-Request-Id']);

      assert.is(fieldValue(head, 'x-real-ip'), '127.0.0.1');
      assert.is(fieldValue(head, 'host'), 'edge.test');
      assert.is(fieldValue(head, 'via'), '1.1 edgefolio');
    },
  },
  {
    title: 'duplicates, order and bytes are kept',
    async run(stage) {
      const fields = [
        'X-B: 2',
        'X-A: 1',
        'X-B: 3',
        'x_under_score: 4',
        'X-Empty:',
        'X-Latin: caf\xe9 \xc3\xa9',
        'Accept-Encoding: gzip, br',
        'User-Agent: raw',
      ];
      const { head } = await arrived(stage, fields);

      const names = /^(x-b|x-a|x_under_score|x-empty|x-latin|accept-encoding|user-agent)$/i;
      const kept = head.fields.filter(([name]) => names.test(name));
      const passed = stage.differences.underscoredFields === 'passed';
      assert.equal(kept, [
        ['X-B', '2'],
        ['X-A', '1'],
        ['X-B', '3'],
        ...(passed ? [['x_under_score', '4']] : []),
        ['X-Empty', ''],
        ['X-Latin', 'caf\xe9 \xc3\xa9'],
        ['Accept-Encoding', 'gzip, br'],
        ['User-Agent', 'raw'],
      ]);
    },
  },
  {
    title: 'nothing is added that nobody asked for',
    async run(stage) {
      const { head } = await arrived(stage, []);

      const added = head.fields.map(([name]) => name.toLowerCase()).sort();
      assert.equal(
        added.filter((name) => name !== 'connection'),
        [
          'forwarded',
          'host',
          'via',
          'x-forwarded-for',
          'x-forwarded-host',
          'x-forwarded-port',
          'x-forwarded-proto',
          'x-real-ip',
          'x-request-id',
        ],
      );
    },
  },
  {
    title: 'path and query arrive byte for byte',
    async run(stage) {
      const targets = [
        '/',
        '/a//b',
        '/a/./b/../c',
        '/%7Euser/%2Fsegment/%e4',
        '/a?x=%20+&y=a%2Fb&&;z',
        '/a?',
        '/a?b?c=d',
        "/a;b=c/!$&'()*+,=:@",
        '/a?q={"a":[1]}|^`',
        `/${'long'.repeat(1000)}`,
      ];
      const { port, origin } = await stage.single(says('hello'));

      for (const target of targets) await ask({ port, target });

      assert.equal(
        origin.received.map(({ target }) => target),
        targets,
      );
    },
  },
  {
    title: 'an HTTP/1.0 client needs no Host',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));

      const { status } = await askRaw(port, 'GET / HTTP/1.0\r\n\r\n');

      const [head] = origin.received;
      assert.is(status, 200);
      assert.is(head?.startLine, 'GET / HTTP/1.1');
      assert.is(head && fieldValues(head, 'host').length, 1);
    },
  },
];

async function arrived(
  stage: Stage,
  fields: readonly string[],
): Promise<{ readonly head: Head; readonly port: number }> {
  const { port, origin } = await stage.single(says('hello'));
  await ask({ port, fields });
  const [head] = origin.received;
  if (head === undefined) throw new Error('nothing arrived');
  return { head, port };
}
