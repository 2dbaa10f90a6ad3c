import type { Log } from '../service/log.ts';
import { answerAdmin, createAdminServer } from './admin/server.ts';
import type { AdminSource } from './admin/source.ts';
import type { ClientContext } from './client/client-context.ts';
import { createClientServer } from './client/client-server.ts';
import { ClientConnections } from './client/connections.ts';
import { createContext } from './create-context.ts';
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
}

/** A proxy that listens to clients. */
export interface ServingProxy {
  readonly url: string;
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
  const { log, now, wallClock, random } = options;
  const reloading = new Reloading(options);
  const { settings } = reloading;
  const roster = new Roster({ settings, log, now, random });
  const connections = new ClientConnections();
  const makeRoom = (): boolean => connections.makeRoom();
  const protection = new Protection({ settings, log, now, makeRoom });
  const context = createContext({ reloading, roster, protection, log, now, wallClock });
  const clients: ClientContext = {
    settings,
    limits: protection.connections,
    deadlines: new Deadlines(now),
    now,
    answer: (stream) => forward(context, stream),
  };
  const server = createClientServer(clients, connections);
  const { queue, retryBudget, totals, tunnels } = context;
  const { refusals } = protection;
  const admin: AdminSource = {
    get upstream() {
      return context.upstream;
    },
    get peers() {
      return context.upstream.peers;
    },
    ...{ queue, retryBudget, totals, connections, tunnels, refusals, reloading },
    ...{ log, wallClock, startedAtMs: wallClock() },
  };
  await roster.probe();
  const { port, host, processes } = settings;
  return {
    url: await listen(server, { port, host, shared: processes > 1 }),
    admin,
    settings,
    totals,
    get upstream() {
      return context.upstream;
    },
    reload: () => reloading.reload(),
    drain: async () => {
      context.draining = true;
      const closed = close(server);
      // A tunnel may have no end of its own: there is still time to close the rest in order.
      const spare = tunnels.closeAfter(settings.drainLimitMs * 0.9);
      await connections.drain();
      spare();
      await closed;
      roster.close();
    },
  };
}
