import { duration } from './duration.ts';
import type { EdgeSettings } from './edge-settings.ts';
import { block, type Lines, lines } from './lines.ts';
import { steeringFields } from './response-fields.ts';
import { groupName, runFolder } from './target.ts';

/** What is set of the edge cache. */
export interface EdgeCache {
  /** 0 = there is no cache. */
  readonly maxBytes: number;
  /** How long a response that does not say is used stale when no peer gives a good answer. */
  readonly staleIfErrorMs: number;
  /** How long one that does not say is used while it is revalidated. */
  readonly staleWhileRevalidateMs: number;
  /** Most requests that wait for the answer to an equal one; 0 = every one is forwarded. */
  readonly waiters: number;
  readonly waitTimeoutMs: number;
  readonly setCookie: 'bypass' | 'store';
  readonly requestDirectives: 'heed' | 'ignore';
}

/** The status by which such a request finds its place; it never leaves nginx. */
const cacheStatus = 599;

/** Where answers are kept, and which requests pass them by. */
export function cacheZone({ cache }: EdgeSettings): Lines {
  if (!caching(cache)) return [];
  const { maxBytes, requestDirectives } = cache;
  const heeded = requestDirectives === 'heed';
  return lines`
    proxy_cache_path ${runFolder}/cache levels=1:2 keys_zone=edge:10m max_size=${maxBytes} inactive=1d
                     use_temp_path=off;
    map "$request_method $http_accept" $cacheable {
        default '';
        "~^(GET|HEAD) (?!.*text/event-stream)" 1;
    }
    # RFC 9111 §3.5: nothing of a request with Authorization is kept; nginx does not mind it.
    map "$http_authorization ${heeded ? '$http_cache_control' : ''}" $kept_out {
        default 1;
        "~*^ (?!.*no-store)" '';
    }
    map "$http_authorization ${heeded ? '$http_cache_control$http_pragma' : ''}" $asked_anew {
        default 1;
        "~*^ (?!.*(no-cache|max-age=0))" '';
    }
    # RFC 9211.
    map $upstream_cache_status $cache_status {
        default "edgefolio; fwd=miss";
        '' '';
        HIT "edgefolio; hit";
        STALE "edgefolio; hit; detail=stale";
        UPDATING "edgefolio; hit; detail=updating";
        REVALIDATED "edgefolio; fwd=stale; fwd-status=304";
        EXPIRED "edgefolio; fwd=stale";
        BYPASS "edgefolio; fwd=request";
    }
  `;
}

/** Sends what may be kept to where it is; a stream of events would wait there for its end. */
export function cacheTurn({ cache }: EdgeSettings): Lines {
  return caching(cache) ? block('if ($cacheable)', [`return ${cacheStatus};`]) : [];
}

/**
 * Where answers are kept and used. nginx reads their Cache-Control itself.
 *
 * @param checks     what each place that asks peers does first
 * @param ownFields  what is added to every answer, and to a peer's
 */
export function cachePlace({ cache }: EdgeSettings, checks: Lines, ownFields: Lines): Lines {
  if (!caching(cache)) return [];
  const content = lines`
    # nginx keeps nothing of what it passes on as it comes.
    proxy_buffering on;
    proxy_cache edge;
    proxy_cache_key "$scheme://$peer_host$request_uri";
    proxy_no_cache $kept_out;
    proxy_cache_bypass $asked_anew;
    proxy_cache_use_stale ${staleWords(cache)};
    proxy_cache_background_update on;
    proxy_cache_revalidate on;
    ${locking(cache)}
    proxy_ignore_headers ${ignored(cache)};
    ${ownFields}
    add_header Cache-Status $cache_status always;
    proxy_pass http://${groupName};
  `;
  return [`error_page ${cacheStatus} = @cached;`, ...block('location @cached', checks, content)];
}

function caching(cache: EdgeCache | undefined): cache is EdgeCache {
  return cache !== undefined && cache.maxBytes > 0;
}

function ignored({ setCookie }: EdgeCache): string {
  return [...steeringFields, ...(setCookie === 'store' ? ['Set-Cookie'] : [])].join(' ');
}

function staleWords({ staleIfErrorMs, staleWhileRevalidateMs }: EdgeCache): string {
  const words = [
    ...(staleIfErrorMs > 0 ? ['error timeout http_500 http_502 http_503 http_504'] : []),
    ...(staleWhileRevalidateMs > 0 ? ['updating'] : []),
  ];
  return words.length === 0 ? 'off' : words.join(' ');
}

function locking({ waiters, waitTimeoutMs }: EdgeCache): Lines {
  if (waiters === 0) return ['proxy_cache_lock off;'];
  const limit = duration(waitTimeoutMs);
  return [
    'proxy_cache_lock on;',
    `proxy_cache_lock_timeout ${limit};`,
    `proxy_cache_lock_age ${limit};`,
  ];
}
