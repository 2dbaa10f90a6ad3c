import type { AdminRequest } from '../admin/server.ts';
import type { PeerAddress } from '../upstream/peer-list.ts';
import type { Member } from './member.ts';

const target = /^\/-\/peers\/(?<id>[^/]+)\/(?<action>drain|undrain)$/;

/** Peers that were drained by hand: a process that takes another's place is told again. */
export class StandingDrains {
  readonly #requests = new Map<string, AdminRequest>();

  /** A change was made by all processes. */
  note(request: AdminRequest): void {
    const { id, action } = target.exec(request.url?.split('?')[0] ?? '')?.groups ?? {};
    if (id === undefined) return;
    // What all processes did is well-formed, however it was spelled.
    const peer = decodeURIComponent(id);
    if (action === 'drain') this.#requests.set(peer, request);
    else this.#requests.delete(peer);
  }

  /** The peers are others: one that is left out and comes back later is drained no more. */
  keepTo(peers: readonly Pick<PeerAddress, 'host' | 'port'>[]): void {
    const ids = new Set(peers.map(({ host, port }) => `${host}:${port}`));
    for (const peer of this.#requests.keys()) {
      if (!ids.has(peer)) this.#requests.delete(peer);
    }
  }

  /** Tells a process of all that stands. */
  async tell(member: Pick<Member, 'ask'>): Promise<void> {
    await Promise.all([...this.#requests.values()].map((request) => member.ask('admin', request)));
  }
}
