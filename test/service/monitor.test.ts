import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const monitor = suite('monitor');

monitor('figures reach the supervisor as PM2 reads them', async () => {
  const fixture = fileURLToPath(new URL('./monitored.js', import.meta.url));
  const child = fork(fixture, { stdio: 'ignore' });
  try {
    const [message] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) });

    assert.equal(message, {
      type: 'axm:monitor',
      data: {
        'requests/s': { value: 12, unit: '', type: 'raw', historic: true, agg_type: 'avg' },
        'p95 ms': { value: 3.4, unit: 'ms', type: 'raw', historic: true, agg_type: 'avg' },
      },
    });
  } finally {
    child.kill('SIGKILL');
  }
});

monitor.run();
