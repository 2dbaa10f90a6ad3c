import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isGivenUp, listedProxy } from '../../deploy/start.ts';

const start = suite('npm start');

start('the running proxy is found behind notices', () => {
  const list =
    '[{"name":"proxy","pm2_env":{"status":"online","restart_time":0,"PROXY_RUNTIME":"deno"}}]';

  assert.equal(listedProxy(`[PM2] Spawning PM2 daemon\n${list}\n`), {
    status: 'online',
    restart_time: 0,
    PROXY_RUNTIME: 'deno',
  });
});

start('workers alone are no running proxy', () => {
  assert.is(listedProxy('[{"name":"stocks-backend","pm2_env":{}}]\n'), undefined);
});

start('an empty list has no running proxy', () => {
  assert.is(listedProxy('[]\n'), undefined);
});

start('a proxy that waits for its next start longer than it has to will never have it', () => {
  const waiting = { status: 'waiting restart', restart_time: 9 };

  assert.is(isGivenUp(waiting, waiting), true);
  assert.is(
    isGivenUp({ status: 'online', restart_time: 0 }, { ...waiting, status: 'errored' }),
    true,
  );
});

start('a proxy that is started again and again is not given up', () => {
  const waiting = { status: 'waiting restart', restart_time: 3 };

  assert.is(isGivenUp(undefined, waiting), false);
  assert.is(isGivenUp(waiting, { ...waiting, restart_time: 4 }), false);
  assert.is(isGivenUp(waiting, { ...waiting, status: 'launching' }), false);
  assert.is(isGivenUp(waiting, undefined), false);
});

start.run();
