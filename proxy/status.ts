import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Peer } from './peer.ts';
import type { PeerQueue } from './peer-queue.ts';
import type { Totals } from './totals.ts';

/** What the status page shows. */
export interface StatusSource {
  readonly peers: readonly Peer[];
  readonly queue: Pick<PeerQueue, 'waiting'>;
  readonly totals: Totals;
  readonly startedAtMs: number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** The body of `GET /-/status`. */
export function readStatus(source: StatusSource): Record<string, unknown> {
  const { peers, queue, totals, startedAtMs, wallClock } = source;
  const now = wallClock();
  return {
    uptimeMs: Math.round(now - startedAtMs),
    totals: {
      requests: totals.figures.count,
      retries: totals.retries,
      statuses: totals.statuses,
      p50Ms: totals.figures.latencyMs(0.5) ?? null,
      p95Ms: totals.figures.latencyMs(0.95) ?? null,
    },
    waiting: queue.waiting,
    peers: peers.map((peer) => peerStatus(peer, now)),
  };
}

function peerStatus(peer: Peer, now: number): Record<string, unknown> {
  const { id, weight, backup, maxConns, readiness, ejection, inFlight, answered, failed } = peer;
  const { ejected, fails } = ejection;
  return {
    id,
    weight,
    backup,
    maxConns,
    state: readiness === 'live' && ejected ? 'ejected' : readiness,
    ejectedUntil: ejected ? new Date(now + ejection.remainingMs).toISOString() : null,
    inFlight,
    latencyMs: peer.latencyMs,
    fails,
    answered,
    failed,
  };
}

/** Host fields that a local reader sends: any other means that a page's name was bent to us. */
const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/** The admin server; it never listens by itself. */
export function createAdminServer(source: StatusSource): Server {
  return createServer((request, response) => answer(source, request, response));
}

function answer(source: StatusSource, request: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = request;
  if (!localHost.test(headers.host ?? '')) send(response, 421, { title: 'Misdirected Request' });
  else if (url !== '/-/status') send(response, 404, { title: 'Not Found' });
  else if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    send(response, 405, { title: 'Method Not Allowed' });
  } else send(response, 200, readStatus(source));
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  const problem = status >= 400;
  response.writeHead(status, {
    'Content-Type': problem ? 'application/problem+json' : 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(`${JSON.stringify(problem ? { ...body, status } : body)}\n`);
}
