import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../service/log.ts';
import { CacheTally } from './cache/cache-tally.ts';
import { createEdgeCache, type EdgeCacheOptions } from './cache/edge-cache.ts';
import { Compression } from './compression/compression.ts';
import { Deadlines } from './deadlines.ts';
import type { ForwardContext } from './exchange/forward-context.ts';
import { RetryBudget } from './exchange/retry-budget.ts';
import { type AccessLog, openAccessLog } from './log/open-access-log.ts';
import type { Protection } from './protection/protection.ts';
import type { Reloading } from './reload/reloading.ts';
import type { Settings } from './settings.ts';
import { Totals } from './totals.ts';
import { Tunnels } from './tunnels/tunnels.ts';
import { PeerQueue } from './upstream/peer-queue.ts';
import type { Roster } from './upstream/roster.ts';

/** What is there before the exchanges have anything to share. */
export interface ContextParts {
  readonly reloading: Reloading;
  readonly roster: Roster;
  readonly protection: Protection;
  readonly httpsPlace: ForwardContext['httpsPlace'];
  readonly log: Log;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
  readonly onInvalidated: EdgeCacheOptions['onInvalidated'];
}

type PeerParts = Pick<ContextParts, 'reloading' | 'roster'>;

/** Makes what all exchanges share, and keeps all but its peers up to date with the settings. */
export function createContext(parts: ContextParts): ForwardContext {
  const { reloading, roster, protection, httpsPlace, log, now, wallClock } = parts;
  const { settings } = reloading;
  const { upstream } = roster;
  const deadlines = new Deadlines(now);
  const makeCache = cacheMaker(parts);
  const context: ForwardContext = {
    settings,
    upstream,
    queue: new PeerQueue({ upstream, line: settings, deadlines, now }),
    deadlines,
    totals: new Totals(now),
    retryBudget: new RetryBudget(settings.retry.budget, now),
    cache: makeCache(),
    compression: new Compression(settings.compression),
    tunnels: new Tunnels(),
    protection,
    httpsPlace,
    log,
    accessLog: openLog(parts, settings),
    now,
    wallClock,
    draining: false,
  };
  followSettings(context, parts, makeCache);
  return context;
}

/** Tells of a reload whatever does not read its settings at every use. */
function followSettings(
  context: ForwardContext,
  parts: ContextParts,
  makeCache: () => ForwardContext['cache'],
): void {
  const { reloading, protection } = parts;
  const { settings } = reloading;
  reloading.add({ prepare: () => () => protection.apply(settings) });
  reloading.add({
    prepare: (next) => {
      const same = isDeepStrictEqual(settings.compression, next.compression);
      return () => {
        if (!same) context.compression = new Compression(settings.compression);
      };
    },
  });
  reloading.add({
    prepare: (next) => {
      // One with other settings begins empty: nothing in it was stored by them.
      const same = isDeepStrictEqual(settings.cache, next.cache);
      return () => {
        if (!same) context.cache = makeCache();
      };
    },
  });
  reloading.add({
    prepare: (next) => {
      const accessLog = openLog(parts, next);
      return () => {
        context.accessLog = accessLog;
      };
    },
  });
}

/** Makes caches one after the other that count on: what is counted is the proxy's life. */
function cacheMaker(parts: ContextParts): () => ForwardContext['cache'] {
  const { reloading, now, wallClock, onInvalidated } = parts;
  const { settings } = reloading;
  const tally = new CacheTally();
  return () => createEdgeCache({ settings: settings.cache, tally, now, wallClock, onInvalidated });
}

/**
 * Tells of a reload who the peers are. To be called when all that may refuse settings is added: new
 * peers are probed at once.
 */
export function followPeers(context: ForwardContext, { reloading, roster }: PeerParts): void {
  const { settings } = reloading;
  reloading.add(roster);
  reloading.add({
    prepare: () => () => {
      context.upstream = roster.upstream;
      context.queue.use(roster.upstream, settings);
    },
  });
}

function openLog({ log, wallClock }: ContextParts, settings: Settings): AccessLog | undefined {
  const { accessLog: format, accessLogTemplate: template } = settings;
  return openAccessLog({ format, template, log, wallClock });
}
