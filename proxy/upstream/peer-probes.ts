import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Log } from '../../service/log.ts';
import { proxyTokenField } from '../../service/proxy-token.ts';
import { jittered } from '../health/jitter.ts';
import { hanging, type ProbeOutcome, silent } from '../health/probe.ts';
import { type Probing, startProbing } from '../health/probing.ts';
import type { Settings } from '../settings.ts';
import type { Peer } from './peer.ts';

/** How peers are probed. */
export interface PeerProbesOptions {
  /** Read at every probe: they may change. */
  readonly settings: Pick<Settings, 'probe' | 'protection'>;
  readonly log: Log;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/**
 * Probes a peer from now on.
 *
 * @param firstPath  asked where the settings have no path yet
 */
export function startProbe(peer: Peer, options: PeerProbesOptions, firstPath: string): Probing {
  const { settings, log, random } = options;
  return startProbing({
    rules: settings.probe,
    probe: () => probe(peer, settings, firstPath),
    pause: (urgently) => {
      const { intervalMs, fastIntervalMs, jitterPercent } = settings.probe;
      const ms = urgently && fastIntervalMs > 0 ? fastIntervalMs : intervalMs;
      // An idle proxy ends as soon as its servers are closed.
      return pauseFor(jittered(ms, jitterPercent, random()), undefined, { ref: false });
    },
    onProbed: (state) => {
      peer.silent = silent(state);
      peer.hanging = hanging(state);
    },
    onChange: (readiness, outcome) => {
      // A configured range is mostly empty: only a peer that was there can be missed.
      if (peer.probed !== 'unknown' || readiness !== 'absent') {
        log.info('peer changed', { peer: peer.id, from: peer.probed, to: readiness, outcome });
      }
      peer.changeReadiness(readiness);
    },
  });
}

async function probe(
  peer: Peer,
  settings: PeerProbesOptions['settings'],
  firstPath: string,
): Promise<ProbeOutcome> {
  const { path = firstPath, statuses, timeoutMs, observes } = settings.probe;
  const { peerToken } = settings.protection;
  const fields = peerToken === undefined ? [] : [proxyTokenField, peerToken];
  const expects = (status: number): boolean =>
    statuses.some(({ from, to }) => status >= from && status <= to);
  const { heads } = peer;
  const outcome = await peer.probe({ path, timeoutMs, fields, expects });
  const unanswered = outcome === 'silent' || outcome === 'lost';
  return unanswered && observes && peer.heads > heads ? 'busy' : outcome;
}
