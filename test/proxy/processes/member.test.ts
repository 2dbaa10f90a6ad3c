import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Member, MemberSilent } from '../../../proxy/processes/member.ts';

const member = suite('member');

/** A process that hangs: it takes what it is sent, and answers nothing. */
function hung(): Member {
  return new Member({ pid: 7, connected: true, send: () => undefined, kill: () => undefined }, 0);
}

member('one that hangs keeps nobody waiting for its figures', async () => {
  // The limit's timer alone keeps no process alive.
  const alive = setInterval(() => undefined, 1000);
  const begunAt = performance.now();

  const failure = await hung()
    .ask('metrics', null)
    .catch((error: unknown) => error);

  clearInterval(alive);
  assert.instance(failure, MemberSilent);
  assert.ok(performance.now() - begunAt < 10_000, 'a scrape of Prometheus ends after 10 s');
});

member.run();
