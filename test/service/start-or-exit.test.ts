import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const startOrExit = suite('start or exit');

const wrong = [
  ['dist/worker/main.js', { BASE_PORT: 'x', WORKER_THREADS: '-1' }],
  ['dist/proxy/main.js', { PROXY_PORT: 'x', PROXY_BALANCER: 'dice' }],
] as const;

for (const [program, env] of wrong) {
  startOrExit(`${program} says all that is wrong in one line and ends with 1`, async () => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });

    const [code] = await once(child, 'close');

    const { event, faults } = JSON.parse(output);
    assert.equal([code, event, faults.length], [1, 'invalid settings', 2]);
  });
}

startOrExit.run();
