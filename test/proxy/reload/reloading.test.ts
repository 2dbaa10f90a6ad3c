import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Reloadable } from '../../../proxy/reload/reloadable.ts';
import { Reloading } from '../../../proxy/reload/reloading.ts';
import { loadSettings, type Settings } from '../../../proxy/settings.ts';
import { InvalidEnvironment } from '../../../service/environment.ts';

interface Context {
  env: Record<string, string>;
  events: string[];
  reloading: Reloading;
}

const reload = suite<Context>('reloading');

reload.before.each((context) => {
  context.env = { PROXY_PORT: '1', PROXY_MAX_FAILS: '2' };
  context.events = [];
  const note = (event: string): void => {
    context.events.push(event);
  };
  context.reloading = new Reloading({
    load: () => loadSettings(context.env),
    log: { info: note, error: note },
  });
});

reload('the settings stay one object and say what changed', async ({ env, events, reloading }) => {
  const { settings } = reloading;
  const { retry } = settings;
  env['PROXY_MAX_FAILS'] = '7';
  env['PROXY_RETRY_TRIES'] = '3';

  const outcome = await reloading.reload();

  assert.equal(outcome.changed, ['PROXY_MAX_FAILS', 'PROXY_RETRY_TRIES']);
  assert.equal(outcome.needsRestart, []);
  assert.equal([settings.ejection.maxFails, retry.tries], [7, 3]);
  assert.is(reloading.settings, settings);
  assert.is(reloading.inForce.get('PROXY_MAX_FAILS')?.value, '7');
  assert.equal(events, ['settings reloaded']);
});

reload('what needs a restart is told each time and not put into force', async (context) => {
  const { env, reloading } = context;
  env['PROXY_PORT'] = '2';
  env['PROXY_MAX_FAILS'] = '7';

  const first = await reloading.reload();
  const second = await reloading.reload();

  assert.equal(first, { changed: ['PROXY_MAX_FAILS'], needsRestart: ['PROXY_PORT'] });
  assert.equal(second, { changed: [], needsRestart: ['PROXY_PORT'] });
  assert.is(reloading.settings.port, 1);
  assert.is(reloading.inForce.get('PROXY_PORT')?.value, '1');
});

reload('one fault keeps all the old settings', async ({ env, events, reloading }) => {
  env['PROXY_MAX_FAILS'] = '7';
  env['PROXY_BALANCER'] = 'dice';
  env['PROXY_SLOW_START_MS'] = 'x';

  let thrown: unknown;
  await reloading.reload().catch((error: unknown) => {
    thrown = error;
  });

  assert.is(thrown instanceof InvalidEnvironment && thrown.faults.length, 2);
  assert.is(reloading.settings.ejection.maxFails, 2);
  assert.equal(events, ['settings not reloaded']);
});

reload('a part that can not use them keeps everybody from it', async ({ env, reloading }) => {
  let committed = 0;
  const willing: Reloadable = {
    prepare: () => () => {
      committed += 1;
    },
  };
  let able = false;
  const unable: Reloadable = {
    prepare: () => {
      if (!able) throw new Error('no');
      return () => undefined;
    },
  };
  reloading.add(willing);
  reloading.add(unable);
  env['PROXY_MAX_FAILS'] = '7';

  const failed = await reloading.reload().then(
    () => false,
    () => true,
  );
  assert.equal([failed, committed, reloading.settings.ejection.maxFails], [true, 0, 2]);

  able = true;
  await reloading.reload();
  assert.equal([committed, reloading.settings.ejection.maxFails], [1, 7]);
});

reload('who got ready in vain is told, and who was not asked is not', async (context) => {
  const { reloading } = context;
  const told: string[] = [];
  const part = (name: string, able = true): Reloadable => ({
    prepare: () => {
      if (!able) throw new Error('no');
      return () => undefined;
    },
    cancel: () => told.push(name),
  });
  reloading.add(part('first'));
  await reloading.reload();
  assert.equal(told, []);

  reloading.add(part('unable', false));
  reloading.add(part('last'));
  const fault = await reloading.reload().catch((error: Error) => error.message);

  assert.is(fault, 'no');
  assert.equal(told, ['first', 'unable']);
});

reload('a commit finds the new settings in force', async ({ env, reloading }) => {
  const seen: number[] = [];
  reloading.add({
    prepare: (next: Settings) => {
      seen.push(next.ejection.maxFails, reloading.settings.ejection.maxFails);
      return () => seen.push(reloading.settings.ejection.maxFails);
    },
  });
  env['PROXY_MAX_FAILS'] = '7';

  await reloading.reload();

  assert.equal(seen, [7, 2, 7]);
});

reload('reloads that overlap come one after the other', async ({ env, reloading }) => {
  const steps: string[] = [];
  reloading.add({
    prepare: async ({ ejection: { maxFails } }: Settings) => {
      steps.push(`prepare ${maxFails}`);
      await new Promise((resolve) => setImmediate(resolve));
      return () => steps.push(`commit ${maxFails}`);
    },
  });
  env['PROXY_MAX_FAILS'] = '7';
  const first = reloading.reload();
  await Promise.resolve();
  env['PROXY_MAX_FAILS'] = '8';
  const second = reloading.reload();
  await Promise.all([first, second]);

  assert.equal(steps, ['prepare 7', 'commit 7', 'prepare 8', 'commit 8']);
});

reload.run();
