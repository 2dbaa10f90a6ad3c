import type { Readable } from 'node:stream';
import { Client, type Dispatcher } from 'undici';
import type { Candidate } from './balancers/balancer.ts';
import { type AttemptFailed, attemptFailure } from './errors.ts';
import type { Ejection } from './health/ejection.ts';
import type { ProbeOutcome, Readiness } from './health/probe.ts';
import type { Latency } from './latency.ts';
import type { PeerAddress } from './peer-list.ts';
import type { SlowStart } from './slow-start.ts';

/** A request as it goes to a peer. */
export interface AttemptRequest {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly path: string;
  /** Name, value, name, value… */
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
}

/** Who made an attempt and learns what becomes of it. */
export interface AttemptHandler {
  /** The request goes to the wire now. */
  onSent(): void;
  /**
   * A final response head.
   *
   * @param raw  name, value, name, value…
   * @returns    false to hold the body back until `resume`
   */
  onHead(status: number, raw: readonly string[], phrase: string): boolean;
  /** A piece of the body. @returns false to hold the next back until `resume` */
  onData(chunk: Buffer): boolean;
  /** The response is complete. */
  onEnd(): void;
  /** There is no response, or no more of it. */
  onFailure(failure: AttemptFailed): void;
}

/** One try at one peer. */
export interface Attempt {
  /** Whether its connection has already carried a response: the peer may have closed it since. */
  readonly reused: boolean;
  /** Whether anything was given to the connection. */
  readonly sent: boolean;
  /** Sends the request: once. */
  begin(request: AttemptRequest, handler: AttemptHandler): void;
  /** Asks for the body's next piece. */
  resume(): void;
  /** Ends it at once; the handler hears nothing any more. */
  abort(): void;
}

/** How connections to a peer are kept. */
export interface PeerOptions {
  readonly address: PeerAddress;
  readonly ejection: Ejection;
  readonly slowStart: SlowStart;
  readonly latency: Latency;
  /** How long an idle connection is kept, in ms. */
  readonly idleMs: number;
}

/** Idle connections that a peer keeps at most; the longest idle goes first. */
const idleLimit = 128;

/** Exchanges after which a connection is renewed, as nginx does. */
const exchangesPerConnection = 1000;

/** A response head larger than this is invalid. */
const responseHeadLimitBytes = 32_768;

/** One address that answers requests: its connections and what is known of its health. */
export class Peer implements Candidate {
  readonly id: string;
  readonly maxConns: number;
  readonly backup: boolean;
  readonly ejection: Ejection;
  readonly latency: Latency;
  /** What probes say of it; `live` from the start where there are none. */
  readiness: Readiness = 'unknown';
  inFlight = 0;
  /** Responses that it gave. */
  answered = 0;
  /** Attempts that failed. */
  failed = 0;
  /** Hears of each attempt that is over. */
  onReleased: (() => void) | undefined;
  readonly #slowStart: SlowStart;
  readonly #origin: string;
  readonly #idleMs: number;
  readonly #idle: Connection[] = [];
  #closed = false;

  constructor({ address, ejection, slowStart, latency, idleMs }: PeerOptions) {
    this.id = `${address.host}:${address.port}`;
    this.maxConns = address.maxConns;
    this.backup = address.backup;
    this.ejection = ejection;
    this.latency = latency;
    this.#slowStart = slowStart;
    this.#origin = `http://${this.id}`;
    this.#idleMs = idleMs;
  }

  /** The configured weight, or less while it starts slowly. */
  get weight(): number {
    return this.#slowStart.weight;
  }

  /** How long its answers took lately, in ms; 0 before the first. */
  get latencyMs(): number {
    return this.latency.ms;
  }

  /** Whether it has as many attempts as it may. */
  get full(): boolean {
    return this.maxConns > 0 && this.inFlight >= this.maxConns;
  }

  /** An attempt is over. */
  release(): void {
    this.inFlight -= 1;
    this.onReleased?.();
  }

  /** An attempt on the connection that was idle for the shortest time, or on a new one. */
  attempt(): Attempt {
    return this.#idle.pop() ?? this.#connect();
  }

  /** An attempt on a new connection. */
  freshAttempt(): Attempt {
    return this.#connect();
  }

  /** Asks on a connection of its own, so that no exchange is touched. */
  async probe(path: string, timeoutMs: number): Promise<ProbeOutcome> {
    const client = new Client(this.#origin, { pipelining: 0, connectTimeout: 0 });
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const { statusCode } = await client.request({ path, method: 'GET', signal });
      return statusCode === 200 ? 'ready' : 'unready';
    } catch (error) {
      return attemptFailure(error).error === 'connection_refused' ? 'refused' : 'silent';
    } finally {
      client.destroy().catch(() => undefined);
    }
  }

  /**
   * Learns what probes found. One that becomes live is a new process as a rule, so old failures
   * are forgotten; connections to one that went are.
   */
  changeReadiness(readiness: Readiness): void {
    // What is live when the proxy starts has been so for a while.
    if (readiness === 'live' && this.readiness !== 'unknown') this.#slowStart.begin();
    this.readiness = readiness;
    if (readiness === 'live') {
      this.ejection.reset();
      this.latency.reset();
    } else for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  /** Closes the idle connections, and the others as soon as they become idle. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  #connect(): Connection {
    return new Connection(this.#origin, this.#idleMs, {
      onIdle: (connection) => this.#keep(connection),
      onLost: (connection) => this.#forget(connection),
    });
  }

  #keep(connection: Connection): void {
    if (this.#closed) {
      connection.destroy();
      return;
    }
    this.#idle.push(connection);
    if (this.#idle.length > idleLimit) this.#idle.shift()?.destroy();
  }

  #forget(connection: Connection): void {
    const index = this.#idle.lastIndexOf(connection);
    if (index < 0) return;
    this.#idle.splice(index, 1);
    connection.destroy();
  }
}

interface ConnectionOwner {
  onIdle(connection: Connection): void;
  onLost(connection: Connection): void;
}

/**
 * One connection, one exchange at a time. It is undici's handler for all its exchanges: the older
 * callbacks with raw fields, because the newer ones build an object of every header.
 */
class Connection implements Attempt, Dispatcher.DispatchHandler {
  readonly #client: Client;
  readonly #owner: ConnectionOwner;
  #handler: AttemptHandler | undefined;
  #abort: (() => void) | undefined;
  #resume: (() => void) | undefined;
  #served = 0;
  sent = false;

  constructor(origin: string, idleMs: number, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#client = new Client(origin, {
      pipelining: 1,
      connectTimeout: 0,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      keepAliveTimeoutThreshold: 1000,
      maxRequestsPerClient: exchangesPerConnection,
      maxHeaderSize: responseHeadLimitBytes,
    });
    this.#client.on('connect', () => {
      this.#served = 0;
    });
    this.#client.on('disconnect', () => owner.onLost(this));
  }

  get reused(): boolean {
    return this.#served > 0;
  }

  begin(request: AttemptRequest, handler: AttemptHandler): void {
    const { method, path, headers, body } = request;
    this.#handler = handler;
    this.sent = false;
    // Without `reset: false` undici closes the connection after every HEAD.
    const options: Dispatcher.DispatchOptions =
      method === 'HEAD'
        ? { method, path, headers, body, reset: false }
        : { method, path, headers, body };
    this.#client.dispatch(options, this);
  }

  resume(): void {
    this.#resume?.();
  }

  abort(): void {
    this.#handler = undefined;
    this.#abort?.();
    this.destroy();
  }

  destroy(): void {
    this.#client.destroy().catch(() => undefined);
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
    if (this.#handler === undefined) abort();
    this.sent = true;
    this.#handler?.onSent();
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, phrase: string): boolean {
    if (this.#handler === undefined || status < 200) return true;
    this.#resume = resume;
    const fields: string[] = [];
    for (const part of raw) fields.push(part.toString('latin1'));
    return this.#handler.onHead(status, fields, phrase);
  }

  onData(chunk: Buffer): boolean {
    return this.#handler?.onData(chunk) ?? true;
  }

  onComplete(): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#abort = undefined;
    this.#resume = undefined;
    this.#served += 1;
    this.#owner.onIdle(this);
    handler?.onEnd();
  }

  onError(error: Error): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.destroy();
    handler?.onFailure(attemptFailure(error));
  }
}
