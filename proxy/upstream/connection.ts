import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { attemptFailure, ResponseIncomplete, ResponseInvalid } from '../errors.ts';
import type { Attempt, AttemptHandler, AttemptRequest } from './attempt.ts';
import { closedHere } from './closed-here.ts';
import { frameTheNext } from './framing-trailers.ts';
import { isOverlooked } from './head-watch.ts';
import { headerTexts, responseHeadLimitBytes } from './header-texts.ts';
import { isWholeDespite } from './is-whole-despite.ts';
import { keptMsOf } from './keep-alive-hint.ts';
import { type Connected, type Connecting, peerConnector } from './peer-connector.ts';
import type { PeerUrl } from './peer-url.ts';
import { partFields, type RequestFields } from './request-fields.ts';
import { type Client, type Dispatcher, UndiciClient } from './undici-client.ts';
import type { WholeHead } from './whole-head.ts';
import { withoutIdleCheck } from './without-idle-check.ts';
import { withoutIdleTimers } from './without-idle-timers.ts';

/**
 * Exchanges after which a connection is renewed, and a peer's name looked up again. nginx does so after
 * 1000, to give memory back: there is none to give back here, and a new connection takes as long as
 * half a dozen exchanges.
 */
const exchangesPerConnection = 10_000;

/** Interim responses to one request; they are passed on without waiting for a slow client. */
const interimLimit = 100;

const none: readonly string[] = [];

/** Who keeps a connection between its exchanges. */
export interface ConnectionOwner {
  /** It can be used again: closes it in time, for nobody else does. */
  onIdle(connection: Connection): void;
  onLost(connection: Connection): void;
}

/**
 * One connection, one exchange at a time. It is undici's handler for all its exchanges: the older
 * callbacks with raw fields, because the newer ones build an object of every header.
 */
export class Connection implements Attempt, Connecting, Dispatcher.DispatchHandler {
  readonly #client: Client;
  readonly #owner: ConnectionOwner;
  #handler: AttemptHandler | undefined;
  #abort: (() => void) | undefined;
  #resume: (() => void) | undefined;
  /** Its socket, which undici knows only when it is open. */
  #opening: Socket | undefined;
  #connected: Connected | undefined;
  #served = 0;
  /** What the exchange under way was answered; 0 before. */
  #status = 0;
  /** Lines of the request's fields that undici does not know of. */
  #fields = '';
  #silent = true;
  /** What was read first of the answer, as long as it is all that was read of its head. */
  #headRead: Buffer | undefined;
  /** The answer's head, where it came at once. */
  #wholeHead: WholeHead | undefined;
  #interims = 0;
  /** What became of the socket, where it did not end in order. */
  #broken: Error | undefined;
  sent = false;
  /** How long it may be idle by what the peer says, in ms. */
  keptMs = Number.POSITIVE_INFINITY;

  constructor(origin: PeerUrl, idleMs: number, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#client = new UndiciClient(origin, {
      pipelining: 1,
      connect: peerConnector(this),
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      keepAliveTimeoutThreshold: 1000,
      maxRequestsPerClient: exchangesPerConnection,
      maxHeaderSize: responseHeadLimitBytes,
    });
    withoutIdleTimers(this.#client);
    this.#client.on('connect', () => {
      this.#served = 0;
      this.#broken = undefined;
    });
    this.#client.on('disconnect', () => owner.onLost(this));
  }

  get reused(): boolean {
    return this.#served > 0;
  }

  get left(): boolean {
    return this.#connected?.writes.left ?? false;
  }

  get unsentBytes(): number {
    return this.#connected?.writes.unsentBytes ?? 0;
  }

  get receiving(): boolean {
    return this.#handler !== undefined && this.#status > 0;
  }

  get awaitsHead(): boolean {
    return this.#status === 0;
  }

  get silent(): boolean {
    return this.#silent;
  }

  onHeadBytes(bytes: Buffer): boolean {
    // What comes before the request has left answers nothing; without an exchange undici says so.
    if (this.#handler !== undefined && !this.left) return false;
    this.#headRead = this.#silent ? bytes : undefined;
    this.#silent = false;
    return true;
  }

  onWholeHead(head: WholeHead): void {
    this.#headRead = undefined;
    this.#wholeHead = head;
  }

  onConnecting(socket: Socket): void {
    this.#opening = socket;
  }

  onConnected(connected: Connected): void {
    this.#opening = undefined;
    this.#connected = connected;
    connected.socket.on('error', (error) => {
      this.#broken = error;
    });
  }

  begin(request: AttemptRequest, handler: AttemptHandler): void {
    this.#handler = handler;
    this.sent = false;
    this.#status = 0;
    this.#silent = true;
    this.#wholeHead = undefined;
    this.#interims = 0;
    const { method, path, upgrade } = request;
    const parted = partFields(request);
    const { known: headers, text } = parted;
    this.#fields = text;
    this.#connected?.writes.begin();
    const size = sizeOf(request, parted);
    if (this.#connected?.writes.holds(size)) withoutIdleCheck(this.#connected.socket);
    // One exchange at a time: nothing else could go out meanwhile, and `blocking` would only cost.
    const options = { method, path, headers, body: bodyOf(request), upgrade, blocking: false };
    // Without `reset: false` undici closes the connection after every HEAD.
    this.#client.dispatch(method === 'HEAD' ? { ...options, reset: false } : options, this);
  }

  takeFields(): string {
    const fields = this.#fields;
    this.#fields = '';
    return fields;
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
    this.#opening?.destroy();
    this.#client.destroy(closedHere, () => undefined);
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
    if (this.#handler === undefined) abort();
    this.sent = true;
    this.#handler?.onSent();
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, shown: string): boolean {
    if (this.#handler === undefined || isOverlooked(status)) return true;
    const { fields = headerTexts(raw, this.#headRead), phrase = shown } = this.#wholeHead ?? {};
    // A 101 comes here only where nobody has asked for it, or it does not say what for.
    if (fields === undefined || status === 101 || status < 100) return this.#refuse();
    if (status < 200) {
      this.#interims += 1;
      if (this.#interims > interimLimit) return this.#refuse();
      this.#handler.onInterim(status, fields);
      return true;
    }
    this.#resume = resume;
    this.#headRead = undefined;
    this.#wholeHead = undefined;
    this.#status = status;
    // Of such framing nobody can be sure (RFC 9112 §6.1).
    const old = this.#connected?.heads.old === true;
    const unsure = old && saysHowItIsCoded(fields);
    this.keptMs = unsure ? 0 : keptMsOf(fields, old);
    return this.#handler.onHead(status, fields, phrase);
  }

  onUpgrade(status: number, raw: Buffer[], connection: Duplex): void {
    const handler = this.#handler;
    const fields = headerTexts(raw);
    if (handler === undefined || fields === undefined || status !== 101) {
      connection.destroy();
      this.#refuse();
      return;
    }
    this.#handler = undefined;
    this.#abort = undefined;
    this.#status = status;
    this.#connected?.reads.release();
    handler.onSwitched(fields, connection);
  }

  onData(chunk: Buffer): boolean {
    // One without bytes comes when undici reads on; to make it wait again behind that ends the process.
    if (chunk.length === 0) return true;
    const taken = this.#handler?.onData(chunk) ?? 'spent';
    if (taken === 'spent') this.#connected?.reads.spend(chunk.length);
    return taken !== 'full';
  }

  onComplete(trailers: readonly (string | Buffer)[] | null): void {
    // undici takes a reset for the end of a body that ends with its connection.
    if (this.#broken !== undefined) {
      this.onError(this.#broken);
      return;
    }
    const handler = this.#handler;
    this.#handler = undefined;
    this.#abort = undefined;
    this.#resume = undefined;
    this.#served += 1;
    this.#connected?.writes.rest();
    const fields = trailers?.length ? headerTexts(trailers.filter(Buffer.isBuffer)) : none;
    if (fields && frameTheNext(fields)) this.destroy();
    else this.#owner.onIdle(this);
    handler?.onEnd(fields ?? none);
  }

  onError(error: Error): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.destroy();
    if (this.#status === 0) handler?.onFailure(attemptFailure(error));
    else if (isWholeDespite(error, this.#status)) handler?.onEnd([]);
    else handler?.onFailure(new ResponseIncomplete(error));
  }

  #refuse(): boolean {
    const handler = this.#handler;
    this.abort();
    handler?.onFailure(new ResponseInvalid());
    return true;
  }
}

/** Whether there is a Transfer-Encoding, which HTTP/1.0 does not have. */
function saysHowItIsCoded(fields: readonly string[]): boolean {
  return fields.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'transfer-encoding');
}

/** In bytes, nearly; without end where its body comes in pieces. */
function sizeOf({ method, path, body }: AttemptRequest, { known, text }: RequestFields): number {
  if (body !== null && !Buffer.isBuffer(body)) return Number.POSITIVE_INFINITY;
  let bytes = method.length + path.length + text.length + (body?.length ?? 0);
  for (const part of known) bytes += part.length + 2;
  return bytes;
}

/** undici's types ask for more than it uses. */
function bodyOf({ body }: AttemptRequest): Buffer | Readable | null {
  return body as Buffer | Readable | null;
}
