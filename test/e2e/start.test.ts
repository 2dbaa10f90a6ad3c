import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { answers, createPm2, type Pm2, runToEnd, telling } from '../support/pm2.ts';
import { isFree } from '../support/ports.ts';

/** Longer than a start takes on a busy machine. */
const limitMs = 60_000;

// What README promises of `npm start`, in a home of its own and without prices or a source.
const starting = suite<{ pm2: Pm2 }>('npm start');
const start = telling(starting);

starting.before(async (context) => {
  context.pm2 = await createPm2();
});

starting.after(({ pm2 }) => pm2.end());

start('it ends once the proxy answers, and says what to try', async ({ pm2 }) => {
  const { code, output } = await runToEnd('npm', ['start'], pm2.env);
  const url = pm2.url.replace('127.0.0.1', 'localhost');

  assert.is(code, 0, output);
  assert.match(output, `Edgefolio answers at ${url}`);
  assert.is(await (await fetch(pm2.url)).text(), 'Success!');
});

start('the curl that it prints is answered and marked as simulated', async ({ pm2 }) => {
  const { output } = await runToEnd('npm', ['start'], pm2.env);
  const printed = output.split('\n').find((line) => line.trim().startsWith('curl '));
  const answer = await runToEnd('sh', ['-c', `${printed} --silent`], pm2.env);

  const { prices, warnings } = JSON.parse(answer.output);
  assert.is(prices.AAPL.simulated, true);
  assert.match(warnings[0], /^SIMULATED/);
});

start('nginx takes the place of the proxy, and the proxy that of nginx', async ({ pm2 }) => {
  const toNginx = await runToEnd('npm', ['run', 'start:nginx'], pm2.env);
  const nginxStatus = await status(pm2);
  const answer = await (await fetch(pm2.url)).text();
  const back = await runToEnd('npm', ['start'], pm2.env);
  const proxyStatus = await status(pm2);

  assert.is(toNginx.code, 0, toNginx.output);
  assert.match(nginxStatus, /^Active connections/);
  assert.is(answer, 'Success!');
  assert.is(back.code, 0, back.output);
  assert.match(proxyStatus, /"peers":/);
});

start('a proxy that can not be started is not waited for', async ({ pm2 }) => {
  const refused = { ...pm2.env, PROXY_BALANCER: 'none' };
  const { code, output } = await runToEnd('npm', ['run', 'start:nginx'], refused);

  assert.is(code, 1);
  assert.match(output, /PM2 has given up on the proxy\.\nSee .*proxy-error\.log/);
  assert.match(await pm2.logs(), 'PROXY_BALANCER must be one of');
});

start('npm stop frees every port', async ({ pm2 }) => {
  const { code, output } = await runToEnd('npm', ['stop'], pm2.env);
  const ports = [Number(new URL(pm2.url).port), pm2.basePort, pm2.basePort + 1];

  assert.is(code, 0, output);
  assert.equal(await Promise.all(ports.map(isFree)), [true, true, true]);
});

start(
  'PM2 alone starts nginx too, by the settings of the environment it is told',
  async ({ pm2 }) => {
    const production = ['pm2', 'start', 'ecosystem.config.js', '--env', 'production'];
    const started = await runToEnd('npx', production, { ...pm2.env, PROXY_RUNTIME: 'nginx' });
    await eventually('nginx answers', () => answers(pm2), limitMs);
    const nginxStatus = await status(pm2);
    const [worker] = await pm2.processes('stocks-backend');

    assert.is(started.code, 0, started.output);
    assert.match(nginxStatus, /^Active connections/);
    assert.is(worker?.pm2_env.NODE_ENV, 'production');
  },
);

starting.run();

async function status({ adminUrl }: Pm2): Promise<string> {
  return (await fetch(`${adminUrl}/-/status`)).text();
}
