import type { Candidate } from '../balancers/balancer.ts';
import type { Ejection } from '../health/ejection.ts';
import type { ProbeOutcome, Readiness } from '../health/probe.ts';
import type { Attempt } from './attempt.ts';
import { Connection } from './connection.ts';
import { IdleConnections } from './idle-connections.ts';
import type { Latency } from './latency.ts';
import type { PeerAddress } from './peer-list.ts';
import { PeerTally } from './peer-tally.ts';
import { PeerUrl } from './peer-url.ts';
import { type ProbePlan, probeOnce } from './probe-once.ts';
import type { SlowStart } from './slow-start.ts';

/** How connections to a peer are kept. */
export interface PeerOptions {
  readonly address: PeerAddress;
  readonly ejection: Ejection;
  readonly slowStart: SlowStart;
  readonly latency: Latency;
  /** How long an idle connection is kept, in ms. */
  readonly idleMs: number;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** One address that answers requests: its connections and what is known of its health. */
export class Peer implements Candidate {
  readonly id: string;
  readonly ejection: Ejection;
  readonly latency: Latency;
  /**
   * What probes say of it; `live` from the start where there are none. `drained` while somebody
   * wants it to be given nothing, whatever probes say.
   */
  readiness: Readiness | 'drained' = 'unknown';
  /** Whether it is absent because its probes hang: who waits for it had better ask another. */
  silent = false;
  /** Whether it is silent but takes connections: it may answer yet, where there is nobody else. */
  hanging = false;
  inFlight = 0;
  /** Heads of responses that it began. */
  heads = 0;
  /** Responses that it gave. */
  answered = 0;
  /** Attempts that failed. */
  failed = 0;
  /** What its attempts came to. */
  readonly tally = new PeerTally();
  /** Hears of each attempt that is over. */
  onReleased: (() => void) | undefined;
  readonly #options: PeerOptions;
  readonly #origin: PeerUrl;
  readonly #idle: IdleConnections<Connection>;
  #closed = false;
  /** What probes say of a drained one. */
  #probed: Readiness = 'unknown';

  /** @param options  read at every use: all but host and port may change */
  constructor(options: PeerOptions) {
    const { address, ejection, latency } = options;
    this.id = `${address.host}:${address.port}`;
    this.ejection = ejection;
    this.latency = latency;
    this.#options = options;
    this.#idle = new IdleConnections(options);
    this.#origin = new PeerUrl(`http://${this.id}`);
  }

  /** Most attempts at a time; 0 = no limit. */
  get maxConns(): number {
    return this.#options.address.maxConns;
  }

  /** Whether it is asked only when no other is available. */
  get backup(): boolean {
    return this.#options.address.backup;
  }

  /** The configured weight, or less while it starts slowly. */
  get weight(): number {
    return this.#options.slowStart.weight;
  }

  /** How long its answers took lately, in ms; 0 before the first. */
  get latencyMs(): number {
    return this.latency.ms;
  }

  /** Whether it has as many attempts as it may. */
  get full(): boolean {
    const { maxConns } = this;
    return maxConns > 0 && this.inFlight >= maxConns;
  }

  /** An attempt is over. */
  release(): void {
    this.inFlight -= 1;
    this.onReleased?.();
  }

  /** An attempt on the connection that was idle for the shortest time, or on a new one. */
  attempt(): Attempt {
    return this.#idle.take() ?? this.#connect();
  }

  /** An attempt on a new connection. */
  freshAttempt(): Attempt {
    return this.#connect();
  }

  /** Asks on a connection of its own, so that no exchange is touched. */
  probe(plan: ProbePlan): Promise<ProbeOutcome> {
    return probeOnce(this.#origin, plan);
  }

  /**
   * Learns what probes found. One that becomes live is a new process as a rule, so old failures
   * are forgotten; connections to one that went are.
   */
  changeReadiness(readiness: Readiness): void {
    if (this.readiness === 'drained') this.#probed = readiness;
    else this.#become(readiness);
    if (readiness === 'live') {
      this.ejection.reset();
      this.latency.reset();
    } else this.#idle.drop();
  }

  #become(readiness: Readiness): void {
    // What is live when the proxy starts has been so for a while.
    if (readiness === 'live' && this.readiness !== 'unknown') this.#options.slowStart.begin();
    this.readiness = readiness;
  }

  /** What probes say of it, drained or not. */
  get probed(): Readiness {
    return this.readiness === 'drained' ? this.#probed : this.readiness;
  }

  /** Gives it no further attempts until {@link undrain}; those under way are finished. */
  drain(): void {
    this.#probed = this.probed;
    this.readiness = 'drained';
    this.#idle.drop();
  }

  /** Gives it attempts again if probes find it live; one that is not drained goes on as it is. */
  undrain(): void {
    if (this.readiness !== 'drained') return;
    this.#become(this.probed);
  }

  /** Closes the idle connections, and the others as soon as they become idle. */
  close(): void {
    this.#closed = true;
    this.#idle.drop();
  }

  #connect(): Connection {
    return new Connection(this.#origin, this.#options.idleMs, {
      onIdle: (connection) => this.#keep(connection),
      onLost: (connection) => this.#idle.forget(connection),
    });
  }

  #keep(connection: Connection): void {
    if (this.#closed) connection.destroy();
    else this.#idle.keep(connection);
  }
}
