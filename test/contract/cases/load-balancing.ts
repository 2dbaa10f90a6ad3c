import * as assert from 'uvu/assert';
import type { ContractCase } from '../stage.ts';
import { busyGroup } from '../support/busy-group.ts';
import { askTimes } from '../support/repeat.ts';

const leastConnections = { balancer: 'least-connections' } as const;

/** Who is asked by what the peers are busy with (nginx's least_conn and random two least_conn). */
export const loadBalancing: readonly ContractCase[] = [
  {
    title: 'the fewest connections win',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{}, {}], leastConnections);
      await held.add();

      await askTimes(4, { port });

      assert.equal(visits.join(''), 'a' + 'bbbb');
      assert.is(await held.end(), 'a');
    },
  },
  {
    title: 'connections that tie are shared in turns',
    async run(stage) {
      const roles = [{ weight: 5 }, {}, {}];
      const { port, visits } = await busyGroup(stage, roles, leastConnections);

      await askTimes(14, { port });

      assert.equal(visits.join(''), 'aabacaaaabacaa');
    },
  },
  {
    title: 'connections are counted for the weight',
    async run(stage) {
      const { held, visits } = await busyGroup(stage, [{ weight: 3 }, {}], leastConnections);

      for (let turn = 0; turn < 8; turn += 1) await held.add();

      assert.equal([...visits].sort().join(''), 'aaaaaabb');
      await held.end();
    },
  },
  {
    title: 'of two drawn the less busy is taken',
    async run(stage) {
      const { port, held, visits } = await busyGroup(stage, [{}, {}], { balancer: 'two-choices' });
      await held.add();
      const [busy = ''] = visits;

      await askTimes(6, { port });

      assert.equal(visits.join(''), busy + (busy === 'a' ? 'bbbbbb' : 'aaaaaa'));
      assert.is(await held.end(), busy);
    },
  },
  {
    title: 'draws reach all peers',
    async run(stage) {
      const { port, visits } = await busyGroup(stage, [{}, {}, {}], { balancer: 'two-choices' });

      // That one of three is never drawn in 80 pairs has a chance of 1 in 3⁸⁰.
      await askTimes(80, { port });

      assert.is(new Set(visits).size, 3);
    },
  },
];
