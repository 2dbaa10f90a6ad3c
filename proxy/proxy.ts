import type { Server } from 'node:net';
import type { Log } from '../service/log.ts';
import { createAdminServer } from './admin/server.ts';
import { balancers } from './balancers/by-name.ts';
import { createClientServer } from './client/client-server.ts';
import { ClientConnections } from './client/connections.ts';
import type { Http2Context } from './client/http2/http2-connection.ts';
import { openTls, type Tls } from './client/tls/open-tls.ts';
import { Compression } from './compression/compression.ts';
import { Deadlines } from './deadlines.ts';
import { forward } from './exchange/forward.ts';
import type { ForwardContext } from './exchange/forward-context.ts';
import { RetryBudget } from './exchange/retry-budget.ts';
import { Ejection } from './health/ejection.ts';
import { openAccessLog } from './log/open-access-log.ts';
import { Protection } from './protection/protection.ts';
import type { Settings } from './settings.ts';
import { Totals } from './totals.ts';
import { Tunnels } from './tunnels/tunnels.ts';
import { Latency } from './upstream/latency.ts';
import { Peer } from './upstream/peer.ts';
import { startProbes } from './upstream/peer-probes.ts';
import { PeerQueue } from './upstream/peer-queue.ts';
import { SlowStart } from './upstream/slow-start.ts';
import { Upstream } from './upstream/upstream.ts';

/** What a proxy is made of. */
export interface ProxyOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** A proxy that listens. */
export interface RunningProxy {
  readonly url: string;
  readonly adminUrl: string;
  /** Undefined where TLS is off. */
  readonly tlsUrl: string | undefined;
  readonly upstream: Upstream;
  readonly totals: Totals;
  /**
   * Reads the certificates again, without touching a connection.
   *
   * @returns false when they can't be served: those from before still are, and the log says why
   */
  reloadCertificates(): Promise<boolean>;
  /** Stops accepting, finishes what runs, and closes everything. */
  drain(): Promise<void>;
}

/**
 * Starts a proxy: every peer was probed once before it accepts a request.
 *
 * @throws {Error} when an address can't be listened on
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { settings, log, now, wallClock, random } = options;
  const peers = settings.peers.map((address) => createPeer({ settings, address, now }));
  const connections = new ClientConnections();
  const makeRoom = (): boolean => connections.makeRoom();
  const protection = new Protection({ settings, log, now, makeRoom });
  const httpsPlace = () => (settings.https.redirect ? tls?.place() : undefined);
  const context = createContext(options, { peers, protection, httpsPlace });
  const { upstream, queue, retryBudget, totals, tunnels } = context;
  const clients: Http2Context = {
    settings,
    limits: protection.connections,
    log,
    deadlines: new Deadlines(now),
    now,
    answer: (stream) => forward(context, stream),
  };
  const server = createClientServer(clients, connections);
  const tls = await openTls({ context: clients, connections, log, wallClock });
  const startedAtMs = wallClock();
  const { refusals } = protection;
  const shown = { peers, upstream, queue, retryBudget, totals, connections, tunnels, refusals };
  const admin = createAdminServer({ ...shown, log, startedAtMs, wallClock });
  const probes = startProbes({ peers, settings, log, random });
  await Promise.all(probes.map(({ first }) => first));
  return {
    ...(await listenAll({ server, tls, admin, settings })),
    upstream,
    totals,
    reloadCertificates: async () => (await tls?.reload()) ?? true,
    drain: async () => {
      context.draining = true;
      const closed = Promise.all([close(server), tls?.close()]);
      // A tunnel may have no end of its own: there is still time to close the rest in order.
      const spare = context.tunnels.closeAfter(settings.drainLimitMs * 0.9);
      await connections.drain();
      spare();
      await closed;
      for (const probing of probes) probing.stop();
      for (const peer of peers) peer.close();
      admin.closeAllConnections();
      await close(admin);
    },
  };
}

function createContext(
  options: ProxyOptions,
  parts: { readonly peers: readonly Peer[] } & Pick<ForwardContext, 'protection' | 'httpsPlace'>,
): ForwardContext {
  const { settings, log, now, wallClock } = options;
  const upstream = createUpstream(options, parts.peers);
  const deadlines = new Deadlines(now);
  return {
    settings,
    upstream,
    queue: new PeerQueue({ upstream, length: settings.queueLength, deadlines }),
    deadlines,
    totals: new Totals(now),
    retryBudget: new RetryBudget(settings.retry.budget, now),
    compression: new Compression(settings.compression),
    tunnels: new Tunnels(),
    protection: parts.protection,
    httpsPlace: parts.httpsPlace,
    log,
    accessLog: openAccessLog({ format: settings.accessLog, log, wallClock }),
    now,
    wallClock,
    draining: false,
  };
}

function createUpstream({ settings, log, random }: ProxyOptions, peers: readonly Peer[]): Upstream {
  const { balancer, hashKey, ejection: limits } = settings;
  return new Upstream({
    peers,
    balancer: balancers[balancer]({ maxFails: limits.maxFails, random }),
    hashKey,
    limits,
    onEjected: ({ id, ejection }) => {
      const { fails, inRow, remainingMs: forMs } = ejection;
      log.warn('peer ejected', { peer: id, fails, inRow, forMs });
    },
    onPanic: (panicking) => log.warn(panicking ? 'panic' : 'panic over', {}),
  });
}

interface PeerPlan {
  readonly settings: Settings;
  readonly address: Settings['peers'][number];
  readonly now: () => number;
}

function createPeer({ settings, address, now }: PeerPlan): Peer {
  const { ejection: rules, peerIdleMs, probe, slowStartMs } = settings;
  const slowStart = new SlowStart({ weight: address.weight, slowStartMs, now });
  const onReturned = (): void => slowStart.begin();
  const ejection = new Ejection({ rules, now, onReturned });
  const latency = new Latency(now);
  const peer = new Peer({ address, ejection, slowStart, latency, idleMs: peerIdleMs });
  if (probe.path === undefined) peer.readiness = 'live';
  return peer;
}

interface Doors {
  readonly settings: Settings;
  readonly server: Server;
  readonly tls: Tls | undefined;
  readonly admin: Server;
}

async function listenAll({
  settings,
  server,
  tls,
  admin,
}: Doors): Promise<Pick<RunningProxy, 'url' | 'tlsUrl' | 'adminUrl'>> {
  const { host, port, adminPort } = settings;
  const tlsUrl = tls && (await listen(tls.server, settings.tls.port ?? 0, host));
  return {
    tlsUrl: tlsUrl?.replace('http:', 'https:'),
    url: await listen(server, port, host),
    adminUrl: await listen(admin, adminPort, '127.0.0.1'),
  };
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const name = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
