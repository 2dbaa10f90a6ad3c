import * as assert from 'uvu/assert';
import type { ContractCase } from '../stage.ts';
import { busyGroup } from '../support/busy-group.ts';
import { fieldValues } from '../support/message.ts';
import { ask } from '../support/raw-client.ts';
import { askTimes } from '../support/repeat.ts';
import { closes } from '../support/scripts.ts';

/** Long enough that nobody who failed is back before a case ends. */
const failTimeoutMs = 30_000;

/** Backup peers and limits of connections (nginx's backup and max_conns). */
export const tiers: readonly ContractCase[] = [
  {
    title: 'a backup rests while others are well',
    async run(stage) {
      const { port, visits } = await busyGroup(stage, [{}, { backup: true }, {}]);

      await askTimes(6, { port });

      assert.equal(visits.join(''), 'acacac');
    },
  },
  {
    title: 'a backup steps in when all others fail',
    async run(stage) {
      const { port, origins, visits } = await busyGroup(stage, [{}, {}, { backup: true }], {
        maxFails: 1,
        failTimeoutMs,
      });
      for (const origin of origins.slice(0, 2)) origin.script = closes;

      const answers = await askTimes(3, { port });

      assert.equal(visits.join(''), 'abc' + 'c' + 'c');
      assert.equal(answers.map(({ body }) => body.toString()).join(''), 'ccc');
    },
  },
  {
    title: 'backups take turns among themselves',
    async run(stage) {
      const roles = [{}, { backup: true }, { backup: true }];
      const { port, origins, visits } = await busyGroup(stage, roles, {
        maxFails: 1,
        failTimeoutMs,
      });
      for (const origin of origins.slice(0, 1)) origin.script = closes;

      await askTimes(5, { port });

      assert.equal(visits.join(''), 'ab' + 'cbcb');
    },
  },
  {
    title: 'a peer at its limit is left out',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{ maxConns: 1 }, {}]);
      await held.add();

      await askTimes(3, { port });

      assert.equal(visits.join(''), 'a' + 'bbb');
      assert.is(await held.end(), 'a');
    },
  },
  {
    title: 'a limit is free again after the answer',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{ maxConns: 1 }, {}]);
      await held.add();
      await askTimes(1, { port });
      await held.end();

      await askTimes(4, { port });

      assert.equal([...visits.slice(2)].sort().join(''), 'aabb');
    },
  },
  {
    title: 'a backup steps in for full peers',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{ maxConns: 1 }, { backup: true }]);
      await held.add();

      await askTimes(2, { port });
      await held.end();
      await askTimes(1, { port });

      assert.equal(visits.join(''), 'a' + 'bb' + 'a');
    },
  },
  {
    title: 'with all peers full the answer is 503',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{ maxConns: 1 }, { maxConns: 1 }]);
      await held.add();
      await held.add();

      const answer = await ask({ port });

      assert.is(answer.status, 503);
      assert.is(fieldValues(answer, 'Retry-After').length, 1);
      assert.equal(fieldValues(answer, 'Proxy-Status'), [
        `edgefolio; error=${stage.differences.fullPeers}`,
      ]);
      assert.equal(visits.join(''), 'ab');
      assert.is(await held.end(), 'ab');
    },
  },
];
