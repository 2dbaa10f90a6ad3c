import process from 'node:process';
import { superviseLifecycle } from '../../service/lifecycle.ts';
import { createLog } from '../../service/log.ts';

// A service under a supervisor, for lifecycle.test.ts. It hangs while draining when told to.
let hang = false;
const alive = setInterval(() => undefined, 1000);

const ready = superviseLifecycle({
  log: createLog('supervised'),
  drainLimitMs: 200,
  drain: async () => {
    if (hang) await new Promise(() => undefined);
    clearInterval(alive);
    if (process.connected) process.send?.('drained');
  },
});

process.on('message', (message) => {
  hang ||= message === 'hang';
});
ready();
