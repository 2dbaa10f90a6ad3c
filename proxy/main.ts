import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { InvalidEnvironment } from '../service/environment.ts';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog, type Log } from '../service/log.ts';
import { publishFigures } from '../service/monitor.ts';
import { balancers } from './balancers/by-name.ts';
import { Deadlines } from './deadlines.ts';
import { forward } from './forward.ts';
import type { ForwardContext } from './forward-context.ts';
import { Ejection } from './health/ejection.ts';
import { type Probing, startProbing } from './health/probe.ts';
import { Peer } from './peer.ts';
import { createProxyServer } from './server.ts';
import { readSettings, type Settings } from './settings.ts';
import { createAdminServer } from './status.ts';
import { Totals } from './totals.ts';
import { Upstream } from './upstream.ts';

const now = (): number => performance.now();

async function start(settings: Settings, log: Log): Promise<void> {
  const peers = settings.peers.map((address) => createPeer(settings, address));
  const balancer = balancers[settings.balancer](settings);
  const upstream = new Upstream({ peers, balancer });
  const totals = new Totals(now);
  const deadlines = new Deadlines(now);
  const context: ForwardContext = {
    settings,
    upstream,
    deadlines,
    totals,
    log,
    now,
    draining: false,
  };
  const server = createProxyServer({
    settings,
    answer: (request, response) => forward(context, request, response),
  });
  const admin = createAdminServer({
    peers,
    totals,
    startedAtMs: Date.now(),
    wallClock: Date.now,
  });
  const probes = startProbes(settings, peers, log);

  const ready = superviseLifecycle({
    log,
    drainLimitMs: settings.drainLimitMs,
    drain: async () => {
      context.draining = true;
      const closed = close(server);
      for (const probing of probes) probing.stop();
      await closed;
      for (const peer of peers) peer.close();
      admin.closeAllConnections();
      await close(admin);
    },
  });
  await Promise.all(probes.map(({ first }) => first));
  const url = await listen(server, settings.port, settings.host);
  const adminUrl = await listen(admin, settings.adminPort, '127.0.0.1');
  publishFigures(() => figures(upstream, totals), 1000);
  log.info('listening', { url, adminUrl, live: upstream.availableCount, peers: peers.length });
  ready();
}

function createPeer(settings: Settings, address: Settings['peers'][number]): Peer {
  const { maxFails, failTimeoutMs, peerIdleMs, probePath } = settings;
  const ejection = new Ejection({ maxFails, failTimeoutMs, now });
  const peer = new Peer({ address, ejection, idleMs: peerIdleMs });
  if (probePath === undefined) peer.readiness = 'live';
  return peer;
}

function startProbes(settings: Settings, peers: readonly Peer[], log: Log): readonly Probing[] {
  const { probePath, probeIntervalMs, probeTimeoutMs } = settings;
  if (probePath === undefined) return [];
  return peers.map((peer) =>
    startProbing({
      probe: () => peer.probe(probePath, probeTimeoutMs),
      pause: () => pauseFor(probeIntervalMs),
      onChange: (readiness) => {
        if (readiness === 'live') peer.ejection.reset();
        if (peer.readiness !== 'unknown' || readiness !== 'absent') {
          log.info('peer changed', { peer: peer.id, from: peer.readiness, to: readiness });
        }
        peer.readiness = readiness;
      },
    }),
  );
}

function figures(
  upstream: Upstream,
  totals: Totals,
): ReturnType<Parameters<typeof publishFigures>[0]> {
  const p95Ms = totals.figures.latencyMs(0.95) ?? 0;
  return {
    'requests/s': { value: totals.figures.ratePerSecond().toFixed(1) },
    'p95 ms': { value: p95Ms.toFixed(2) },
    'live peers': { value: upstream.availableCount },
    retries: { value: totals.retries },
  };
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Stops accepting and waits for what runs; connections that become idle are closed. */
async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearInterval(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const log = createLog('proxy');
try {
  await start(readSettings(process.env), log);
} catch (error) {
  if (error instanceof InvalidEnvironment) log.error('invalid settings', { faults: error.faults });
  else log.error('start failed', { error });
  process.exit(1);
}
