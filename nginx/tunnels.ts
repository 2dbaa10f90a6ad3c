import type { Settings } from '../proxy/settings.ts';
import { duration } from './duration.ts';
import { block, type Lines } from './lines.ts';
import { groupName, NotForNginx } from './target.ts';
import { fitting, literally } from './text.ts';

/** The status by which a request for a tunnel finds its place; it never leaves nginx. */
const tunnelStatus = 597;

/** Tells requests for tunnels. @throws {NotForNginx} a name has a $, which can't be written there */
export function tunnelMaps({ tunnels: { upgrades } }: Settings): Lines {
  if (upgrades.size === 0) return [];
  const odd = [...upgrades].find((protocol) => protocol.includes('$'));
  if (odd !== undefined) throw new NotForNginx(`PROXY_UPGRADES has a $: ${odd}`);
  const wishes = [...upgrades].map((protocol) =>
    fitting(`(?:^|[ ,])upgrade *(?:,.*)?; *${literally(protocol)}$`, protocol, '*'),
  );
  return [
    '# What no client asks for, and what is not listed, is not passed.',
    ...block('map "$http_connection; $http_upgrade" $wished_protocol', ["default '';", ...wishes]),
    ...block('map $wished_protocol $peer_connection', ['default upgrade;', "'' '';"]),
    '# HTTP/2 has no Upgrade.',
    ...block('map "$status $server_protocol" $new_protocol', [
      "default '';",
      "'~^(?:101|426) HTTP/1' $upstream_http_upgrade;",
    ]),
  ];
}

/** What peers are told of it; nginx clears both otherwise. */
export function tunnelFields({ tunnels: { upgrades } }: Settings): Lines {
  if (upgrades.size === 0) return ["proxy_set_header Connection '';"];
  return [
    'proxy_set_header Connection $peer_connection;',
    'proxy_set_header Upgrade $wished_protocol;',
  ];
}

/** What a client is told when it may change, or has to. */
export function changedProtocol({ tunnels: { upgrades } }: Settings): Lines {
  return upgrades.size === 0 ? [] : ['add_header Upgrade $new_protocol always;'];
}

/** Sends such requests to where tunnels are made. */
export function tunnelTurn({ tunnels: { upgrades } }: Settings): Lines {
  return upgrades.size === 0 ? [] : block('if ($wished_protocol)', [`return ${tunnelStatus};`]);
}

/**
 * Where tunnels are made: their silence may last longer than that of a peer that owes an answer. A
 * drain waits for them as it does for exchanges.
 *
 * @param checks  what each place that asks peers does first
 */
export function tunnelPlace({ tunnels }: Settings, checks: Lines): Lines {
  if (tunnels.upgrades.size === 0) return [];
  const idle = duration(tunnels.idleMs);
  return [
    `error_page ${tunnelStatus} = @tunnel;`,
    ...block(
      'location @tunnel',
      checks,
      [`proxy_read_timeout ${idle};`, `proxy_send_timeout ${idle};`],
      [`proxy_pass http://${groupName};`],
    ),
  ];
}
