import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Member, MemberGone, MemberSilent } from '../../../proxy/processes/member.ts';
import { reloadMembers } from '../../../proxy/processes/reload-members.ts';

type Told = Pick<Member, 'ask'>;

const reloading = suite<{ told: string[] }>('reload of members');

reloading.before.each((context) => {
  context.told = [];
});

const settings = { next: { A: 'new' }, before: { A: 'old' } };

/** @param fault  what it says to new settings */
function memberOf(told: string[], name: string, fault?: Error, meanwhile?: () => void): Told {
  return {
    ask: async (_topic, asked) => {
      const value = String(Reflect.get(Object(asked), 'A'));
      told.push(`${name} ${value}`);
      await new Promise((resolve) => setImmediate(resolve));
      meanwhile?.();
      if (fault !== undefined && value === 'new') throw fault;
      return JSON.parse('{"changed":[],"needsRestart":[]}');
    },
  };
}

async function faultOf(members: readonly Told[]): Promise<string | undefined> {
  return reloadMembers({ members }, settings).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

reloading('what the first refuses no other is given', async ({ told }) => {
  const members = [memberOf(told, 'a', new Error('no')), memberOf(told, 'b')];

  assert.is(await faultOf(members), 'no');
  assert.equal(told, ['a new']);
});

reloading('what a later one refuses is taken from the others again', async ({ told }) => {
  const refuses = memberOf(told, 'b', new Error('no'));
  const members = [memberOf(told, 'a'), refuses, memberOf(told, 'c')];

  assert.is(await faultOf(members), 'no');
  assert.equal(told, ['a new', 'b new', 'c new', 'a old', 'c old']);
});

reloading(
  'one that does not answer in time is told to go back, and not waited for',
  async ({ told }) => {
    const silent: Told = {
      ask: (_topic, asked) => {
        const value = String(Reflect.get(Object(asked), 'A'));
        told.push(`b ${value}`);
        if (value === 'new') return Promise.reject(new MemberSilent(2));
        return new Promise(() => undefined);
      },
    };
    const members = [memberOf(told, 'a'), silent];

    assert.is(await faultOf(members), 'process 2: it does not answer');
    assert.equal(told.sort(), ['a new', 'a old', 'b new', 'b old']);
  },
);

reloading('one that dies does not keep the others from it', async ({ told }) => {
  const first = [memberOf(told, 'a', new MemberGone(1)), memberOf(told, 'b')];
  assert.is(await faultOf(first), undefined);
  const later = [memberOf(told, 'c'), memberOf(told, 'd', new MemberGone(2))];
  assert.is(await faultOf(later), undefined);

  assert.equal(told, ['a new', 'b new', 'c new', 'd new']);
});

reloading('settings that nobody lived to use stay out', async ({ told }) => {
  const members = [memberOf(told, 'a', new MemberGone(1)), memberOf(told, 'b', new MemberGone(2))];

  assert.is(await faultOf(members), 'no process of the proxy lived to use the settings');
});

reloading('one that becomes ready meanwhile is told too', async ({ told }) => {
  const members: Told[] = [];
  const late = memberOf(told, 'late');
  const join = (): void => {
    if (!members.includes(late)) members.push(late);
  };
  members.push(memberOf(told, 'a', undefined, join));

  assert.is(await faultOf(members), undefined);
  assert.equal(told, ['a new', 'late new']);
});

reloading.run();
