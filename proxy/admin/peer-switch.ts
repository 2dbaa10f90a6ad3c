import { Problem } from '../../service/problem.ts';
import type { Peer } from '../upstream/peer.ts';
import type { AdminSource } from './source.ts';
import { type PeerStatus, readPeer } from './status.ts';

const target = /^\/-\/peers\/(?<id>[^/]+)\/(?<action>drain|undrain)$/;

/** What is to be done with which peer. */
export interface PeerSwitch {
  readonly peer: Peer;
  readonly action: 'drain' | 'undrain';
}

/**
 * Reads a path such as `/-/peers/127.0.0.1:8001/drain`.
 *
 * @returns undefined when it is no such path, or there is no such peer
 */
export function findSwitch(peers: readonly Peer[], path: string): PeerSwitch | undefined {
  const { id, action } = target.exec(path)?.groups ?? {};
  const peer = peers.find((one) => one.id === decoded(id ?? ''));
  if (peer === undefined || (action !== 'drain' && action !== 'undrain')) return undefined;
  return { peer, action };
}

/** Does it; a second time it changes nothing. @returns the peer's new status */
export function turn(source: AdminSource, { peer, action }: PeerSwitch): PeerStatus {
  const before = peer.readiness;
  if (action === 'drain') peer.drain();
  else peer.undrain();
  if (peer.readiness !== before) {
    source.log.info(`peer ${action}ed by hand`, { peer: peer.id, inFlight: peer.inFlight });
  }
  return readPeer(peer, source.wallClock());
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch (error) {
    throw new Problem({ status: 400, detail: 'The peer is not well-formed.', cause: error });
  }
}
