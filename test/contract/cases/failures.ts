import * as assert from 'uvu/assert';
import { startDeafPeer } from '../../support/deaf-peer.ts';
import { eventually } from '../../support/eventually.ts';
import { deadPort } from '../../support/ports.ts';
import type { ContractCase } from '../stage.ts';
import { fieldValue } from '../support/message.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { askTimes, statuses } from '../support/repeat.ts';
import {
  closes,
  inTurn,
  resetsMidHead,
  says,
  saysLast,
  status,
  writes,
  writesAndCloses,
} from '../support/scripts.ts';

/** Long enough that no window ends during a case that is not about its end. */
const failTimeoutMs = 30_000;

/** What counts against a peer, and what does not (nginx's max_fails). */
export const failures: readonly ContractCase[] = [
  {
    title: 'three closed connections eject a peer',
    async run(stage) {
      const { port, visits } = await stage.group([closes, says('b')], {
        maxFails: 3,
        failTimeoutMs,
        retryOn: [],
      });

      assert.equal(await statuses(8, { port }), '502 200 502 200 502 200 200 200');
      assert.equal(visits.join(''), 'abababbb');
    },
  },
  {
    title: 'successes inside the window forgive nothing',
    async run(stage) {
      // On a kept connection a failure would be that of a stale one, which is another case.
      const ok = saysLast('a');
      const { port, visits } = await stage.group(
        [inTurn(closes, ok, ok, closes, ok, ok, closes, ok), says('b')],
        { maxFails: 3, failTimeoutMs, retryOn: [] },
      );

      await askTimes(18, { port });

      assert.equal(visits.join(''), 'ababababababab' + 'bbbb');
    },
  },
  {
    title: 'failing peers hide behind a good one',
    async run(stage) {
      const { port, visits } = await stage.group([closes, closes, says('c')], { failTimeoutMs });
      const tried: string[] = [];

      for (let turn = 0; turn < 8; turn += 1) {
        const before = visits.length;
        assert.is((await ask({ port })).status, 200);
        tried.push(visits.slice(before).join(''));
      }

      assert.equal(tried, ['abc', 'c', 'bc', 'ac', 'bc', 'ac', 'c', 'c']);
    },
  },
  {
    title: 'a response cut in its head counts',
    async run(stage) {
      const { port, visits } = await stage.group([resetsMidHead, says('b')], {
        maxFails: 1,
        failTimeoutMs,
        retryOn: [],
      });

      assert.equal(await statuses(4, { port }), '502 200 200 200');
      assert.equal(visits.join(''), 'abbb');
    },
  },
  {
    title: 'a header line without sense counts',
    async run(stage) {
      const senseless = writesAndCloses('HTTP/1.1 200 OK\r\nno colon here\r\n\r\n');
      const { port, visits } = await stage.group([senseless, says('b')], {
        maxFails: 1,
        failTimeoutMs,
      });

      assert.equal(await statuses(4, { port }), '502 200 200 200');
      assert.equal(visits.join(''), 'abbb');
    },
  },
  {
    title: 'a response without a status line counts',
    async run(stage) {
      const lineless = writesAndCloses('hello\r\n\r\n');
      const { port, visits } = await stage.group([lineless, says('b')], {
        maxFails: 1,
        failTimeoutMs,
      });

      const client = await openClient(port);
      client.send(requestBytes({ port }));
      const { startLine } = await client.head();
      await askTimes(2, { port }).catch(() => undefined);

      client.destroy();
      if (stage.differences.badStatusLine === 'refused') {
        assert.equal([startLine, visits.join('')], ['HTTP/1.1 502 Bad Gateway', 'abb']);
      } else {
        assert.equal([startLine, visits.join('')], ['hello', 'aba']);
      }
    },
  },
  {
    title: 'a status 500 never counts by default',
    async run(stage) {
      const { port } = await stage.group([status(500), says('b')], { maxFails: 1, failTimeoutMs });

      assert.equal(await statuses(8, { port }), '500 200 500 200 500 200 500 200');
    },
  },
  {
    title: 'a listed status counts when retried',
    async run(stage) {
      const { port, visits } = await stage.group([status(503), says('b')], {
        maxFails: 2,
        failTimeoutMs,
        retryOn: ['http_503'],
      });

      assert.equal(await statuses(6, { port }), '200 200 200 200 200 200');
      assert.equal(visits.join(''), 'ab' + 'b' + 'ab' + 'bbb');
    },
  },
  {
    title: 'a listed status counts on the last try',
    async run(stage) {
      const { port, visits } = await stage.group([status(503), says('b')], {
        maxFails: 1,
        failTimeoutMs,
        retryOn: ['http_503'],
        retryTries: 1,
      });

      const seen = await statuses(4, { port });

      if (stage.differences.last5xx === 'counted') {
        assert.equal([seen, visits.join('')], ['503 200 200 200', 'abbb']);
      } else {
        assert.equal([seen, visits.join('')], ['503 200 503 200', 'abab']);
      }
    },
  },
  {
    title: 'statuses 403 and 404 never count',
    async run(stage) {
      const { port, visits } = await stage.group([status(404), says('b')], {
        maxFails: 1,
        failTimeoutMs,
        retryOn: ['http_404', 'http_403'],
      });

      assert.equal(await statuses(3, { port }), '200 200 200');
      assert.equal(visits.join(''), 'ab' + 'b' + 'ab');
    },
  },
  {
    title: 'a body cut short does not count',
    async run(stage) {
      const cut = writesAndCloses('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc');
      const { port, visits } = await stage.group([cut, says('b')], { maxFails: 1, failTimeoutMs });

      for (let turn = 0; turn < 4; turn += 1) await ask({ port }).catch(() => undefined);

      assert.equal(visits.join(''), 'abab');
    },
  },
  {
    title: 'refused connections eject a peer',
    async run(stage) {
      const b = await stage.origin(says('b'));
      const edge = await stage.edge({
        peers: [{ port: await deadPort() }, { port: b.port }],
        maxFails: 2,
        failTimeoutMs,
        retryOn: [],
      });

      assert.equal(await statuses(6, { port: edge.port }), '502 200 502 200 200 200');
    },
  },
  {
    title: 'a peer that takes no connection is left for another, and none stays half open',
    async run(stage) {
      const deaf = await startDeafPeer();
      try {
        const b = await stage.origin(says('b'));
        const edge = await stage.edge({
          peers: [{ port: deaf.port }, { port: b.port }],
          connectTimeoutMs: 200,
          maxFails: 1,
          failTimeoutMs,
        });

        assert.equal(await statuses(3, { port: edge.port }), '200 200 200');
        const logged = await eventually('all is logged', async () => {
          const exchanges = await edge.logged();
          return exchanges.length === 3 && exchanges;
        });
        const tried = logged.map(({ peers }) => peers);
        assert.equal(tried, [[deaf.port, b.port], [b.port], [b.port]]);
        await eventually('none is half open', async () => (await deaf.halfOpen()) === 0);
      } finally {
        await deaf.stop();
      }
    },
  },
  {
    title: 'max_fails 0 never ejects a peer',
    async run(stage) {
      const { port } = await stage.group([closes, says('b')], { maxFails: 0, retryOn: [] });

      assert.equal(await statuses(10, { port }), '502 200 502 200 502 200 502 200 502 200');
    },
  },
  {
    title: 'the only peer is never ejected',
    async run(stage) {
      const { port, visits } = await stage.group([inTurn(closes, closes, closes, says('a'))], {
        maxFails: 1,
        failTimeoutMs,
      });

      assert.equal(await statuses(5, { port }), '502 502 502 200 200');
      assert.equal(visits.join(''), 'aaaaa');
    },
  },
  {
    title: 'nobody is asked when all are ejected',
    async run(stage) {
      const { port, visits } = await stage.group([closes, closes], {
        maxFails: 1,
        failTimeoutMs,
        retryOn: [],
      });
      await askTimes(2, { port });

      const answer = await ask({ port });

      assert.is(answer.status, 503);
      assert.match(fieldValue(answer, 'retry-after') ?? '', /^\d+$/);
      assert.match(fieldValue(answer, 'proxy-status') ?? '', 'error=destination_unavailable');
      assert.equal(visits.join(''), 'ab');
    },
  },
  {
    title: 'the last live peer speaks for itself',
    async run(stage) {
      const { port, origins } = await stage.group([closes, says('b')], {
        maxFails: 1,
        failTimeoutMs,
        retryOn: ['error', 'http_503'],
      });
      await ask({ port });
      if (origins[1])
        origins[1].script = writes('HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy');

      const { status: code, body } = await ask({ port });

      if (stage.differences.lastLive5xx === 'passed') {
        assert.equal([code, body.toString()], [503, 'busy']);
      } else {
        assert.is(code, 502);
      }
    },
  },
];
