import type { Settings } from '../proxy/settings.ts';
import { keysFile } from './gate.ts';
import type { Lines } from './lines.ts';
import type { NginxTarget } from './target.ts';
import { backupsServe, named, resolves } from './upstream.ts';

/** Something that settings ask for, and nginx without Plus does not do. */
export interface Loss {
  /** Names of settings, the first parts common. */
  readonly settings: readonly string[];
  readonly reason: string;
  /** Whether the settings ask for it. */
  readonly asked: (settings: Settings, target: NginxTarget) => boolean;
}

const probeSettings = [
  ...['PATH', 'STATUS', 'INTERVAL_MS', 'FAST_INTERVAL_MS', 'JITTER', 'TIMEOUT_MS', 'RISE', 'FALL'],
  ...['REFUSED_FALL', 'UNREADY_FALL', 'OBSERVE', 'ABANDON'],
].map((name) => `PROXY_PROBE_${name}`);

/** Everything that may be lost on the way from the proxy to nginx. */
export const losses: readonly Loss[] = [
  {
    settings: probeSettings,
    reason: 'no probes; a peer that is absent costs a refused connection now and then',
    asked: ({ probe }) => probe.path !== undefined,
  },
  {
    settings: ['PROXY_EJECT_MAX_MS'],
    reason: 'every ejection lasts as long',
    asked: ({ ejection }) => ejection.maxMs > 0,
  },
  {
    settings: ['PROXY_EJECT_SHARE'],
    reason: 'all peers may be out',
    asked: ({ ejection }) => ejection.sharePercent < 100,
  },
  {
    settings: ['PROXY_EJECT_SERVER_ERRORS', 'PROXY_EJECT_GATEWAY_ERRORS'],
    reason: 'a status counts only where it is tried again for it',
    asked: ({ ejection }) => ejection.serverErrors > 0 || ejection.gatewayErrors > 0,
  },
  {
    settings: ['PROXY_EJECT_LATENCY_MS'],
    reason: 'no answer counts as too late',
    asked: ({ ejection }) => ejection.latencyMs > 0,
  },
  {
    settings: ['PROXY_PANIC_PERCENT'],
    reason: 'with all peers out there is 503 at once',
    asked: ({ ejection }) => ejection.panicPercent > 0,
  },
  {
    settings: ['PROXY_RETRY_BUDGET', 'PROXY_RETRY_BUDGET_MIN'],
    reason: 'tries are limited for each request by itself',
    asked: ({ retry }) => retry.budget.percent > 0,
  },
  {
    settings: ['PROXY_TRY_TIMEOUT_MS'],
    reason: 'the time between two reads is limited alone',
    asked: ({ retry }) => retry.tryTimeoutMs > 0,
  },
  {
    settings: ['PROXY_TOTAL_TIMEOUT_MS'],
    reason: 'no running try is interrupted',
    asked: ({ retry }) => retry.totalTimeoutMs > 0,
  },
  {
    settings: ['PROXY_WHOLE_LIMIT_BYTES', 'PROXY_WHOLE_WAIT_MS'],
    reason: 'an answer that breaks off in its body is cut',
    asked: ({ retry }) => retry.whole.limitBytes > 0,
  },
  {
    settings: ['PROXY_SLOW_START_MS'],
    reason: 'slow_start is in Plus',
    asked: ({ slowStartMs }) => slowStartMs > 0,
  },
  {
    settings: ['PROXY_QUEUE_LENGTH', 'PROXY_QUEUE_TIMEOUT_MS', 'PROXY_QUEUE_STRETCH'],
    reason: 'queue is in Plus; who finds all peers full gets 503 at once',
    asked: ({ queueLength }) => queueLength > 0,
  },
  {
    settings: ['PROXY_HALF_CLOSE_MS'],
    reason: 'a client that ends its side is gone at once',
    asked: ({ halfCloseMs }) => halfCloseMs > 0,
  },
  {
    settings: ['PROXY_FAIL_TIMEOUT_MS'],
    reason: 'whole seconds alone: rounded up',
    asked: ({ ejection }) => ejection.failTimeoutMs % 1000 !== 0,
  },
  {
    settings: ['PROXY_PEERS'],
    reason: 'no backups with this balancer: they are left out',
    asked: (settings, target) =>
      settings.peers.some(({ backup }) => backup) && !backupsServe(settings, target),
  },
  {
    settings: ['PROXY_PEERS'],
    reason: 'names are resolved at the start alone',
    asked: ({ peers }, target) => peers.some((peer) => named(peer.host) && !resolves(peer, target)),
  },
  {
    settings: ['PROXY_CACHE_ENTRY_LIMIT_BYTES'],
    reason: 'answers of any length are kept',
    asked: ({ cache }) => cache.maxBytes > 0,
  },
  {
    settings: ['PROXY_CACHE_HEURISTIC_PERCENT', 'PROXY_CACHE_HEURISTIC_LIMIT_MS'],
    reason: 'no lifetime is guessed',
    asked: ({ cache }) => cache.maxBytes > 0,
  },
  {
    settings: ['PROXY_COMPRESS_LIMIT'],
    reason: 'any number of answers is compressed at a time',
    asked: ({ compression }) => compression.enabled,
  },
  {
    settings: ['PROXY_COMPRESS_CODINGS'],
    reason: 'gzip alone, if it is among them',
    asked: ({ compression }) =>
      compression.enabled && compression.codings.some(({ coding }) => coding !== 'gzip'),
  },
  {
    settings: ['PROXY_TLS_HANDSHAKE_TIMEOUT_MS'],
    reason: 'the handshake has the time of a head',
    asked: ({ tls }) => tls.port !== undefined,
  },
  {
    settings: ['PROXY_HTTP2_NUISANCE_BURST', 'PROXY_HTTP2_NUISANCES_PER_S'],
    reason: 'new streams are bounded from 1.25.3 on, in one turn of its loop alone',
    asked: ({ tls, http2 }) => tls.port !== undefined && http2.enabled,
  },
  {
    settings: ['PROXY_SERVER_TIMING'],
    reason: 'no client is told where the time went',
    asked: ({ serverTiming }) => serverTiming,
  },
  {
    settings: ['PROXY_REAL_IP_HEADER'],
    reason: 'nginx can not read Forwarded: clients are taken for their hops',
    asked: ({ trust }) => trust.hops.length > 0 && trust.header === 'forwarded',
  },
  {
    settings: ['PROXY_BEARER_KEYS', 'PROXY_KEYS_FILE'],
    reason: `nginx can not hash; write the keys, a line each as "~^Bearer +KEY$" 0; into ${keysFile} beside this file`,
    asked: ({ protection }) => protection.keyDigests.length > 0,
  },
  {
    settings: ['PROXY_CLIENT_CONNECTIONS'],
    reason: 'nginx counts requests, and connections not by client',
    asked: ({ protection }) => protection.clientConnections > 0,
  },
  {
    settings: ['PROXY_CLIENT_IPV6_PREFIX'],
    reason: 'groups of 16 bits alone: the whole ones within the prefix count',
    asked: ({ protection }) =>
      protection.clientIpv6Prefix % 16 !== 0 &&
      (protection.rateRules.length > 0 || protection.clientRequests > 0),
  },
];

/** Names what is lost, as comments. */
export function lossLines(settings: Settings, target: NginxTarget): Lines {
  const asked = losses.filter((loss) => loss.asked(settings, target));
  if (asked.length === 0) return [];
  const items = asked.flatMap(({ settings, reason }) =>
    wrapped(`${settings.join(', ')}: ${reason}`),
  );
  return ['# What the settings ask for and this nginx does not do:', ...items];
}

const width = 100;

/** A comment of as many lines as it takes. */
function wrapped(text: string): Lines {
  const made = ['#  '];
  for (const word of text.split(' ')) {
    const longer = `${made.at(-1)} ${word}`;
    if (longer.length <= width) made[made.length - 1] = longer;
    else made.push(`#     ${word}`);
  }
  return made;
}
