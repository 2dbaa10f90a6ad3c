import type { EdgeSettings } from './edge-settings.ts';
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
  readonly asked: (settings: EdgeSettings, target: NginxTarget) => boolean;
}

/** Everything that may be lost on the way from the proxy to nginx. */
export const losses: readonly Loss[] = [
  {
    settings: ['PROXY_PROBE_PATH', 'PROXY_PROBE_INTERVAL_MS', 'PROXY_PROBE_TIMEOUT_MS'],
    reason: 'no probes; a peer that is absent costs a refused connection now and then',
    asked: ({ probePath }) => probePath !== undefined,
  },
  {
    settings: ['PROXY_SLOW_START_MS'],
    reason: 'slow_start is in Plus',
    asked: ({ slowStartMs }) => slowStartMs > 0,
  },
  {
    settings: ['PROXY_QUEUE_LENGTH', 'PROXY_QUEUE_TIMEOUT_MS'],
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
    asked: ({ failTimeoutMs }) => failTimeoutMs % 1000 !== 0,
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
export function lossLines(settings: EdgeSettings, target: NginxTarget): Lines {
  const asked = losses.filter((loss) => loss.asked(settings, target));
  if (asked.length === 0) return [];
  const items = asked.map((loss) => `#   ${loss.settings.join(', ')}: ${loss.reason}`);
  return ['# What the settings ask for and this nginx does not do:', ...items];
}
