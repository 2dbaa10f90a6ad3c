import { setTimeout as delay } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase, Group, Stage } from '../stage.ts';
import { Gate } from '../support/gate.ts';
import type { Script } from '../support/origin.ts';
import { ask, openClient, requestBytes } from '../support/raw-client.ts';
import { askTimes, statuses } from '../support/repeat.ts';
import { closes, hangs, inTurn, says, saysLast } from '../support/scripts.ts';

/** The shortest window that nginx can be told. */
const failTimeoutMs = 1000;
/** By then every window has ended: nginx counts in whole seconds and adds up to one. */
const windowOverMs = 2100;

/** For cases in which several requests must fall into one window, however busy the machine. */
const longTimeoutMs = 4000;
const longWindowOverMs = 5100;

/** How long a peer stays out, and how it comes back (nginx's fail_timeout). */
export const ejection: readonly ContractCase[] = [
  {
    title: 'old failures without a success add up',
    timed: true,
    async run(stage) {
      const { port, visits } = await failing(stage, closes);

      await askTimes(2, { port });
      await delay(windowOverMs);
      await askTimes(2, { port });
      await delay(windowOverMs);
      await askTimes(3, { port });

      assert.equal(visits.join(''), 'ab' + 'ab' + 'abb');
    },
  },
  {
    title: 'a success after the window forgives all',
    timed: true,
    async run(stage) {
      // On a kept connection a failure would be that of a stale one, which is another case.
      const ok = saysLast('a');
      const script = inTurn(closes, closes, ok, closes, closes, closes, ok);
      const { port, visits } = await failing(stage, script);

      await askTimes(4, { port });
      await delay(windowOverMs);
      await askTimes(9, { port });

      assert.equal(visits.join(''), 'abab' + 'abababab' + 'b');
    },
  },
  {
    title: 'an ejected peer returns after its window',
    timed: true,
    async run(stage) {
      const { port, origins, visits } = await ejected(stage);
      const since = origins[0]?.lastAskedAt ?? 0;
      if (origins[0]) origins[0].script = says('a');

      const outMs = await eventually('the peer returns', async () => {
        visits.length = 0;
        await ask({ port });
        return visits[0] === 'a' ? performance.now() - since : undefined;
      });

      assert.ok(outMs > 990 && outMs < 6000, `it returned after ${outMs} ms`);
    },
  },
  {
    title: 'one of twelve parallel requests probes',
    timed: true,
    async run(stage) {
      const { port, origins, visits } = await ejected(stage, longTimeoutMs);
      const gate = new Gate();
      const ok = says('a');
      if (origins[0]) {
        origins[0].script = async (exchange) => {
          await gate.opened();
          await ok(exchange);
        };
      }
      await delay(longWindowOverMs);
      visits.length = 0;

      const answers = Array.from({ length: 12 }, () => ask({ port }));
      await eventually('all are asked', () => (visits.length === 12 ? true : undefined));
      const probes = visits.filter((visit) => visit === 'a').length;
      gate.open();
      await Promise.all(answers);

      assert.is(probes, 1);
    },
  },
  {
    title: 'a good probe restores the full share',
    timed: true,
    async run(stage) {
      const { port, origins, visits } = await ejected(stage);
      if (origins[0]) origins[0].script = says('a');
      await delay(windowOverMs);
      while (visits.at(-1) !== 'a') await ask({ port });
      visits.length = 0;

      await askTimes(10, { port });

      assert.is(visits.filter((visit) => visit === 'a').length, 5);
    },
  },
  {
    title: 'a failed probe starts another window',
    timed: true,
    async run(stage) {
      const { port, origins } = await ejected(stage);
      const probedAt: number[] = [];
      for (const a of origins.slice(0, 1)) a.onRequest = () => probedAt.push(performance.now());
      await delay(windowOverMs);

      const seen = await statuses(6, { port });

      const gaps = probedAt.slice(1).map((at, index) => at - (probedAt[index] ?? 0));
      assert.ok(probedAt.length > 0, 'there was no probe');
      assert.ok(
        gaps.every((ms) => ms > 990),
        `probes were ${gaps} ms apart`,
      );
      assert.is(seen.split('502').length - 1, probedAt.length);
    },
  },
  {
    title: 'an aborted probe is told from a success',
    timed: true,
    async run(stage) {
      const { port, origins, visits } = await ejected(stage, longTimeoutMs);
      const [a] = origins;
      if (a === undefined) return;
      a.script = hangs;
      await delay(longWindowOverMs);
      await probeAndLeave(port, visits);
      await eventually('the probe is given up', () => a.open.length === 0 || undefined);
      a.script = says('a');
      visits.length = 0;

      await askTimes(3, { port });

      const live = visits.includes('a');
      assert.is(live, stage.differences.abortedProbe === 'revives the peer');
    },
  },
];

/** Two peers without retries: the first plays `script`, the second is well. */
function failing(stage: Stage, script: Script, timeoutMs = failTimeoutMs): Promise<Group> {
  const options = { maxFails: 3, failTimeoutMs: timeoutMs, retryOn: [], halfCloseMs: 0 };
  return stage.group([script, says('b')], options);
}

/** The same with the first peer just ejected. */
async function ejected(stage: Stage, timeoutMs = failTimeoutMs): Promise<Group> {
  const group = await failing(stage, closes, timeoutMs);
  await askTimes(6, { port: group.port });
  assert.equal(group.visits.join(''), 'ababab');
  return group;
}

async function probeAndLeave(port: number, visits: readonly string[]): Promise<void> {
  const from = visits.length;
  const clients = await Promise.all(Array.from({ length: 4 }, () => openClient(port)));
  for (const client of clients) client.send(requestBytes({ port }));
  await eventually('a probe', () => visits.slice(from).includes('a') || undefined);
  for (const client of clients) client.destroy();
}
