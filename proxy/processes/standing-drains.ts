import type { AdminRequest } from '../admin/server.ts';
import type { Member } from './member.ts';

const target = /^(?<peer>\/-\/peers\/[^/]+\/)(?<action>drain|undrain)$/;

/** Peers that were drained by hand: a process that takes another's place is told again. */
export class StandingDrains {
  readonly #requests = new Map<string, AdminRequest>();

  /** A change was made by all processes. */
  note(request: AdminRequest): void {
    const { peer, action } = target.exec(request.url?.split('?')[0] ?? '')?.groups ?? {};
    if (peer === undefined) return;
    if (action === 'drain') this.#requests.set(peer, request);
    else this.#requests.delete(peer);
  }

  /** Tells a process of all that stands. */
  async tell(member: Pick<Member, 'ask'>): Promise<void> {
    await Promise.all([...this.#requests.values()].map((request) => member.ask('admin', request)));
  }
}
