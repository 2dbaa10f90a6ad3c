import type { Bounds, EnvironmentReader } from '../../service/environment.ts';

/** What can be set of the edge cache. */
export interface CacheSettings {
  /** Memory for stored responses, heads included; 0 = there is no cache. */
  readonly maxBytes: number;
  /** Larger bodies are not stored. */
  readonly entryLimitBytes: number;
  /**
   * Share of the time since its last change for which a response without a stated lifetime is
   * fresh, 0–100; 0 = it is not stored.
   */
  readonly heuristicPercent: number;
  /** The longest such time. */
  readonly heuristicLimitMs: number;
  /** How long a response that does not say is used stale while it is revalidated. */
  readonly staleWhileRevalidateMs: number;
  /** How long a response that does not say is used stale when no peer gives a good answer. */
  readonly staleIfErrorMs: number;
  /** Most requests that wait for the answer to an equal one; 0 = every one is forwarded. */
  readonly waiters: number;
  /** The longest such wait; then the request is forwarded. */
  readonly waitTimeoutMs: number;
  /** What becomes of responses that set cookies. */
  readonly setCookie: (typeof setCookiePolicies)[number];
  /** Whether the Cache-Control of requests is heeded. */
  readonly requestDirectives: (typeof requestDirectivePolicies)[number];
}

const setCookiePolicies = ['bypass', 'store'] as const;
const requestDirectivePolicies = ['heed', 'ignore'] as const;

const sizesBytes: Bounds = { min: 0, max: 1_099_511_627_776 };
const entriesBytes: Bounds = { min: 0, max: 1_073_741_824 };
const shares: Bounds = { min: 0, max: 100 };
const counts: Bounds = { min: 0, max: 1_000_000 };
const lifetimesMs: Bounds = { min: 0, max: 31_536_000_000 };
const waitsMs: Bounds = { min: 1, max: 86_400_000 };

/** Reads the settings of the edge cache. */
export function readCacheSettings(reader: EnvironmentReader): CacheSettings {
  return {
    maxBytes: reader.integer('PROXY_CACHE_BYTES', 0, sizesBytes),
    entryLimitBytes: reader.integer('PROXY_CACHE_ENTRY_LIMIT_BYTES', 1_048_576, entriesBytes),
    heuristicPercent: reader.integer('PROXY_CACHE_HEURISTIC_PERCENT', 0, shares),
    heuristicLimitMs: reader.integer('PROXY_CACHE_HEURISTIC_LIMIT_MS', 86_400_000, lifetimesMs),
    staleWhileRevalidateMs: reader.integer('PROXY_CACHE_STALE_WHILE_REVALIDATE_MS', 0, lifetimesMs),
    staleIfErrorMs: reader.integer('PROXY_CACHE_STALE_IF_ERROR_MS', 0, lifetimesMs),
    waiters: reader.integer('PROXY_CACHE_WAITERS', 1000, counts),
    waitTimeoutMs: reader.integer('PROXY_CACHE_WAIT_TIMEOUT_MS', 5000, waitsMs),
    setCookie: reader.choice('PROXY_CACHE_SET_COOKIE', 'bypass', setCookiePolicies),
    requestDirectives: reader.choice(
      'PROXY_CACHE_REQUEST_DIRECTIVES',
      'heed',
      requestDirectivePolicies,
    ),
  };
}
