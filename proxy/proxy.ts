import type { Server } from 'node:net';
import type { Log } from '../service/log.ts';
import { answerAdmin, createAdminServer } from './admin/server.ts';
import type { AdminSource } from './admin/source.ts';
import { createClientServer } from './client/client-server.ts';
import { ClientConnections } from './client/connections.ts';
import type { Http2Context } from './client/http2/http2-connection.ts';
import { openTls, type Tls } from './client/tls/open-tls.ts';
import { createContext, followPeers } from './create-context.ts';
import { Deadlines } from './deadlines.ts';
import { forward } from './exchange/forward.ts';
import { close, listen } from './listen.ts';
import { Protection } from './protection/protection.ts';
import { Reloading, type ReloadOutcome } from './reload/reloading.ts';
import type { LoadedSettings, Settings } from './settings.ts';
import type { Totals } from './totals.ts';
import { Roster } from './upstream/roster.ts';
import type { Upstream } from './upstream/upstream.ts';

/** What a proxy is made of. */
export interface ProxyOptions {
  /**
   * Reads the settings, at the start and with every reload.
   *
   * @throws {InvalidEnvironment} naming every fault
   */
  readonly load: () => LoadedSettings;
  readonly log: Log;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Hears of keys of the cache that an answer made invalid. */
  readonly onInvalidated?: (keys: readonly string[]) => void;
}

/** A proxy that listens to clients. */
export interface ServingProxy {
  readonly url: string;
  /** Undefined where TLS is off. */
  readonly tlsUrl: string | undefined;
  /** What an admin port shows. */
  readonly admin: AdminSource;
  /** The settings in force: their values change with a reload. */
  readonly settings: Settings;
  readonly upstream: Upstream;
  readonly totals: Totals;
  /**
   * Reads the settings again and puts them into force without touching what runs.
   *
   * @throws {Error} when they can't be used: the old ones stay
   */
  reload(): Promise<ReloadOutcome>;
  /**
   * Reads the certificates again, without touching a connection.
   *
   * @returns false when they can't be served: those from before still are, and the log says why
   */
  reloadCertificates(): Promise<boolean>;
  /** Seals session tickets with these 48 bytes, which other processes share; makes none itself any more. */
  useTicketKeys(keys: Buffer): void;
  /** Stops accepting, finishes what runs, and closes everything. */
  drain(): Promise<void>;
}

/** A proxy that listens to clients and operators. */
export interface RunningProxy extends ServingProxy {
  readonly adminUrl: string;
}

/**
 * Starts a proxy with an admin port of its own.
 *
 * @throws {InvalidEnvironment} when the settings are faulty
 * @throws {Error} when an address can't be listened on
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const serving = await startServing(options);
  const { admin, settings } = serving;
  const drainServing = serving.drain;
  const server = createAdminServer((request) => answerAdmin(admin, request));
  return Object.assign(serving, {
    adminUrl: await listen(server, { port: settings.adminPort, host: '127.0.0.1' }),
    drain: async () => {
      await drainServing();
      server.closeAllConnections();
      await close(server);
    },
  });
}

/**
 * Starts a proxy: every peer was probed once before it accepts a request.
 *
 * @throws {InvalidEnvironment} when the settings are faulty
 * @throws {Error} when an address can't be listened on
 */
export async function startServing(options: ProxyOptions): Promise<ServingProxy> {
  const { log, now, wallClock, random, onInvalidated } = options;
  const reloading = new Reloading(options);
  const { settings } = reloading;
  const roster = new Roster({ settings, log, now, random });
  const connections = new ClientConnections();
  const makeRoom = (): boolean => connections.makeRoom();
  const protection = new Protection({ settings, log, now, makeRoom });
  const httpsPlace = () => (settings.https.redirect ? tls?.place() : undefined);
  const parts = { reloading, roster, protection, httpsPlace, log, now, wallClock, onInvalidated };
  const context = createContext(parts);
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
  if (tls !== undefined) reloading.add(tls);
  followPeers(context, parts);
  const { queue, retryBudget, totals, tunnels } = context;
  const { refusals } = protection;
  const admin: AdminSource = {
    get upstream() {
      return context.upstream;
    },
    get peers() {
      return context.upstream.peers;
    },
    get cache() {
      return context.cache;
    },
    ...{ queue, retryBudget, totals, connections, tunnels, refusals, reloading },
    ...{ log, wallClock, startedAtMs: wallClock() },
  };
  await roster.probe();
  return {
    ...(await listenToClients({ server, tls, settings })),
    admin,
    settings,
    totals,
    get upstream() {
      return context.upstream;
    },
    reload: () => reloading.reload(),
    ...controlsOf(tls),
    drain: async () => {
      context.draining = true;
      const closed = Promise.all([close(server), tls?.close()]);
      await drainClients(admin, settings.drainLimitMs);
      await closed;
      roster.close();
    },
  };
}

async function drainClients(
  { connections, tunnels, log }: Pick<AdminSource, 'connections' | 'tunnels' | 'log'>,
  limitMs: number,
): Promise<void> {
  // A tunnel may have no end of its own: there is still time to close the rest in order.
  const spareTunnels = tunnels.closeAfter(limitMs * 0.9);
  // Cut by the end of the process, a body that ends with its connection would look whole, and
  // nothing of it would be logged.
  const spareOthers = connections.breakOffAfter(limitMs * 0.95, (count) =>
    log.warn('drain limit reached', { brokenOff: count }),
  );
  await connections.drain();
  spareTunnels();
  spareOthers();
}

function controlsOf(
  tls: Tls | undefined,
): Pick<ServingProxy, 'reloadCertificates' | 'useTicketKeys'> {
  return {
    reloadCertificates: async () => (await tls?.reload()) ?? true,
    useTicketKeys: (keys) => tls?.useTicketKeys(keys),
  };
}

interface Doors {
  readonly server: Server;
  readonly tls: Tls | undefined;
  readonly settings: Settings;
}

async function listenToClients(doors: Doors): Promise<Pick<ServingProxy, 'url' | 'tlsUrl'>> {
  const { server, tls, settings } = doors;
  const { port, host, processes } = settings;
  const place = { host, shared: processes > 1 };
  const tlsUrl = tls && (await listen(tls.server, { ...place, port: settings.tls.port ?? 0 }));
  return {
    tlsUrl: tlsUrl?.replace('http:', 'https:'),
    url: await listen(server, { ...place, port }),
  };
}
