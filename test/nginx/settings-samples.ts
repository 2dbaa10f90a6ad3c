import type { Environment } from '../../service/environment.ts';

/** A setting put to use. */
export interface Sample {
  readonly value: string;
  /** What it needs beside it to matter. */
  readonly beside?: Environment;
}

const digest = 'a'.repeat(64);
const rated = { PROXY_RATE_LIMITS: 'POST /backend 10r/s burst=20' };
const compressing = { PROXY_COMPRESS: 'on' };
const caching = { PROXY_CACHE_BYTES: '1048576' };
const keyed = { PROXY_BALANCER: 'rendezvous' };
const trusting = { PROXY_TRUSTED: '10.0.0.0/8' };
const queued = { PROXY_QUEUE_LENGTH: '7' };
const foreign = { PROXY_ALLOWED_ORIGINS: 'https://shop.test' };

/** Files that settings name, which must be there. */
export interface SampleFiles {
  /** With the digest of a key. */
  readonly keys: string;
  /** With a certificate and its key. */
  readonly certificate: string;
}

const samples: Readonly<Record<string, Sample>> = {
  PROXY_HOST: { value: '127.0.0.2' },
  PROXY_PORT: { value: '8080' },
  PROXY_ADMIN_PORT: { value: '9090' },
  PROXY_PEERS: { value: '127.0.0.1:7001;weight=3;max-conns=9, 127.0.0.1:7002;backup' },
  PROXY_BALANCER: { value: 'least-connections' },
  PROXY_HASH_KEY: { value: 'header:X-Shard', beside: keyed },
  PROXY_SLOW_START_MS: { value: '5000' },
  PROXY_QUEUE_LENGTH: { value: '7' },
  PROXY_QUEUE_TIMEOUT_MS: { value: '900', beside: queued },
  PROXY_QUEUE_STRETCH: { value: '2', beside: queued },
  PROXY_MAX_FAILS: { value: '5' },
  PROXY_FAIL_TIMEOUT_MS: { value: '7000' },
  PROXY_EJECT_MAX_MS: { value: '30000' },
  PROXY_EJECT_SHARE: { value: '50' },
  PROXY_EJECT_SERVER_ERRORS: { value: '5' },
  PROXY_EJECT_GATEWAY_ERRORS: { value: '5' },
  PROXY_EJECT_LATENCY_MS: { value: '500' },
  PROXY_PANIC_PERCENT: { value: '50' },
  PROXY_IDEMPOTENT_ROUTES: { value: 'POST /backend, * /jobs/*' },
  PROXY_RETRY_BUDGET: { value: '20' },
  PROXY_RETRY_BUDGET_MIN: { value: '9', beside: { PROXY_RETRY_BUDGET: '20' } },
  PROXY_TRY_TIMEOUT_MS: { value: '1500' },
  PROXY_TOTAL_TIMEOUT_MS: { value: '1500' },
  PROXY_WHOLE_LIMIT_BYTES: { value: '4096' },
  PROXY_WHOLE_WAIT_MS: { value: '50' },
  PROXY_RETRY_ON: { value: 'error,http_503' },
  PROXY_RETRY_TRIES: { value: '2' },
  PROXY_RETRY_TIMEOUT_MS: { value: '1500' },
  PROXY_CONNECT_TIMEOUT_MS: { value: '1500' },
  PROXY_RESPONSE_TIMEOUT_MS: { value: '1500' },
  PROXY_SEND_TIMEOUT_MS: { value: '1500' },
  PROXY_HEADER_TIMEOUT_MS: { value: '1500' },
  PROXY_BODY_TIMEOUT_MS: { value: '1500' },
  PROXY_KEEP_ALIVE_MS: { value: '1500' },
  PROXY_HALF_CLOSE_MS: { value: '1500' },
  PROXY_PEER_IDLE_MS: { value: '1500' },
  PROXY_BODY_LIMIT_BYTES: { value: '4096' },
  PROXY_REPLAY_LIMIT_BYTES: { value: '4096' },
  PROXY_PROBE_PATH: { value: '/alive' },
  PROXY_PROBE_STATUS: { value: '200-299' },
  PROXY_PROBE_INTERVAL_MS: { value: '900' },
  PROXY_PROBE_FAST_INTERVAL_MS: { value: '90' },
  PROXY_PROBE_JITTER: { value: '9' },
  PROXY_PROBE_RISE: { value: '9' },
  PROXY_PROBE_FALL: { value: '9' },
  PROXY_PROBE_REFUSED_FALL: { value: '9' },
  PROXY_PROBE_UNREADY_FALL: { value: '9' },
  PROXY_PROBE_OBSERVE: { value: 'on' },
  PROXY_PROBE_ABANDON: { value: 'on' },
  PROXY_PROBE_TIMEOUT_MS: { value: '900' },
  PROXY_ACCESS_LOG: { value: 'combined' },
  PROXY_ACCESS_LOG_FORMAT: { value: 'escape=json {"id":"$request_id","what":"$request"}' },
  PROXY_SERVER_TIMING: { value: 'on' },
  PROXY_PROCESSES: { value: '3' },
  PROXY_DRAIN_LIMIT_MS: { value: '1500' },
  PROXY_CACHE_BYTES: { value: '1048576' },
  PROXY_CACHE_ENTRY_LIMIT_BYTES: { value: '9999', beside: caching },
  PROXY_CACHE_HEURISTIC_PERCENT: { value: '9', beside: caching },
  PROXY_CACHE_HEURISTIC_LIMIT_MS: { value: '9999', beside: caching },
  PROXY_CACHE_STALE_WHILE_REVALIDATE_MS: { value: '9999', beside: caching },
  PROXY_CACHE_STALE_IF_ERROR_MS: { value: '9999', beside: caching },
  PROXY_CACHE_WAITERS: { value: '0', beside: caching },
  PROXY_CACHE_WAIT_TIMEOUT_MS: { value: '900', beside: caching },
  PROXY_CACHE_SET_COOKIE: { value: 'store', beside: caching },
  PROXY_CACHE_REQUEST_DIRECTIVES: { value: 'ignore', beside: caching },
  PROXY_COMPRESS: { value: 'on' },
  PROXY_COMPRESS_CODINGS: { value: 'gzip=9', beside: compressing },
  PROXY_COMPRESS_TYPES: { value: 'text/html, text/plain, +xml', beside: compressing },
  PROXY_COMPRESS_MIN_BYTES: { value: '99', beside: compressing },
  PROXY_COMPRESS_LIMIT: { value: '9', beside: compressing },
  PROXY_UPGRADES: { value: 'websocket, x.y' },
  PROXY_TUNNEL_IDLE_MS: { value: '1500' },
  PROXY_TRUSTED: { value: '10.0.0.0/8, 2001:db8::/32' },
  PROXY_REAL_IP_HEADER: { value: 'X-Real-IP', beside: trusting },
  PROXY_ADDRESS_RULES: { value: 'allow 192.0.2.0/24, deny all' },
  PROXY_ALLOWED_HOSTS: { value: 'edge.test, *.shop.test:8000' },
  PROXY_ALLOWED_ORIGINS: { value: 'https://app.test, https://*.app.test, self, null' },
  PROXY_WITHOUT_ORIGIN: { value: 'deny', beside: foreign },
  PROXY_BEARER_KEYS: { value: digest },
  PROXY_RATE_LIMITS: { value: 'POST|PUT /backend 10r/s burst=20, /a/* 5r/m burst=3 delay=1' },
  PROXY_RATE_KEYS: { value: '1000000', beside: rated },
  PROXY_CLIENT_REQUESTS: { value: '9' },
  PROXY_CLIENT_CONNECTIONS: { value: '9' },
  PROXY_MAX_CLIENTS: { value: '500' },
  PROXY_CLIENT_IPV6_PREFIX: { value: '48', beside: rated },
  PROXY_PEER_TOKEN: { value: 'a"b\\c$d{e};0123456789' },
  PROXY_SECURITY_HEADERS: { value: 'on' },
};

const tlsSamples = (tls: Environment): Readonly<Record<string, Sample>> => ({
  PROXY_HSTS: { value: 'max-age=600; includeSubDomains', beside: tls },
  PROXY_TLS_SESSION_MS: { value: '9000', beside: tls },
  PROXY_TLS_MIN_VERSION: { value: '1.3', beside: tls },
  PROXY_TLS_HANDSHAKE_TIMEOUT_MS: { value: '900', beside: tls },
  PROXY_HTTP2: { value: 'off', beside: tls },
  PROXY_HTTP2_STREAMS: { value: '9', beside: tls },
  PROXY_HTTP2_NUISANCE_BURST: { value: '9', beside: tls },
  PROXY_HTTP2_NUISANCES_PER_S: { value: '9', beside: tls },
  PROXY_HTTPS_REDIRECT: { value: 'on', beside: tls },
  PROXY_HTTPS_PUBLIC_PORT: { value: '443', beside: { ...tls, PROXY_HTTPS_REDIRECT: 'on' } },
});

/** Every setting of the proxy with a value that differs from its default. */
export function settingsSamples({
  keys,
  certificate,
}: SampleFiles): Readonly<Record<string, Sample>> {
  const port = { PROXY_TLS_PORT: '8443' };
  const certificates = { PROXY_TLS_CERTIFICATES: certificate };
  return {
    ...samples,
    ...tlsSamples({ ...port, ...certificates }),
    PROXY_TLS_PORT: { value: '8443', beside: certificates },
    PROXY_TLS_CERTIFICATES: {
      value: `${certificate},${certificate}`,
      beside: { ...port, ...certificates },
    },
    PROXY_KEYS_FILE: { value: keys },
  };
}
