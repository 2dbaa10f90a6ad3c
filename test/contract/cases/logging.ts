import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { Edge, LoggedExchange } from '../edge.ts';
import type { ContractCase } from '../stage.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { closes, hangs, says, status } from '../support/scripts.ts';

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
    title: 'a log that is off stays empty',
    async run(stage) {
      const { edge, port } = await stage.group([says('hello')], { accessLog: 'off' });
      await ask({ port });

      await edge.drain();

      assert.equal(await edge.loggedLines(), []);
    },
  },
];

/** Client, time, and the rest of a line in the combined format. */
const combined = /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}(?::\d\d){3} [+-]\d{4}\] (.*)$/;

/** The line of one exchange, once it is written. */
function logged(edge: Edge, id: string): Promise<LoggedExchange> {
  return eventually(`the log has ${id}`, async () =>
    (await edge.logged()).find(({ requestId }) => requestId === id),
  );
}
