import * as assert from 'uvu/assert';
import type { EdgeKey } from '../edge.ts';
import type { ContractCase, Stage } from '../stage.ts';
import { type BusyGroup, busyGroup } from '../support/busy-group.ts';
import type { Question } from '../support/raw-client.ts';
import { askTimes } from '../support/repeat.ts';
import { closes } from '../support/scripts.ts';

/** So many that each of three peers has some, on whatever ports they are. */
const names: readonly string[] = Array.from({ length: 60 }, (_, i) => `n${i}`);

/** Equal requests meet one peer (nginx's `hash … consistent`); which one, is each edge's affair. */
export const keyedBalancing: readonly ContractCase[] = [
  {
    title: 'equal targets meet one peer',
    run: (stage) => equalMeet(stage, 'target', (name) => ({ target: `/a?q=${name}` })),
  },
  {
    title: 'equal header fields meet one peer',
    run: (stage) => equalMeet(stage, 'header:X-Who', (name) => ({ fields: [`X-Who: ${name}`] })),
  },
  {
    title: 'equal bodies meet one peer',
    run: (stage) => equalMeet(stage, 'body', (body) => ({ method: 'POST', body })),
  },
  {
    title: 'a path is told without its query',
    async run(stage) {
      const { port, visits } = await keyed(stage, 'path');

      for (const name of names) await askTimes(1, { port, target: `/same?q=${name}` });

      assert.is(new Set(visits).size, 1);
    },
  },
  {
    title: 'one client meets one peer',
    async run(stage) {
      const { port, visits } = await keyed(stage, 'client');

      for (const name of names) await askTimes(1, { port, target: `/${name}` });

      assert.is(new Set(visits).size, 1);
    },
  },
  {
    title: 'without a key peers take turns',
    async run(stage) {
      const { port, visits } = await keyed(stage, 'header:X-Who');

      await askTimes(6, { port });

      assert.equal(visits.join(''), 'abcabc');
    },
  },
  {
    title: 'when a peer fails only its keys move',
    async run(stage) {
      const { port, origins, visits } = await keyed(stage, 'target');
      const before = await whoServes(port, visits);

      for (const origin of origins.slice(0, 1)) origin.script = closes;
      const after = await whoServes(port, visits);

      const kept = (at: string): boolean => before.get(at) !== 'a';
      assert.ok(names.some((name) => !kept(name)));
      assert.equal(
        names.filter(kept).map((name) => after.get(name)),
        [...names.filter(kept).map((name) => before.get(name))],
      );
      assert.not([...after.values()].includes('a'));
    },
  },
];

function keyed(stage: Stage, hashKey: EdgeKey): Promise<BusyGroup> {
  // Long enough that a peer that fails is not asked again before its case ends.
  const failTimeoutMs = 30_000;
  return busyGroup(stage, [{}, {}, {}], { balancer: 'rendezvous', hashKey, failTimeoutMs });
}

async function equalMeet(
  stage: Stage,
  hashKey: EdgeKey,
  question: (name: string) => Omit<Question, 'port'>,
): Promise<void> {
  const { port, visits } = await keyed(stage, hashKey);
  for (const name of names) await askTimes(3, { ...question(name), port });

  const told = names.map((_, index) => new Set(visits.slice(3 * index, 3 * index + 3)));

  assert.equal(
    told.map(({ size }) => size),
    names.map(() => 1),
  );
  assert.is(new Set(visits).size, 3);
}

/** The peer that answers each name in the end. */
async function whoServes(
  port: number,
  visits: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const served = new Map<string, string | undefined>();
  for (const name of names) {
    await askTimes(1, { port, target: `/${name}` });
    served.set(name, visits.at(-1));
  }
  return served;
}
