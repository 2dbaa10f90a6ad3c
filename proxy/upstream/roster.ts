import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../../service/log.ts';
import { balancers } from '../balancers/by-name.ts';
import { Ejection } from '../health/ejection.ts';
import type { Probing } from '../health/probing.ts';
import type { Commit, Reloadable } from '../reload/reloadable.ts';
import { renew, renewable } from '../reload/renew.ts';
import type { Settings } from '../settings.ts';
import { Latency } from './latency.ts';
import { Peer } from './peer.ts';
import type { PeerAddress } from './peer-list.ts';
import { startProbe } from './peer-probes.ts';
import { SlowStart } from './slow-start.ts';
import { Upstream } from './upstream.ts';

/** What a roster is made of. */
export interface RosterOptions {
  /** Those in force: their values may change. */
  readonly settings: Settings;
  readonly log: Log;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

interface Member {
  readonly peer: Peer;
  /** Changed in place when the settings give the same peer another role. */
  readonly address: PeerAddress;
  probing: Probing | undefined;
}

/** Who the peers are. They are probed here, and come and go with the settings. */
export class Roster implements Reloadable {
  readonly #options: RosterOptions;
  #members: ReadonlyMap<string, Member> = new Map();
  #upstream: Upstream;
  /** Those that are probed for settings that are not in force yet. */
  #added: readonly Member[] = [];

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#members = this.#membersFor(options.settings);
    this.#upstream = this.#createUpstream();
  }

  /** The peers as a group. */
  get upstream(): Upstream {
    return this.#upstream;
  }

  /** Starts probing. @returns resolves once every peer was probed */
  async probe(): Promise<void> {
    const { settings } = this.#options;
    await this.#startProbing([...this.#members.values()], settings);
  }

  /**
   * Peers that are new are probed before anybody else leaves, so that a list with other peers
   * throughout loses no request.
   */
  async prepare(next: Settings): Promise<Commit> {
    const members = this.#membersFor(next);
    const added = [...members.values()].filter(({ peer }) => !this.#members.has(peer.id));
    this.#added = added;
    await this.#startProbing(added, next);
    const before = group(this.#options.settings);
    return () => {
      this.#added = [];
      const left = [...this.#members.values()].filter(({ peer }) => !members.has(peer.id));
      this.#members = members;
      for (const address of next.peers) {
        const member = members.get(idOf(address));
        if (member !== undefined) renew(member.address, address);
      }
      for (const member of left) leave(member);
      this.#switchProbes(next);
      if (!isDeepStrictEqual(before, group(next))) this.#upstream = this.#createUpstream();
    };
  }

  /** Peers that would have been new are left alone again. */
  cancel(): void {
    for (const member of this.#added) leave(member);
    this.#added = [];
  }

  /** Ends probes and closes connections as soon as they are idle. */
  close(): void {
    this.cancel();
    for (const member of this.#members.values()) leave(member);
  }

  #membersFor({ peers }: Settings): ReadonlyMap<string, Member> {
    return new Map(
      peers.map((address) => {
        const id = idOf(address);
        return [id, this.#members.get(id) ?? this.#createMember(address)];
      }),
    );
  }

  #createMember(given: PeerAddress): Member {
    const { settings, now } = this.#options;
    const address = renewable(given);
    const slowStart = new SlowStart({
      get weight() {
        return address.weight;
      },
      get slowStartMs() {
        return settings.slowStartMs;
      },
      now,
    });
    const onReturned = (): void => slowStart.begin();
    const ejection = new Ejection({ rules: settings.ejection, now, onReturned });
    const peer = new Peer({
      ...{ address, ejection, slowStart, latency: new Latency(now), now },
      get idleMs() {
        return settings.peerIdleMs;
      },
    });
    return { peer, address, probing: undefined };
  }

  #createUpstream(): Upstream {
    const { settings, random, log } = this.#options;
    const { balancer, hashKey, ejection: limits } = settings;
    return new Upstream({
      peers: [...this.#members.values()].map(({ peer }) => peer),
      balancer: balancers[balancer]({ maxFails: limits.maxFails, random }),
      hashKey,
      limits,
      onEjected: ({ id, ejection }) => {
        const { fails, inRow, remainingMs: forMs } = ejection;
        log.warn('peer ejected', { peer: id, fails, inRow, forMs });
      },
      onPanic: (panicking) => log.warn(panicking ? 'panic' : 'panic over', {}),
    });
  }

  /** @param wanted  whether there are probes at all; how often and where is read from those in force */
  async #startProbing(members: readonly Member[], wanted: Settings): Promise<void> {
    for (const member of members) {
      const { path } = wanted.probe;
      if (path === undefined) becomeLive(member);
      else member.probing = startProbe(member.peer, this.#options, path);
    }
    await Promise.all(members.map(({ probing }) => probing?.first));
  }

  /** Begins or ends the probes of peers that stay. */
  #switchProbes({ probe: { path } }: Settings): void {
    for (const member of this.#members.values()) {
      if (path === undefined) {
        member.probing?.stop();
        member.probing = undefined;
        becomeLive(member);
      } else member.probing ??= startProbe(member.peer, this.#options, path);
    }
  }
}

function idOf({ host, port }: PeerAddress): string {
  return `${host}:${port}`;
}

/** Where nobody is probed, everybody counts as live. */
function becomeLive({ peer }: Member): void {
  peer.silent = false;
  peer.hanging = false;
  if (peer.probed !== 'live') peer.changeReadiness('live');
}

function leave({ peer, probing }: Member): void {
  probing?.stop();
  peer.close();
}

/** What an upstream is made of. */
function group({ peers, balancer, hashKey, ejection: { maxFails } }: Settings): unknown {
  return { peers, balancer, hashKey: { ...hashKey }, maxFails };
}
