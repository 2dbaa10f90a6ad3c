import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { failures, sendAll } from '../support/load.ts';
import { answers, createPm2, type Pm2, runToEnd, telling } from '../support/pm2.ts';
import { isFree } from '../support/ports.ts';
import { seedCurl, seedQueryNumber } from '../support/seed-query.ts';
import { sharedData } from '../support/shared-data.ts';

/** Longer than a start or a drain takes on a busy machine. */
const limitMs = 60_000;

const runtimes = ['node', 'deno', 'nginx'] as const;

for (const runtime of runtimes) {
  const through = suite<{ pm2: Pm2 }>(`the main job through ${runtime}`);
  const job = telling(through);

  through.before(async (context) => {
    context.pm2 = await createPm2({ PROXY_RUNTIME: runtime });
    await importPrices(context.pm2);
    await context.pm2.cli('start', 'ecosystem.config.js');
    await eventually('the proxy answers', () => answers(context.pm2), limitMs);
  });

  through.after(({ pm2 }) => pm2.end());

  job('the documented curl gets the golden answer', async ({ pm2 }) => {
    const { code, output } = await runToEnd('curl', seedCurl(pm2.url), {});
    const answer = JSON.parse(output);

    assert.is(code, 0);
    golden(answer);
    assert.equal(answer.period, { start: '2012-05-18', end: '2016-03-18' });
    assert.is(answer.performance.length, 964);
    assert.is(answer.prices.SPY.simulated, false);
  });

  job(
    'a worker killed under 1,000 questions fails none that may be asked again',
    async ({ pm2 }) => {
      const [victim] = await pm2.processes('stocks-backend');
      const outcomes = await sendAll({
        make: (index) => ({
          url: `${pm2.url}/backend`,
          method: 'POST',
          body: seedQueryNumber(index),
        }),
        total: 1000,
        concurrency: 16,
        onOutcome: (index) => index === 200 && process.kill(victim?.pid ?? 0, 'SIGKILL'),
      });

      assert.equal(failures(outcomes), {});
      for (const { status, body } of outcomes) if (status === 200) golden(JSON.parse(body));
    },
  );

  job('a killed daemon leaves no orphan on a port', async ({ pm2 }) => {
    process.kill(await pm2.daemonPid(), 'SIGKILL');
    const ports = [Number(new URL(pm2.url).port), pm2.basePort, pm2.basePort + 1];

    for (const port of ports) {
      await eventually(`port ${port} is free`, () => isFree(port), limitMs);
    }
  });

  through.run();
}

async function importPrices(pm2: Pm2): Promise<void> {
  for (const name of ['prices/stock_prices.csv', 'prices/spy_prices.csv']) {
    const file = sharedData(name);
    if (file === undefined) throw new Error(`the main job needs ${name}`);
    const program = 'dist/worker/prices/cli/main.js';
    const { code, output } = await runToEnd(process.execPath, [program, 'import', file], pm2.env);
    assert.is(code, 0, output);
  }
}

/** AAPL .153734, FB .292311, GOOG .553955; ratio 0.696819538568; cumulative return 1.5281479. */
function golden(answer: {
  readonly optimal_allocations: Readonly<Record<string, number>>;
  readonly sharpe_ratio: number;
  readonly cumulative_returns: number;
}): void {
  const { AAPL = 0, FB = 0, GOOG = 0 } = answer.optimal_allocations;
  close(AAPL, 0.153734, 1e-6);
  close(FB, 0.292311, 1e-6);
  close(GOOG, 0.553955, 1e-6);
  close(answer.sharpe_ratio, 0.696819538568, 1e-9);
  close(answer.cumulative_returns, 1.5281479, 1e-7);
}

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}
