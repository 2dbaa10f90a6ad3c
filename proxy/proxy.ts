import type { Server } from 'node:net';
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Log } from '../service/log.ts';
import { proxyTokenField } from '../service/proxy-token.ts';
import { createAdminServer } from './admin/server.ts';
import { balancers } from './balancers/by-name.ts';
import type { ClientContext } from './client/client-context.ts';
import { createClientServer } from './client/client-server.ts';
import { ClientConnections } from './client/connections.ts';
import { Deadlines } from './deadlines.ts';
import { forward } from './exchange/forward.ts';
import type { ForwardContext } from './exchange/forward-context.ts';
import { Ejection } from './health/ejection.ts';
import { type Probing, startProbing } from './health/probe.ts';
import { openAccessLog } from './log/open-access-log.ts';
import { Protection } from './protection/protection.ts';
import type { Settings } from './settings.ts';
import { Totals } from './totals.ts';
import { Latency } from './upstream/latency.ts';
import { Peer } from './upstream/peer.ts';
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
  readonly upstream: Upstream;
  readonly totals: Totals;
  /** Stops accepting, finishes what runs, and closes everything. */
  drain(): Promise<void>;
}

/**
 * Starts a proxy: every peer was probed once before it accepts a request.
 *
 * @throws {Error} when an address can't be listened on
 */
export async function startProxy({
  settings,
  log,
  now,
  wallClock,
  random,
}: ProxyOptions): Promise<RunningProxy> {
  const peers = settings.peers.map((address) => createPeer({ settings, address, now }));
  const upstream = new Upstream({
    peers,
    balancer: balancers[settings.balancer]({ maxFails: settings.maxFails, random }),
    hashKey: settings.hashKey,
    onEjected: ({ id, ejection: { fails }, tally }) => {
      // Failures that keep it out, until a success clears them, are the same ejection.
      if (fails === settings.maxFails) tally.ejections += 1;
      log.warn('peer ejected', { peer: id, fails });
    },
  });
  const totals = new Totals(now);
  const deadlines = new Deadlines(now);
  const queue = new PeerQueue({ upstream, length: settings.queueLength, deadlines });
  const accessLog = openAccessLog({ format: settings.accessLog, log, wallClock });
  const connections = new ClientConnections();
  const makeRoom = (): boolean => connections.makeRoom();
  const protection = new Protection({ settings, log, now, makeRoom });
  const shared = { settings, upstream, queue, deadlines, totals, log, accessLog, now, wallClock };
  const context: ForwardContext = { ...shared, protection, draining: false };
  const clients: ClientContext = {
    settings,
    limits: protection.connections,
    deadlines: new Deadlines(now),
    now,
    answer: (stream) => forward(context, stream),
  };
  const server = createClientServer(clients, connections);
  const startedAtMs = wallClock();
  const admin = createAdminServer({
    peers,
    queue,
    totals,
    connections,
    refusals: protection.refusals,
    log,
    startedAtMs,
    wallClock,
  });
  const probes = startProbes(settings, peers, log);
  await Promise.all(probes.map(({ first }) => first));
  return {
    url: await listen(server, settings.port, settings.host),
    adminUrl: await listen(admin, settings.adminPort, '127.0.0.1'),
    upstream,
    totals,
    drain: async () => {
      context.draining = true;
      const closed = close(server);
      await connections.drain();
      await closed;
      for (const probing of probes) probing.stop();
      for (const peer of peers) peer.close();
      admin.closeAllConnections();
      await close(admin);
    },
  };
}

interface PeerPlan {
  readonly settings: Settings;
  readonly address: Settings['peers'][number];
  readonly now: () => number;
}

function createPeer({ settings, address, now }: PeerPlan): Peer {
  const { maxFails, failTimeoutMs, peerIdleMs, probePath, slowStartMs } = settings;
  const slowStart = new SlowStart({ weight: address.weight, slowStartMs, now });
  const onReturned = (): void => slowStart.begin();
  const ejection = new Ejection({ maxFails, failTimeoutMs, now, onReturned });
  const latency = new Latency(now);
  const peer = new Peer({ address, ejection, slowStart, latency, idleMs: peerIdleMs });
  if (probePath === undefined) peer.readiness = 'live';
  return peer;
}

function startProbes(settings: Settings, peers: readonly Peer[], log: Log): readonly Probing[] {
  const { probePath: path, probeIntervalMs, probeTimeoutMs: timeoutMs, protection } = settings;
  if (path === undefined) return [];
  const { peerToken } = protection;
  const fields = peerToken === undefined ? [] : [proxyTokenField, peerToken];
  return peers.map((peer) =>
    startProbing({
      probe: () => peer.probe({ path, timeoutMs, fields }),
      // An idle proxy ends as soon as its servers are closed.
      pause: () => pauseFor(probeIntervalMs, undefined, { ref: false }),
      onChange: (readiness) => {
        // A configured range is mostly empty: only a peer that was there can be missed.
        if (peer.probed !== 'unknown' || readiness !== 'absent') {
          log.info('peer changed', { peer: peer.id, from: peer.probed, to: readiness });
        }
        peer.changeReadiness(readiness);
      },
    }),
  );
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
