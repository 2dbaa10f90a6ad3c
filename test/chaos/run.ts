import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type ChaosPeer, startChaosPeer } from './chaos-peer.ts';
import { ChaosClient } from './client.ts';
import { type LoggingFront, type Runtime, startFront } from './front.ts';
import {
  type AccessLine,
  complaint,
  judge,
  type Logged,
  type Seen,
  type Verdict,
} from './outcome.ts';
import { drawQuestion, repeatable } from './question.ts';
import { type ShiftPlan, sound } from './shifts.ts';

/** A run of chaos. */
export interface ChaosPlan {
  readonly runtime: Runtime;
  readonly requests: number;
  readonly seed: number;
  /** Failures that eject a peer; 0 keeps all peers in, so that far more requests meet faults. */
  readonly maxFails: number;
  /** Default: 64. */
  readonly concurrency?: number;
}

/** What came of it. */
export interface ChaosReport {
  readonly seconds: number;
  /** Requests that can be sent twice, and how they ended. */
  readonly repeatable: Readonly<Record<Verdict, number>>;
  /** All others. */
  readonly others: Readonly<Record<Verdict, number>>;
  /** What is not as it must be, each with its requests. */
  readonly complaints: ReadonlyMap<string, readonly Complaint[]>;
  /** What the peers did, and how often. */
  readonly deeds: ReadonlyMap<string, number>;
  /** The reasons given to clients, and how often. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly exitCode: number | null;
}

/** A request that did not end as it must, and what the access log says of it. */
export interface Complaint {
  readonly seen: Seen;
  readonly lines: readonly AccessLine[];
}

const peerCount = 4;

/** Silence after which the front gives a peer up: thrice what a busy machine makes of a right answer. */
const responseTimeoutMs = 1500;

/**
 * A request that meets three stalling peers takes three times the time-out; then comes the time
 * that a peer which has just become sound may still be ejected for.
 */
const shifts: ShiftPlan = { peers: peerCount, lengthMs: 8500, overlapMs: 6500 };

const failTimeoutMs = 200;

/** Sends requests through a front to peers of which at most one or two are in their right mind. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const folder = temporaryFolder();
  const startMs = performance.now();
  const peers = await startPeers(plan, startMs);
  let front: LoggingFront | undefined;
  try {
    front = await startFront({
      runtime: plan.runtime,
      folder: folder.path,
      env: environment(peers, plan.maxFails),
    });
    const seen = await askAll(plan, front.port);
    const seconds = (performance.now() - startMs) / 1000;
    const exitCode = await front.drain();
    const logged = await readLogs(front);
    return { ...summary(seen, logged), seconds, exitCode, deeds: sum(peers) };
  } finally {
    await front?.stop();
    for (const peer of peers) peer.end();
    folder.remove();
  }
}

async function startPeers({ seed }: ChaosPlan, startMs: number): Promise<readonly ChaosPeer[]> {
  const numbers = Array.from({ length: peerCount }, (_, index) => index);
  return Promise.all(
    numbers.map((index) =>
      startChaosPeer({
        random: uniformRandom(seed * peerCount + index),
        sound: () => sound(shifts, index, performance.now() - startMs),
        faultShare: 0.6,
      }),
    ),
  );
}

function environment(peers: readonly ChaosPeer[], maxFails: number): Record<string, string> {
  return {
    PROXY_PEERS: peers.map(({ port }) => `127.0.0.1:${port}`).join(','),
    PROXY_PROBE_PATH: 'off',
    PROXY_MAX_FAILS: String(maxFails),
    PROXY_FAIL_TIMEOUT_MS: String(failTimeoutMs),
    PROXY_RETRY_ON: 'error,timeout,invalid_header,http_503',
    PROXY_RESPONSE_TIMEOUT_MS: String(responseTimeoutMs),
    PROXY_CONNECT_TIMEOUT_MS: String(responseTimeoutMs),
    // Peers answer in chunks too, of which nobody knows how many will come.
    PROXY_WHOLE_WAIT_MS: '1000',
  };
}

async function askAll(plan: ChaosPlan, port: number): Promise<readonly Seen[]> {
  const { requests, seed, concurrency = 64 } = plan;
  const client = new ChaosClient(port, concurrency);
  const random = uniformRandom(seed);
  const seen: Seen[] = [];
  let next = 0;
  const asker = async (): Promise<void> => {
    while (next < requests) seen.push(await client.ask(drawQuestion(next++, random)));
  };
  await Promise.all(Array.from({ length: concurrency }, asker));
  client.close();
  return seen;
}

async function readLogs(front: LoggingFront): Promise<Logged> {
  const accessed = new Map<string, AccessLine[]>();
  for (const line of await front.accessLines()) {
    const { requestId, status, tries }: AccessLine & { requestId: string } = JSON.parse(line);
    accessed.set(requestId, [...(accessed.get(requestId) ?? []), { status, tries }]);
  }
  const brokenOff = new Set<string>();
  for (const line of await front.eventLines()) {
    const { event, requestId }: { event: string; requestId?: string } = JSON.parse(line);
    if (event === 'response broken off' && requestId !== undefined) brokenOff.add(requestId);
  }
  return { accessed, brokenOff };
}

function summary(
  all: readonly Seen[],
  logged: Logged,
): Pick<ChaosReport, 'repeatable' | 'others' | 'complaints' | 'reasons'> {
  const none = { right: 0, refused: 0, cut: 0, wrong: 0, silent: 0 };
  const counts = { repeatable: { ...none }, others: { ...none } };
  const complaints = new Map<string, Complaint[]>();
  const reasons = new Map<string, number>();
  for (const seen of all) {
    counts[repeatable(seen.question) ? 'repeatable' : 'others'][judge(seen)] += 1;
    const fault = complaint(seen, logged);
    const lines = logged.accessed.get(seen.question.id) ?? [];
    if (fault !== undefined)
      complaints.set(fault, [...(complaints.get(fault) ?? []), { seen, lines }]);
    const reason = seen.proxyStatus ?? reasonless(seen);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { ...counts, complaints, reasons };
}

/** What is told apart where the proxy says nothing of its own. */
function reasonless({ whole, status, code }: Seen): string | undefined {
  if (!whole) return `cut off, ${code} to the client`;
  return status === 200 ? undefined : `${status} of a peer`;
}

function sum(peers: readonly ChaosPeer[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const { deeds } of peers) {
    for (const [deed, count] of deeds) total.set(deed, (total.get(deed) ?? 0) + count);
  }
  return total;
}
