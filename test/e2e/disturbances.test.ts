import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { failures, type Load, type Outcome, underLoad } from '../support/load.ts';
import { createPm2, gone, type Pm2, telling } from '../support/pm2.ts';

/** Something that happens to workers while they are asked; all are well when it resolves. */
interface Disturbance {
  readonly title: string;
  run(pm2: Pm2): Promise<void>;
}

const disturbances: readonly Disturbance[] = [
  { title: 'a worker that hangs', run: hang },
  {
    title: 'a worker that is killed',
    async run(pm2) {
      const [victim] = await pm2.processes('stocks-backend');
      process.kill(victim?.pid ?? 0, 'SIGKILL');
      await gone(victim?.pid ?? 0);
      await livePeers(pm2, 1);
      await livePeers(pm2, 2);
    },
  },
  {
    title: 'a reload',
    async run(pm2) {
      await pm2.cli('reload', 'stocks-backend');
      await livePeers(pm2, 2);
    },
  },
  {
    title: 'scaling up and down',
    async run(pm2) {
      await pm2.cli('scale', 'stocks-backend', '4');
      await livePeers(pm2, 4);
      await pm2.cli('scale', 'stocks-backend', '2');
      await livePeers(pm2, 2);
    },
  },
];

for (const runtime of ['node', 'deno']) {
  const disturbed = suite<{ pm2: Pm2 }>(`disturbances behind the proxy on ${runtime}`);
  const told = telling(disturbed);

  disturbed.before(async (context) => {
    context.pm2 = await createPm2({ PROXY_RUNTIME: runtime });
    await context.pm2.cli('start', 'ecosystem.config.js');
    await livePeers(context.pm2, 2);
  });

  disturbed.after(({ pm2 }) => pm2.end());

  for (const { title, run } of disturbances) {
    told(`${title} costs neither a GET nor a POST`, async ({ pm2 }) => {
      const url = `${pm2.url}/backend`;
      const body =
        '{"symbols": ["AAA", "BBB"], "start_date": "2015-01-01", "end_date": "2016-01-01"}';
      let posts: readonly Outcome[] = [];
      const gets = await underLoad({ url }, 4, async (getting) => {
        posts = await underLoad({ url, method: 'POST', body }, 4, async (posting) => {
          const loads = [getting, posting];
          await Promise.all(loads.map((load) => grown(load, 50)));
          await run(pm2);
          await Promise.all(loads.map((load) => grown(load, load.outcomes.length + 50)));
        });
      });

      assert.equal([failures(gets), failures(posts)], [{}, {}]);
    });
  }

  disturbed.run();
}

/** Longer than workers take to start on a busy machine. */
const limitMs = 60_000;

/** Stops a worker without ending it, and lets it go on when the proxy has found out. */
async function hang(pm2: Pm2): Promise<void> {
  const workers = await pm2.processes('stocks-backend');
  const victim = workers.find(({ pm2_env }) => pm2_env.NODE_APP_INSTANCE === 0);
  const id = `127.0.0.1:${pm2.basePort}`;
  const since = performance.now();
  process.kill(victim?.pid ?? 0, 'SIGSTOP');
  try {
    await eventually('it is absent', async () => (await ofPeer(pm2, id))?.state === 'absent');
    const noticedMs = performance.now() - since;
    // Those that waited are answered by the other, and nobody waits for this one any more.
    await eventually('those that waited leave', async () => {
      const given = await ofPeer(pm2, id);
      return (given?.failures['http_response_timeout'] ?? 0) > 0;
    });
    await eventually('nobody waits', async () => (await ofPeer(pm2, id))?.inFlight === 0);
    process.stdout.write(`(noticed after ${Math.round(noticedMs)} ms) `);
    // Far less than the minute that is waited for an answer.
    assert.ok(noticedMs < 12_000, `it was noticed after ${noticedMs} ms`);
  } finally {
    process.kill(victim?.pid ?? 0, 'SIGCONT');
  }
  await livePeers(pm2, 2);
}

/** Waits until the proxy sees exactly `count` live peers. */
async function livePeers(pm2: Pm2, count: number): Promise<void> {
  const seen = async (): Promise<boolean> => {
    const { peers } = await status(pm2);
    return peers.filter(({ state }) => state === 'live').length === count;
  };
  await eventually(`${count} live peers`, seen, limitMs);
}

async function ofPeer(pm2: Pm2, id: string): Promise<PeerStatus | undefined> {
  return (await status(pm2)).peers.find((peer) => peer.id === id);
}

async function status(pm2: Pm2): Promise<Status> {
  const response = await fetch(`${pm2.adminUrl}/-/status`).catch(() => undefined);
  return response === undefined ? { peers: [] } : ((await response.json()) as Status);
}

async function grown(load: Load, count: number): Promise<void> {
  await eventually(`${count} outcomes`, () => load.outcomes.length >= count, limitMs);
}

interface PeerStatus {
  readonly id: string;
  readonly state: string;
  readonly inFlight: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** As much of the proxy's status as matters here. */
interface Status {
  readonly peers: readonly PeerStatus[];
}
