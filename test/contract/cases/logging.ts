import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { Edge, LoggedExchange } from '../edge.ts';
import type { ContractCase } from '../stage.ts';
import { ask, askRaw, openClient, requestBytes } from '../support/raw-client.ts';
import { closes, hangs, says, status, writes } from '../support/scripts.ts';

/** What the access log tells of an exchange. */
export const logging: readonly ContractCase[] = [
  {
    title: 'the log lists every peer tried',
    async run(stage) {
      const { port, edge, origins } = await stage.group([closes, status(503), says('c')], {
        retryOn: ['error', 'http_503'],
      });

      await ask({ port, target: '/a?b=c', fields: ['X-Request-Id: tries'] });

      assert.equal(await logged(edge, 'tries'), {
        requestId: 'tries',
        method: 'GET',
        target: '/a?b=c',
        status: 200,
        peers: origins.map((origin) => origin.port),
        statuses: [0, 503, 200],
      });
    },
  },
  {
    title: 'the log knows who was refused at the door',
    async run(stage) {
      const { edge, port } = await stage.single(says('hello'));

      await ask({ port, method: 'TRACE', fields: ['X-Request-Id: at-the-door'] });

      const { status: code, peers } = await logged(edge, 'at-the-door');
      assert.equal([code, peers], [405, []]);
    },
  },
  {
    title: 'a client that left is logged as 499',
    async run(stage) {
      const { edge, port, origin } = await stage.single(hangs);
      const client = await openClient(port);
      client.send(requestBytes({ port, fields: ['X-Request-Id: leaver'] }));
      await eventually('the peer is asked', () => origin.received[0]);

      client.destroy();

      const { status: code, peers } = await logged(edge, 'leaver');
      assert.equal([code, peers], [499, [origin.port]]);
    },
  },
  {
    title: 'the log survives quotes and strange bytes',
    async run(stage) {
      const { edge, port } = await stage.single(says('hello'));
      const target = '/"quoted"\\{}';

      await ask({ port, target, fields: ['X-Request-Id: quotes'] });

      assert.is((await logged(edge, 'quotes')).target, target);
    },
  },
  {
    title: 'a combined line is quoted as nginx quotes it',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], { accessLog: 'combined' });
      const fields = ['User-Agent: "quoted" \\ agent', 'Referer: http://r.example/\xe9'];

      await ask({ port, target: '/"quoted"\\{}', fields });
      await ask({ port, method: 'TRACE', target: '/refused' });

      const lines = await eventually('both are logged', async () => {
        const all = await edge.loggedLines();
        return all.length === 2 && all;
      });
      const [, first] = combined.exec(lines[0] ?? '') ?? [];
      const [, second] = combined.exec(lines[1] ?? '') ?? [];
      assert.is(
        first,
        '"GET /\\x22quoted\\x22\\x5C{} HTTP/1.1" 200 5 "http://r.example/\\xE9" "\\x22quoted\\x22 \\x5C agent"',
      );
      assert.match(second ?? lines[1] ?? '', /^"TRACE \/refused HTTP\/1\.1" 405 \d+ "-" "-"$/);
    },
  },
  {
    title: 'a line of variables is written as nginx writes it',
    async run(stage) {
      const { edge, port, origins } = await stage.group([closes, noted], {
        accessLogFormat:
          '$remote_addr [$remote_user] "$request" $request_method $request_uri $uri$is_args$args ' +
          '$scheme $server_protocol $host:$server_port $status $body_bytes_sent "$http_x_note" ' +
          '"$http_none" "$cookie_b" "$arg_c" "$sent_http_x_said" $upstream_addr|$upstream_status|' +
          '$request_time|$upstream_response_time',
      });
      const fields = ['X-Note: "a"\\\xe9', 'Cookie: a=1; b=2'];

      await ask({ port, target: '/p?c=3&d', fields });

      const line = await eventually('it is logged', async () => (await edge.loggedLines())[0]);
      const [a, b] = origins.map((origin) => `127.0.0.1:${origin.port}`);
      const at = line.lastIndexOf('|', line.lastIndexOf('|') - 1);
      assert.is(
        line.slice(0, at),
        `127.0.0.1 [-] "GET /p?c=3&d HTTP/1.1" GET /p?c=3&d /p?c=3&d http HTTP/1.1 edge.test:${port} ` +
          `200 5 "\\x22a\\x22\\x5C\\xE9" "-" "2" "3" "hello" ${a}, ${b}|502, 200`,
      );
      assert.match(line.slice(at), /^\|\d+\.\d{3}\|\d+\.\d{3}, \d+\.\d{3}$/);
    },
  },
  {
    title: 'a target that names its host is logged by its parts',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], {
        accessLogFormat: '"$request" $request_uri $uri$is_args$args $host',
      });

      await ask({ port, target: 'http://Shop.test:8/a?b', host: 'shop.test:8' });

      const line = await eventually('it is logged', async () => (await edge.loggedLines())[0]);
      assert.is(line, '"GET http://Shop.test:8/a?b HTTP/1.1" /a?b /a?b shop.test');
    },
  },
  {
    title: 'of a request that can not be read its line is logged',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], { accessLog: 'combined' });
      const broken = [
        'GET /field?a HTTP/1.1\r\nHost: a\r\nB ad: 1\r\n\r\n',
        `GET /large HTTP/1.1\r\nHost: a\r\n${`X: ${'x'.repeat(2000)}\r\n`.repeat(50)}\r\n`,
      ];

      for (const bytes of broken) await askRaw(port, bytes);

      const lines = await eventually('both are logged', async () => {
        const all = await edge.loggedLines();
        return all.length === 2 && all;
      });
      assert.match(lines[0] ?? '', ' "GET /field?a HTTP/1.1" 400 ');
      assert.match(lines[1] ?? '', / "GET \/large HTTP\/1\.1" (?:431|494|400) /);
    },
  },
  {
    title: 'a line of variables may be JSON',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], {
        accessLogFormat:
          'escape=json {"uri":"$request_uri","note":"$http_x_note","none":"$http_none"}',
      });

      await ask({ port, target: '/"\\', fields: ['X-Note: "\\\t\xc3\xa9'] });

      const line = await eventually('it is logged', async () => (await edge.loggedLines())[0]);
      assert.equal(JSON.parse(line), { uri: '/"\\', note: '"\\\té', none: '' });
    },
  },
  {
    title: 'a log that is off stays empty',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], { accessLog: 'off' });
      await ask({ port });

      await edge.drain();

      assert.equal(await edge.loggedLines(), []);
    },
  },
];

const noted = writes('HTTP/1.1 200 OK\r\nX-Said: hello\r\nContent-Length: 5\r\n\r\nnoted');

/** Client, time, and the rest of a line in the combined format. */
const combined = /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}(?::\d\d){3} [+-]\d{4}\] (.*)$/;

/** The line of one exchange, once it is written. */
function logged(edge: Edge, id: string): Promise<LoggedExchange> {
  return eventually(`the log has ${id}`, async () =>
    (await edge.logged()).find(({ requestId }) => requestId === id),
  );
}
