import { newTicketKeys, ticketKeysLastMs } from '../client/tls/ticket-keys.ts';
import { type Member, MemberGone } from './member.ts';

/** What keeps the keys. */
export interface TicketKeeperOptions {
  readonly crew: { readonly members: readonly TicketHolder[] };
  /** Hears of a member that can't be told. */
  readonly onFault: (member: TicketHolder, error: unknown) => void;
  /** Calls back again and again, and lets the process end meanwhile; ends with what it returns. */
  readonly repeat: (callback: () => void, periodMs: number) => () => void;
}

type TicketHolder = Pick<Member, 'ask' | 'pid'>;

/**
 * Keeps the keys by which session tickets are sealed, for all processes alike: a session that one
 * began is resumed by whichever the client meets next.
 */
export class TicketKeeper {
  readonly #options: TicketKeeperOptions;
  readonly #stop: () => void;
  #keys = newTicketKeys();

  constructor(options: TicketKeeperOptions) {
    this.#options = options;
    this.#stop = options.repeat(() => void this.#rotate(), ticketKeysLastMs);
  }

  /** Tells one process the keys of now. @returns resolves when it uses them, or can't */
  async tell(member: TicketHolder): Promise<void> {
    try {
      await member.ask('ticketKeys', this.#keys.toString('base64'));
    } catch (error) {
      if (!(error instanceof MemberGone)) this.#options.onFault(member, error);
    }
  }

  /** Tells all. */
  async tellAll(): Promise<void> {
    await Promise.all(this.#options.crew.members.map((member) => this.tell(member)));
  }

  /** Makes no further keys. */
  stop(): void {
    this.#stop();
  }

  #rotate(): Promise<void> {
    this.#keys = newTicketKeys();
    return this.tellAll();
  }
}
