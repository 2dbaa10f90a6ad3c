import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { failures, type Load, startLoad } from '../support/load.ts';
import { createPm2, type Pm2 } from '../support/pm2.ts';
import type { Runtime } from './front.ts';

/** What came of the requests while something was done to the workers. */
export interface DeedReport {
  readonly deed: string;
  readonly seconds: number;
  readonly requests: number;
  /** Failures by their reason; empty when none failed. */
  readonly failures: Readonly<Record<string, number>>;
}

/** How long a stopped worker stays stopped, in ms: longer than any patience of the front. */
const stoppedMs = 4000;

const app = 'stocks-backend';

/** What is done to workers while they are asked; two of them live before and after. */
const deeds: Readonly<Record<string, (pm2: Pm2) => Promise<unknown>>> = {
  kill: async (pm2) => process.kill(await someWorker(pm2), 'SIGKILL'),
  stop: async (pm2) => {
    const pid = await someWorker(pm2);
    process.kill(pid, 'SIGSTOP');
    await delay(stoppedMs);
    process.kill(pid, 'SIGCONT');
  },
  reload: (pm2) => pm2.cli('reload', app),
  'scale up': (pm2) => pm2.cli('scale', app, '4'),
  'scale down': (pm2) => pm2.cli('scale', app, '2'),
};

/** A question that the market of the demonstration can answer: nothing is fetched for it. */
const question =
  '{"symbols":["AAPL","GOOG"],"start_date":"2015-01-01","end_date":"2016-01-01","principle":1000}';

/** A run over real workers under real PM2. */
export interface DeedPlan {
  readonly runtime: Runtime;
  /** How often each deed is done. */
  readonly rounds: number;
  readonly onReport: (report: DeedReport) => void;
}

/** Kills, stops, reloads and scales workers under load. */
export async function runDeeds({ runtime, rounds, onReport }: DeedPlan): Promise<boolean> {
  const pm2 = await createPm2({ PROXY_RUNTIME: runtime, PROXY_RESPONSE_TIMEOUT_MS: '2000' });
  const loads: Load[] = [];
  let flawless = true;
  try {
    await pm2.cli('start', 'ecosystem.config.js');
    await livePeers(pm2, 2);
    const url = `${pm2.url}/backend`;
    loads.push(startLoad({ url }, 4), startLoad({ url, method: 'POST', body: question }, 4));
    for (let round = 0; round < rounds; round++) {
      for (const deed of Object.keys(deeds)) {
        const report = await reported(pm2, loads, deed);
        flawless &&= Object.keys(report.failures).length === 0;
        onReport(report);
      }
    }
  } finally {
    await Promise.all(loads.map((load) => load.end()));
    await pm2.end();
  }
  return flawless;
}

async function reported(pm2: Pm2, loads: readonly Load[], deed: string): Promise<DeedReport> {
  const before = loads.map(({ outcomes }) => outcomes.length);
  const startMs = performance.now();
  await deeds[deed]?.(pm2);
  await livePeers(pm2, deed === 'scale up' ? 4 : 2);
  // What was under way when the last peer came back belongs to this deed, too.
  await delay(500);
  const outcomes = loads.flatMap((load, index) => load.outcomes.slice(before[index]));
  const seconds = (performance.now() - startMs) / 1000;
  return { deed, seconds, requests: outcomes.length, failures: failures(outcomes) };
}

async function someWorker(pm2: Pm2): Promise<number> {
  const [worker] = await pm2.processes(app);
  if (worker === undefined) throw new Error('there is no worker');
  return worker.pid;
}

async function livePeers(pm2: Pm2, count: number): Promise<void> {
  await eventually(`${count} live peers`, async () => (await live(pm2)) === count, 60_000);
}

async function live(pm2: Pm2): Promise<number> {
  const response = await fetch(`${pm2.adminUrl}/-/status`).catch(() => undefined);
  const status = (await response?.json()) as Status | undefined;
  return status?.peers.filter(({ state }) => state === 'live').length ?? 0;
}

/** As much of the proxy's status as matters here. */
interface Status {
  readonly peers: readonly { readonly state: string }[];
}
