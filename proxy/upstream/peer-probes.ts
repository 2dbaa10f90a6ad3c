import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Log } from '../../service/log.ts';
import { proxyTokenField } from '../../service/proxy-token.ts';
import { jittered } from '../health/jitter.ts';
import { type Probing, startProbing } from '../health/probing.ts';
import type { Settings } from '../settings.ts';
import type { Peer } from './peer.ts';

/** Who is probed, and how. */
export interface PeerProbesOptions {
  readonly peers: readonly Peer[];
  readonly settings: Pick<Settings, 'probe' | 'protection'>;
  readonly log: Log;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** Probes all peers from now on; none where there are to be no probes. */
export function startProbes({
  peers,
  settings,
  log,
  random,
}: PeerProbesOptions): readonly Probing[] {
  const { path, statuses, timeoutMs, intervalMs, fastIntervalMs, ...rules } = settings.probe;
  const { peerToken } = settings.protection;
  const fields = peerToken === undefined ? [] : [proxyTokenField, peerToken];
  if (path === undefined) return [];
  const expects = (status: number): boolean =>
    statuses.some(({ from, to }) => status >= from && status <= to);
  const pause = (urgently: boolean): Promise<void> => {
    const ms = urgently && fastIntervalMs > 0 ? fastIntervalMs : intervalMs;
    // An idle proxy ends as soon as its servers are closed.
    return pauseFor(jittered(ms, rules.jitterPercent, random()), undefined, { ref: false });
  };
  return peers.map((peer) =>
    startProbing({
      rules,
      probe: async () => {
        const { heads } = peer;
        const outcome = await peer.probe({ path, timeoutMs, fields, expects });
        return outcome === 'silent' && rules.observes && peer.heads > heads ? 'busy' : outcome;
      },
      pause,
      onChange: (readiness, outcome) => {
        // A configured range is mostly empty: only a peer that was there can be missed.
        if (peer.probed !== 'unknown' || readiness !== 'absent') {
          log.info('peer changed', { peer: peer.id, from: peer.probed, to: readiness, outcome });
        }
        peer.silent = readiness === 'absent' && outcome === 'silent';
        peer.changeReadiness(readiness);
      },
    }),
  );
}
