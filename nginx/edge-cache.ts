import type { CacheSettings } from '../proxy/settings/cache.ts';
import type { Settings } from '../proxy/settings.ts';
import { way } from './client-address.ts';
import { duration } from './duration.ts';
import { block, type Lines, lines } from './lines.ts';
import { steeringFields } from './response-fields.ts';
import { groupName, runFolder } from './target.ts';

/** The status by which such a request finds its place; it never leaves nginx. */
const cacheStatus = 599;

/** Where answers are kept, and which requests pass them by. */
export function cacheZone({ cache }: Settings): Lines {
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
    # RFC 9111 §3.5: an answer to credentials is kept only where it says so; nginx does not mind.
    map "$upstream_http_cache_control|${heeded ? '$http_cache_control' : ''}|$http_authorization" $kept_out {
        default 1;
        "~*^[^|]*\|(?!.*no-store)[^|]*\|$" '';
        "~*^[^|]*(public|must-revalidate|s-maxage)[^|]*\|(?!.*no-store)[^|]*\|." '';
    }
    map "${heeded ? '$http_cache_control $http_pragma' : ''}" $asked_anew {
        default '';
        "~*(no-cache|max-age=0)" 1;
    }
    # RFC 9211.
    map $upstream_cache_status $cache_status {
        default "edgefolio; fwd=uri-miss";
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
export function cacheTurn({ cache }: Settings): Lines {
  return caching(cache) ? block('if ($cacheable)', [`return ${cacheStatus};`]) : [];
}

/**
 * Where answers are kept and used. nginx reads their Cache-Control itself.
 *
 * @param checks     what each place that asks peers does first
 * @param ownFields  what is added to every answer, and to a peer's
 */
export function cachePlace({ cache, trust }: Settings, checks: Lines, ownFields: Lines): Lines {
  if (!caching(cache)) return [];
  const { scheme, host, port } = way(trust);
  const content = lines`
    # nginx keeps nothing of what it passes on as it comes.
    proxy_buffering on;
    proxy_cache edge;
    # $peer_host is what the peer is told; a trusted hop may have been asked by another name.
    proxy_cache_key "${scheme}://${host}:${port} $peer_host$request_uri";
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

function caching(cache: CacheSettings): boolean {
  return cache.maxBytes > 0;
}

function ignored({ setCookie }: CacheSettings): string {
  return [...steeringFields, ...(setCookie === 'store' ? ['Set-Cookie'] : [])].join(' ');
}

function staleWords({ staleIfErrorMs, staleWhileRevalidateMs }: CacheSettings): string {
  const words = [
    ...(staleIfErrorMs > 0 ? ['error timeout http_500 http_502 http_503 http_504'] : []),
    ...(staleWhileRevalidateMs > 0 ? ['updating'] : []),
  ];
  return words.length === 0 ? 'off' : words.join(' ');
}

function locking({ waiters, waitTimeoutMs }: CacheSettings): Lines {
  if (waiters === 0) return ['proxy_cache_lock off;'];
  const limit = duration(waitTimeoutMs);
  return [
    'proxy_cache_lock on;',
    `proxy_cache_lock_timeout ${limit};`,
    `proxy_cache_lock_age ${limit};`,
  ];
}
