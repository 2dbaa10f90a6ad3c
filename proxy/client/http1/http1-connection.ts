import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Problem } from '../../../service/problem.ts';
import type { Watched } from '../../deadlines.ts';
import { RequestRejected } from '../../errors.ts';
import { staysOpen } from '../../stays-open.ts';
import type { ClientContext } from '../client-context.ts';
import type { ClientOrigin } from '../client-stream.ts';
import type { ClientConnection } from '../connections.ts';
import type { BodyReader } from './body-reader.ts';
import { ChunkedBody } from './chunked-body.ts';
import { type ClientReads, type Reader, readInto } from './client-reads.ts';
import { Http1Stream, type StreamOwner } from './http1-stream.ts';
import { type Http1Head, readHead } from './read-head.ts';
import { refusedHead, toldLimitBytes } from './refused-head.ts';
import { SizedBody } from './sized-body.ts';
import { Unread } from './unread.ts';

/** Bytes that wait behind the exchange under way before no more are read. */
const aheadLimitBytes = 65_536;

/** What the connection waits for from its client. */
type Wait = 'head' | 'next head' | 'nothing' | 'last word';

/** A request that could not be read, and its first bytes. */
interface Unreadable {
  readonly fault: Problem;
  readonly told: string;
}

/**
 * A client's connection that speaks HTTP/1: reads one request after another, each when the one
 * before was answered (RFC 9112 §9.3.2).
 */
export class Http1Connection implements ClientConnection, StreamOwner, Reader, Watched {
  slot = -1;
  readonly origin: ClientOrigin;
  readonly socket: Socket;
  readonly #context: ClientContext;
  readonly #reads: ClientReads | undefined;
  #stream: Http1Stream | undefined;
  #body: BodyReader | undefined;
  readonly #unread = new Unread();
  /** Bytes of the last read that were given to somebody who needs them for a while. */
  #keptBytes = 0;
  #advancing = false;
  #held = false;
  #wait: Wait = 'head';
  #waitBegins = true;
  #dueAt = 0;
  /** Whether the client will send no more. */
  #halfClosed = false;

  constructor(socket: Socket, origin: ClientOrigin, context: ClientContext) {
    this.socket = socket;
    this.origin = origin;
    this.#context = context;
    context.deadlines.add(this);
    this.#reads = readInto(socket, this);
    if (this.#reads === undefined) socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('end', () => this.#endReading());
    socket.on('drain', () => this.#stream?.listener?.onDrain());
    // What went wrong is no news to a client that is gone; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#close());
  }

  /** Whether no request is under way: it may be closed at any time. */
  get idle(): boolean {
    return this.#stream === undefined && this.#unread.empty;
  }

  /** Counts from the first look after the wait began: none is ended early, and no clock is read. */
  get dueAt(): number {
    if (this.#waitBegins) {
      this.#waitBegins = false;
      this.#dueAt = this.#context.now() + this.#patienceMs;
    }
    return this.#dueAt;
  }

  drain(): void {
    this.#stream?.closeAfterwards();
    if (this.idle) this.#finish();
  }

  expire(): void {
    const slow = this.#wait === 'head' && !this.#unread.empty;
    this.#await('nothing');
    if (slow) {
      const told = this.#unread.beginning(toldLimitBytes);
      const fault = new RequestRejected(408, 'The request did not come in time.');
      this.#refuse({ fault, told });
    } else this.breakOff();
  }

  breakOff(): void {
    if (this.#stream === undefined) this.socket.destroy();
    else this.#stream.destroy();
  }

  readBody(sizeBytes: number | undefined): void {
    this.#body = sizeBytes === undefined ? new ChunkedBody() : new SizedBody(sizeBytes);
    this.#advance();
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) this.socket.pause();
    else this.#readOn();
  }

  spend(): void {
    this.#reads?.spend(this.#keptBytes);
    this.#keptBytes = 0;
  }

  onWritten(keepAlive: boolean): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#stream = undefined;
    this.#body = undefined;
    this.#held = false;
    stream.close();
    if (!keepAlive || (this.#halfClosed && this.#unread.empty)) this.#finish();
    else {
      this.#await(this.#unread.empty ? 'next head' : 'head');
      this.#readOn();
    }
  }

  release(): Duplex {
    this.socket.removeAllListeners('data');
    this.socket.removeAllListeners('end');
    this.socket.removeAllListeners('drain');
    this.#await('nothing');
    const ahead = this.#unread.take();
    this.#reads?.release();
    // What is put back into a flowing socket would wait for more to come.
    this.socket.pause();
    if (ahead !== undefined) this.socket.unshift(ahead);
    return this.socket;
  }

  #await(wait: Wait): void {
    this.#wait = wait;
    this.#waitBegins = wait !== 'nothing';
    if (wait === 'nothing') this.#dueAt = Number.POSITIVE_INFINITY;
  }

  get #patienceMs(): number {
    const { headerTimeoutMs, keepAliveMs, halfCloseMs } = this.#context.settings;
    if (this.#wait === 'head') return headerTimeoutMs;
    return this.#wait === 'next head' ? keepAliveMs : halfCloseMs;
  }

  /** Whether more of a body is to come. */
  get receiving(): boolean {
    return this.#body?.ended === false;
  }

  take(chunk: Buffer, brief = false): void {
    this.#keptBytes = 0;
    this.#unread.add(chunk, brief);
    try {
      this.#advance();
    } finally {
      this.#unread.keep();
    }
    if (this.#unread.sizeBytes > aheadLimitBytes) this.socket.pause();
  }

  #readOn(): void {
    this.socket.resume();
    this.#advance();
  }

  /** Reads what can be read now. An answer that comes at once leads back here, one level deep. */
  #advance(): void {
    if (this.#advancing) return;
    this.#advancing = true;
    while (!this.#unread.empty && !this.#held) {
      const reads = this.#stream === undefined ? this.#readHead() : this.#readBody();
      if (!reads) break;
    }
    this.#advancing = false;
    // Part of a head behind the last request will never be a whole one.
    if (this.#halfClosed && this.#stream === undefined) this.#finish();
  }

  /** @returns whether a whole head was there */
  #readHead(): boolean {
    const head = this.#takeHead();
    if (head === undefined) {
      // What is left is the beginning of one.
      if (this.#wait === 'next head' && !this.#unread.empty) this.#await('head');
      return false;
    }
    this.#await('nothing');
    if ('fault' in head) this.#refuse(head);
    else {
      const keepAlive = staysOpen(head.connection, head.version !== '1.1');
      this.#answer(new Http1Stream(this, { head, fault: undefined, keepAlive }));
    }
    return true;
  }

  #takeHead(): Http1Head | Unreadable | undefined {
    let text: string | undefined;
    try {
      text = this.#unread.takeHead();
      return text === undefined ? undefined : readHead(text);
    } catch (error) {
      const fault = error instanceof Problem ? error : new Problem({ status: 500, cause: error });
      return { fault, told: text ?? this.#unread.beginning(toldLimitBytes) };
    }
  }

  /** Answers what could not be read; what may follow can't be understood either. */
  #refuse({ fault, told }: Unreadable): void {
    this.#await('nothing');
    this.#unread.clear();
    const head = refusedHead(told);
    this.#answer(new Http1Stream(this, { head, fault, keepAlive: false }));
  }

  #answer(stream: Http1Stream): void {
    this.#stream = stream;
    this.#context.answer(stream);
  }

  /** @returns whether there may be more to read */
  #readBody(): boolean {
    const body = this.#body;
    const listener = this.#stream?.listener;
    if (body === undefined || body.ended || listener === undefined) return false;
    const input = this.#unread.take();
    if (input === undefined) return false;
    try {
      let keptBytes = 0;
      const to = body.read(input, 0, (chunk) => {
        if (listener.onBody(chunk) !== 'spent') keptBytes += chunk.length;
      });
      this.#keptBytes += keptBytes;
      this.#reads?.spend(to - keptBytes);
      this.#unread.putBack(input.subarray(to));
    } catch (error) {
      this.#body = undefined;
      listener.onBodyFault(error instanceof Problem ? error : new Problem({ status: 400 }));
      return false;
    }
    // The listener may have ended the exchange meanwhile.
    if (body.ended && this.#body === body) listener.onBodyEnd();
    return true;
  }

  /** The client sends no more: most are gone, some wait for their answer. */
  #endReading(): void {
    this.#halfClosed = true;
    if (this.#stream === undefined) this.#finish();
    else if (this.#body !== undefined && !this.#body.ended) this.socket.destroy();
    else this.#await('last word');
  }

  #finish(): void {
    this.#await('last word');
    // A second time it would make an error of it for nobody, which takes longer than all else here.
    if (!this.socket.writableEnded) this.socket.end();
    // Whatever still comes is not read; the client's own end closes the connection.
    this.#unread.clear();
    this.#stream = undefined;
    if (this.#halfClosed) this.socket.destroySoon();
    else {
      this.socket.removeAllListeners('data');
      this.#reads?.discard();
      this.socket.resume();
    }
  }

  #close(): void {
    this.#context.deadlines.delete(this);
    const stream = this.#stream;
    this.#stream = undefined;
    this.#body = undefined;
    this.#unread.clear();
    stream?.close();
  }
}
