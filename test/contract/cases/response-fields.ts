import * as assert from 'uvu/assert';
import { deadPort } from '../../support/ports.ts';
import type { ContractCase, Stage } from '../stage.ts';
import { fieldValue, fieldValues } from '../support/message.ts';
import { ask, type RawResponse } from '../support/raw-client.ts';
import { closes, hangs, writes } from '../support/scripts.ts';

/** The header fields that a client gets, by what the peer sent. */
export const responseFields: readonly ContractCase[] = [
  {
    title: 'Date and Server stay those of the peer',
    async run(stage) {
      const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
      const answer = await answered(stage, [`Date: ${date}`, 'Server: origin/1']);

      assert.is(fieldValue(answer, 'date'), date);
      assert.is(fieldValue(answer, 'server'), 'origin/1');
    },
  },
  {
    title: 'hop-by-hop fields do not reach the client',
    async run(stage) {
      const answer = await answered(stage, [
        'Keep-Alive: timeout=99',
        'Proxy-Connection: keep-alive',
        'Upgrade: example/1',
      ]);

      assert.not.match(fieldValues(answer, 'keep-alive').join(), '99');
      assert.equal(fieldValues(answer, 'proxy-connection'), []);
      assert.equal(fieldValues(answer, 'upgrade'), []);
    },
  },
  {
    title: 'fields nominated by the peer do not reach it',
    async run(stage) {
      const answer = await answered(stage, ['Connection: X-Hop', 'X-Hop: 1', 'X-End: 1']);

      const kept = stage.differences.nominatedFields === 'forwarded' ? ['1'] : [];
      assert.equal(fieldValues(answer, 'x-hop'), kept);
      assert.is(fieldValue(answer, 'x-end'), '1');
      assert.not.match(fieldValues(answer, 'connection').join(), /x-hop/i);
    },
  },
  {
    title: 'duplicates of a field keep their order',
    async run(stage) {
      const answer = await answered(stage, [
        'Set-Cookie: b=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT',
        'Set-Cookie: a=2',
        'X-Latin: caf\xe9',
        'Set-Cookie: b=3',
      ]);

      assert.equal(fieldValues(answer, 'set-cookie'), [
        'b=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT',
        'a=2',
        'b=3',
      ]);
      assert.is(fieldValue(answer, 'x-latin'), 'caf\xe9');
    },
  },
  {
    title: 'the order of all fields is kept',
    async run(stage) {
      const answer = await answered(stage, ['X-B: 1', 'Content-Type: text/plain', 'X-A: 2']);

      const order = answer.fields
        .map(([name]) => name.toLowerCase())
        .filter((name) => /^(x-[ab]|content-type)$/.test(name));
      if (stage.differences.responseOrder === 'kept') {
        assert.equal(order, ['x-b', 'content-type', 'x-a']);
      } else {
        assert.equal(order, ['content-type', 'x-b', 'x-a']);
      }
    },
  },
  {
    title: 'fields with a meaning elsewhere pass untouched',
    async run(stage) {
      const fields = [
        'X-Accel-Redirect: /elsewhere',
        'X-Accel-Buffering: yes',
        'Location: http://stocks_backend/there',
        'Refresh: 5; url=http://127.0.0.1:8001/',
        'ETag: W/"x"',
        'Vary: Accept',
        'Cache-Control: max-age=0',
        'Content-Encoding: br',
      ];
      const answer = await answered(stage, fields);

      for (const field of fields) {
        const [name = '', value] = field.split(/: (.*)/);
        assert.is(fieldValue(answer, name), value);
      }
    },
  },
  {
    title: 'Via is appended to the response',
    async run(stage) {
      assert.is(fieldValues(await answered(stage, []), 'via').join(', '), '1.1 edgefolio');
      assert.is(
        fieldValues(await answered(stage, ['Via: 1.1 inner']), 'via').join(', '),
        '1.1 inner, 1.1 edgefolio',
      );
    },
  },
  {
    title: 'X-Request-Id is echoed, once',
    async run(stage) {
      const { port } = await stage.single(
        writes('HTTP/1.1 200 OK\r\nX-Request-Id: other\r\nContent-Length: 0\r\n\r\n'),
      );

      const answer = await ask({ port, fields: ['X-Request-Id: mine'] });

      assert.equal(fieldValues(answer, 'x-request-id'), ['mine']);
    },
  },
  {
    title: 'status and reason are those of the peer',
    async run(stage) {
      for (const line of ['201 Created', '299 Odd But Fine', '418 Teapot', '599 Last']) {
        const { port } = await stage.single(
          writes(`HTTP/1.1 ${line}\r\nContent-Length: 2\r\n\r\nok`),
        );

        const answer = await ask({ port });

        assert.is(answer.startLine, `HTTP/1.1 ${line}`);
        assert.is(answer.body.toString(), 'ok');
      }
    },
  },
  {
    title: 'errors of its own are problem details',
    async run(stage) {
      const { port } = await stage.single(closes);

      const answer = await ask({ port, fields: ['X-Request-Id: mine'] });

      const problem = JSON.parse(answer.body.toString());
      assert.is(answer.status, 502);
      assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
      assert.is(fieldValue(answer, 'x-request-id'), 'mine');
      assert.equal([problem.status, problem.title], [502, 'Bad Gateway']);
    },
  },
  {
    title: 'Proxy-Status tells what went wrong',
    async run(stage) {
      const closing = await stage.single(closes);
      assert.is(proxyStatus(await ask(closing)), 'edgefolio; error=connection_terminated');

      const refusing = await stage.edge({ peers: [{ port: await deadPort() }] });
      assert.is(proxyStatus(await ask(refusing)), 'edgefolio; error=connection_refused');

      const silent = await stage.group([hangs], { responseTimeoutMs: 200 });
      assert.is(proxyStatus(await ask(silent)), 'edgefolio; error=http_response_timeout');
    },
  },
  {
    title: 'errors of a peer pass as they are',
    async run(stage) {
      const { port } = await stage.single(
        writes('HTTP/1.1 502 Mine\r\nContent-Length: 5\r\n\r\nmine!'),
      );

      const answer = await ask({ port });

      assert.equal([answer.status, answer.body.toString()], [502, 'mine!']);
      assert.equal(fieldValues(answer, 'proxy-status'), []);
    },
  },
];

async function answered(stage: Stage, fields: readonly string[]): Promise<RawResponse> {
  const lines = ['HTTP/1.1 200 OK', ...fields, 'Content-Length: 2'];
  const { port } = await stage.single(writes(`${lines.join('\r\n')}\r\n\r\nok`));
  return ask({ port });
}

// RFC 9209 allows further parameters after the error.
function proxyStatus(answer: RawResponse): string {
  return (fieldValue(answer, 'proxy-status') ?? '').split('; ').slice(0, 2).join('; ');
}
