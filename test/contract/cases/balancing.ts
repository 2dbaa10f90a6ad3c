import * as assert from 'uvu/assert';
import type { ContractCase } from '../stage.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { askTimes } from '../support/repeat.ts';
import { says } from '../support/scripts.ts';

/** Who is asked when all peers are well (edge.md B2's smooth weighted round robin). */
export const balancing: readonly ContractCase[] = [
  {
    title: 'equal peers take turns',
    async run(stage) {
      const { port, visits } = await stage.group([says('a'), says('b')]);

      const answers = await askTimes(10, { port });

      assert.equal(visits.join(''), 'ababababab');
      assert.equal(answers.map(({ body }) => body.toString()).join(''), 'ababababab');
    },
  },
  {
    title: 'weights 5, 1, 1 are interleaved smoothly',
    async run(stage) {
      const [a, b, c] = [
        await stage.origin(says('a')),
        await stage.origin(says('b')),
        await stage.origin(says('c')),
      ];
      const edge = await stage.edge({
        peers: [{ port: a.port, weight: 5 }, { port: b.port }, { port: c.port }],
      });

      const answers = await askTimes(14, { port: edge.port });

      assert.equal(answers.map(({ body }) => body.toString()).join(''), 'aabacaaaabacaa');
    },
  },
  {
    title: 'weights 3 and 2 hold under concurrency',
    async run(stage) {
      const [a, b] = [await stage.origin(says('a')), await stage.origin(says('b'))];
      const edge = await stage.edge({
        peers: [
          { port: a.port, weight: 3 },
          { port: b.port, weight: 2 },
        ],
      });

      await Promise.all(Array.from({ length: 50 }, () => ask({ port: edge.port })));

      assert.equal([a.received.length, b.received.length], [30, 20]);
    },
  },
  {
    title: 'requests of one connection are balanced too',
    async run(stage) {
      const { port, visits } = await stage.group([says('a'), says('b')]);
      const client = await openClient(port);

      for (let turn = 0; turn < 4; turn += 1) {
        client.send(requestBytes({ port }));
        await client.response();
      }

      client.destroy();
      assert.equal(visits.join(''), 'abab');
    },
  },
];
