import type { Log } from '../../service/log.ts';
import type { Settings } from '../settings.ts';
import { ClientKeys } from './client-key.ts';
import { ConnectionLimits } from './connection-limits.ts';
import { Gate, type GateMemory } from './gate.ts';
import { Occupancy } from './occupancy.ts';
import { RateMemory } from './rate-memory.ts';
import { Refusals } from './refusals.ts';
import { Trust } from './trust.ts';

/** The settings that it goes by. */
export type ProtectedSettings = Pick<Settings, 'trust' | 'protection'>;

/** What it is made of. */
export interface ProtectionOptions {
  readonly settings: ProtectedSettings;
  readonly log: Pick<Log, 'warn'>;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Closes a connection that nobody uses. @returns false where there is none */
  readonly makeRoom: () => boolean;
}

/** Whom the proxy believes and whom it lets in. */
export class Protection {
  readonly refusals: Refusals;
  readonly connections: ConnectionLimits;
  #trust: Trust;
  #gate: Gate;
  #peerToken: string | undefined;
  #keys: ClientKeys;
  readonly #memory: GateMemory;

  constructor({ settings, log, now, makeRoom }: ProtectionOptions) {
    const { trust, protection } = settings;
    const { rateKeys, clientIpv6Prefix, peerToken } = protection;
    this.refusals = new Refusals(log, now);
    this.#memory = {
      rates: new RateMemory(now, rateKeys),
      inFlight: new Occupancy(),
      refusals: this.refusals,
    };
    this.#trust = new Trust(trust);
    this.#gate = new Gate(protection, this.#memory);
    this.#peerToken = peerToken;
    this.#keys = new ClientKeys(clientIpv6Prefix);
    this.connections = new ConnectionLimits(protection, {
      keys: { of: (address) => this.#keys.of(address) },
      speaksForMany: (address) => this.#trust.trusts(address),
      makeRoom,
      refusals: this.refusals,
    });
  }

  /** What hops may say. */
  get trust(): Trust {
    return this.#trust;
  }

  /** Who may come in. */
  get gate(): Gate {
    return this.#gate;
  }

  /** What tells peers that a request came through this proxy; undefined = nothing does. */
  get peerToken(): string | undefined {
    return this.#peerToken;
  }

  /** Goes by other settings from now on. What was counted stays; so does `PROXY_RATE_KEYS`. */
  apply({ trust, protection }: ProtectedSettings): void {
    this.#trust = new Trust(trust);
    this.#gate = new Gate(protection, this.#memory);
    this.#peerToken = protection.peerToken;
    this.#keys = new ClientKeys(protection.clientIpv6Prefix);
    this.connections.rebound(protection);
  }
}
