import type { Settings } from '../proxy/settings.ts';
import type { PeerAddress } from '../proxy/upstream/peer-list.ts';
import { duration, wholeSeconds } from './duration.ts';
import { block, type Lines, lines } from './lines.ts';
import { keyVariable } from './request-key.ts';
import { groupName, type NginxTarget, NotForNginx } from './target.ts';
import { reaches } from './version.ts';

/** The peers, and who of them is asked. */
export function upstream(settings: Settings, target: NginxTarget): Lines {
  const { peers, peerIdleMs } = settings;
  const asked = backupsServe(settings, target) ? peers : peers.filter(({ backup }) => !backup);
  return block(
    `upstream ${groupName}`,
    lines`
      # One state for all worker processes: without it each would need all the failures of its own.
      zone ${groupName} ${zoneKiB(asked.length)}k;
      ${resolving(settings, target)}
      ${balancing(settings, target)}
      ${asked.map((peer) => serverLine(peer, settings, target))}
      # Idle connections kept, a worker process; below the 75 s after which a peer closes them.
      keepalive 64;
      keepalive_timeout ${duration(peerIdleMs)};
    `,
  );
}

/** Whether nginx has backups with the balancer of the settings. */
export function backupsServe({ balancer }: Settings, { version }: NginxTarget): boolean {
  if (balancer === 'rendezvous') return false;
  return balancer !== 'two-choices' || reaches(version, '1.31.0');
}

/** Whether a peer is named, and its name is asked for again while nginx runs. */
export function resolves({ host }: PeerAddress, { version, resolver }: NginxTarget): boolean {
  return resolver !== undefined && named(host) && reaches(version, '1.27.3');
}

/** Whether `host` is a name, and no address. */
export function named(host: string): boolean {
  return !/^\[|^[\d.]+$/.test(host);
}

function zoneKiB(peers: number): number {
  return Math.max(128, 64 + 4 * peers);
}

function resolving({ peers }: Settings, target: NginxTarget): Lines {
  if (!peers.some((peer) => resolves(peer, target))) return [];
  const resolver = target.resolver ?? '';
  if (!/^[\w.:[\]-]+$/.test(resolver)) {
    throw new NotForNginx(`the resolver must be an address or a name: it is "${resolver}"`);
  }
  return [`resolver ${resolver} valid=10s;`];
}

function balancing({ balancer, hashKey }: Settings, { version }: NginxTarget): Lines {
  switch (balancer) {
    case 'round-robin':
      return [];
    case 'least-connections':
      return ['# Whoever has the least to do is asked.', 'least_conn;'];
    case 'two-choices':
      if (!reaches(version, '1.31.0')) return ['random two least_conn;'];
      return [
        '# Weighs latency and load as the proxy does, though of all peers.',
        'least_time header;',
      ];
    case 'rendezvous':
      return [`hash ${keyVariable(hashKey)} consistent;`];
  }
}

function serverLine(peer: PeerAddress, settings: Settings, target: NginxTarget): string {
  const { host, port, weight, maxConns, backup } = peer;
  const { maxFails, failTimeoutMs } = settings.ejection;
  const words = [
    ...(weight === 1 ? [] : [`weight=${weight}`]),
    ...(maxConns === 0 ? [] : [`max_conns=${maxConns}`]),
    ...(backup ? ['backup'] : []),
    `max_fails=${maxFails}`,
    `fail_timeout=${wholeSeconds(failTimeoutMs)}s`,
    ...(resolves(peer, target) ? ['resolve'] : []),
  ];
  return `server ${host}:${port} ${words.join(' ')};`;
}
