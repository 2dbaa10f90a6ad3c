import { readdir } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChaosPeer, startChaosPeer } from '../../test/chaos/chaos-peer.ts';
import { type LoggingFront, type Runtime, startFront } from '../../test/chaos/front.ts';
import { residentBytes } from '../../test/contract/support/child.ts';
import { eventually } from '../../test/support/eventually.ts';
import { freePort } from '../../test/support/ports.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { connectInspector, type Inspector } from '../inspector.ts';
import { visit, visits } from './visits.ts';

/** A soak. */
export interface SoakPlan {
  readonly runtime: Runtime;
  readonly minutes: number;
  readonly folder: string;
  /** Told the figures as they come. */
  readonly onReading: (reading: SoakReading) => void;
}

/** The front at one time. */
export interface SoakReading {
  readonly minute: number;
  readonly visits: number;
  readonly residentMiB: number;
  /** After a whole collection. */
  readonly heapMiB: number;
  /** Open descriptors: connections, above all. */
  readonly descriptors: number;
}

const mebibyte = 1_048_576;

/** Clients at a time. */
const clients = 150;

const readEveryMs = 30_000;

/** The front's limits are short, so that all of them are met again and again. */
const env = {
  PROXY_PROBE_PATH: 'off',
  PROXY_FAIL_TIMEOUT_MS: '300',
  PROXY_RETRY_ON: 'error,timeout,invalid_header,http_503',
  PROXY_CONNECT_TIMEOUT_MS: '1000',
  PROXY_RESPONSE_TIMEOUT_MS: '1000',
  PROXY_HEADER_TIMEOUT_MS: '2000',
  PROXY_BODY_TIMEOUT_MS: '2000',
  PROXY_SEND_TIMEOUT_MS: '2000',
  PROXY_KEEP_ALIVE_MS: '2000',
};

/** Lets clients and peers misbehave for minutes. @returns readings, the last after all is over */
export async function runSoak(plan: SoakPlan): Promise<readonly SoakReading[]> {
  const peers = await startPeers();
  const inspectPort = await freePort();
  const addresses = peers.map(({ port }) => `127.0.0.1:${port}`).join(',');
  let front: LoggingFront | undefined;
  let inspector: Inspector | undefined;
  try {
    front = await startFront({
      runtime: plan.runtime,
      folder: plan.folder,
      env: { ...env, PROXY_PEERS: addresses },
      flags: [`--inspect=127.0.0.1:${inspectPort}`],
    });
    inspector = await connectInspector(inspectPort);
    return await soak(plan, front, inspector);
  } finally {
    inspector?.close();
    await front?.stop();
    for (const peer of peers) peer.end();
  }
}

function startPeers(): Promise<readonly ChaosPeer[]> {
  return Promise.all(
    [0, 1, 2, 3].map((index) =>
      startChaosPeer({
        random: uniformRandom(index),
        sound: () => index === 0,
        faultShare: 0.4,
      }),
    ),
  );
}

async function soak(
  { minutes, onReading }: SoakPlan,
  front: LoggingFront,
  inspector: Inspector,
): Promise<readonly SoakReading[]> {
  const startMs = performance.now();
  const endMs = startMs + 60_000 * minutes;
  const readings: SoakReading[] = [];
  const done = { visits: 0 };
  const read = async (): Promise<void> => {
    const reading = {
      minute: (performance.now() - startMs) / 60_000,
      visits: done.visits,
      heapMiB: (await inspector.heapBytes()) / mebibyte,
      residentMiB: (await residentBytes(front.pid)) / mebibyte,
      descriptors: await descriptorsOf(front.pid),
    };
    readings.push(reading);
    onReading(reading);
  };
  const coming = Array.from({ length: clients }, (_, index) =>
    visitUntil(endMs, { port: front.port, random: uniformRandom(1000 + index), done }),
  );
  while (performance.now() < endMs) {
    await read();
    await delay(Math.min(readEveryMs, Math.max(1, endMs - performance.now())));
  }
  await Promise.all(coming);
  await settled(front.pid);
  await read();
  return readings;
}

async function visitUntil(
  endMs: number,
  client: {
    readonly port: number;
    readonly random: () => number;
    readonly done: { visits: number };
  },
): Promise<void> {
  const { port, random, done } = client;
  const kinds = Object.keys(visits);
  while (performance.now() < endMs) {
    await visit(kinds[Math.floor(random() * kinds.length)] ?? 'polite', port, random);
    done.visits += 1;
  }
}

/** Waits until no more descriptors are closed. */
async function settled(pid: number): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  await eventually(
    'the front comes to rest',
    async () => {
      await delay(3000);
      const now = await descriptorsOf(pid);
      const resting = now === before;
      before = now;
      return resting;
    },
    60_000,
  );
}

async function descriptorsOf(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}
