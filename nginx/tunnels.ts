import { duration } from './duration.ts';
import type { EdgeSettings } from './edge-settings.ts';
import { hiddenStrictTransport } from './https.ts';
import { block, type Lines } from './lines.ts';
import { groupName } from './target.ts';
import { fitting, literally } from './text.ts';

/** Which tunnels are made, and how long they last. */
export interface Tunnels {
  /** Protocols that a client may change to, in lower case; none = no tunnels. */
  readonly upgrades: ReadonlySet<string>;
  /** Longest silence. */
  readonly idleMs: number;
}

const noTunnels: Tunnels = { upgrades: new Set(), idleMs: 0 };

/** The status by which a request for a tunnel finds its place; it never leaves nginx. */
export const tunnelStatus = 597;

/** Tells requests for tunnels. */
export function tunnelMaps({ tunnels: { upgrades } = noTunnels }: EdgeSettings): Lines {
  if (upgrades.size === 0) return [];
  const names = [...upgrades].map(literally).join('|');
  return [
    ...block('map $http_upgrade $peer_upgrade', [
      "default '';",
      fitting(`^(?:${names})$`, '$http_upgrade', '*'),
    ]),
    ...block('map $peer_upgrade $peer_connection', ['default upgrade;', "'' '';"]),
  ];
}

/** What peers are told of it; nginx clears both otherwise. */
export function tunnelFields({ tunnels: { upgrades } = noTunnels }: EdgeSettings): Lines {
  if (upgrades.size === 0) return ["proxy_set_header Connection '';"];
  return [
    'proxy_set_header Connection $peer_connection;',
    'proxy_set_header Upgrade $peer_upgrade;',
  ];
}

/** Sends such requests to where tunnels are made. */
export function tunnelTurn({ tunnels: { upgrades } = noTunnels }: EdgeSettings): Lines {
  return upgrades.size === 0 ? [] : block('if ($peer_upgrade)', [`return ${tunnelStatus};`]);
}

/**
 * Where tunnels are made: their silence may last longer than that of a peer that owes an answer. A
 * drain waits for them as it does for exchanges.
 *
 * @param checks  what each place that asks peers does first
 */
export function tunnelPlace(settings: EdgeSettings, checks: Lines): Lines {
  const { upgrades, idleMs } = settings.tunnels ?? noTunnels;
  if (upgrades.size === 0) return [];
  return [
    `error_page ${tunnelStatus} = @tunnel;`,
    ...block(
      'location @tunnel',
      checks,
      // Without Upgrade in the answer no client takes it for a tunnel.
      ['proxy_hide_header Proxy-Connection;', 'proxy_hide_header X-Request-Id;'],
      hiddenStrictTransport(settings),
      [`proxy_read_timeout ${duration(idleMs)};`, `proxy_send_timeout ${duration(idleMs)};`],
      [`proxy_pass http://${groupName};`],
    ),
  ];
}
