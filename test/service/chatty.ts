import process from 'node:process';
import { superviseLifecycle } from '../../service/lifecycle.ts';
import { createLog } from '../../service/log.ts';

// A service that keeps telling its supervisor something, for lifecycle.test.ts; each time it says so.
const talk = setInterval(() => {
  process.send?.('figures', undefined, undefined, () => undefined);
  process.stdout.write('sent\n');
}, 20);

superviseLifecycle({
  log: createLog('chatty'),
  drainLimitMs: 200,
  drain: async () => clearInterval(talk),
})();
