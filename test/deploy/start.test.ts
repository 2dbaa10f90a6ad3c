import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runtimeIn } from '../../deploy/start.ts';

const start = suite('npm start');

start('the running proxy is found behind notices', () => {
  const list = '[{"name":"proxy","pm2_env":{"PROXY_RUNTIME":"deno"}}]';

  assert.is(runtimeIn(`[PM2] Spawning PM2 daemon\n${list}\n`), 'deno');
});

start('workers alone are no running proxy', () => {
  assert.is(runtimeIn('[{"name":"stocks-backend","pm2_env":{}}]\n'), undefined);
});

start('an empty list has no running proxy', () => {
  assert.is(runtimeIn('[]\n'), undefined);
});

start.run();
