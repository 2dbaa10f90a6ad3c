import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { Problem } from '../../../service/problem.ts';
import { RequestRejected } from '../../errors.ts';
import type { Taken } from '../../taken.ts';
import { flushAtTurnEnd } from '../../turn-end.ts';
import type {
  ClientListener,
  ClientOrigin,
  ClientStream,
  ReceivedHead,
  ReplyHead,
} from '../client-stream.ts';
import type { Http2Head } from './received-head.ts';
import { http2Section } from './reply-fields.ts';

/** Bodies up to this size wait for their end, to go out in one frame with it. */
const singleFrameLimitBytes = 16_384;

/** How long the last frame of an answer has to go out before its stream is closed from here. */
const partingMs = 100;

/** One request of an HTTP/2 connection, and the way back. */
export class Http2Stream implements ClientStream {
  readonly origin: ClientOrigin;
  readonly head: ReceivedHead;
  readonly fault: Problem | undefined;
  readonly #stream: ServerHttp2Stream;
  #listener: ClientListener | undefined;
  #closed = false;
  #answered = false;
  /** Whether it was broken off from here, and the reset is on its way. */
  #broken = false;
  #receiving = false;
  #received = false;
  /** The head that was decided on and not yet sent. */
  #reply: ReplyHead | undefined;
  /** Whether the answer has no body by its nature. */
  #bodiless = false;
  /** A small whole body that waits for its end. */
  #held: Buffer | undefined;
  #trailers: readonly string[] = [];

  constructor(stream: ServerHttp2Stream, origin: ClientOrigin, { head, fault }: Http2Head) {
    this.#stream = stream;
    this.origin = origin;
    this.head = head;
    this.fault = fault;
    this.#received = stream.endAfterHeaders;
    stream.on('drain', () => this.#listener?.onDrain());
    // What went wrong is no news to a client that is gone; `close` follows.
    stream.on('error', () => undefined);
    stream.on('close', () => this.#close());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether all of the answer was handed over, or it was broken off from here. */
  get answered(): boolean {
    return this.#answered;
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  receive(sizeBytes: number | undefined): void {
    if (this.#receiving) return;
    this.#receiving = true;
    let leftBytes = sizeBytes ?? Number.POSITIVE_INFINITY;
    this.#stream.on('data', (chunk: Buffer) => {
      leftBytes -= chunk.length;
      if (leftBytes < 0) this.#breakBody();
      else if (!this.#received) this.#listener?.onBody(chunk);
    });
    this.#stream.on('end', () => {
      // A stream that was reset ends too, but its body is not whole.
      if (this.#received || this.#stream.aborted || this.#stream.closed) return;
      if (leftBytes > 0 && sizeBytes !== undefined) this.#breakBody();
      else {
        this.#received = true;
        this.#listener?.onBodyEnd();
      }
    });
  }

  pause(): void {
    if (this.#receiving) this.#stream.pause();
  }

  resume(): void {
    if (this.#receiving) this.#stream.resume();
  }

  /** The memory is not ours. */
  spend(): void {}

  inform(status: number, fields: readonly string[]): void {
    if (this.#closed || this.#reply !== undefined || this.#stream.headersSent) return;
    this.#attempt(() => {
      this.#stream.additionalHeaders({ ...http2Section(fields), ':status': status });
    });
  }

  start(head: ReplyHead): void {
    const { status, own } = head;
    this.#reply = own ? { ...head, fields: [...head.fields, ...own] } : head;
    this.#bodiless = this.head.method === 'HEAD' || status === 204 || status === 304;
    // A peer's head and body often come in one read.
    flushAtTurnEnd(this);
  }

  write(chunk: Buffer): Taken {
    if (this.#closed || this.#broken || this.#bodiless) return 'spent';
    if (this.#reply !== undefined && this.#isWhole(chunk, this.#reply)) {
      this.#held = chunk;
      return 'kept';
    }
    this.flush();
    if (this.#broken) return 'spent';
    return this.#stream.write(chunk) ? 'kept' : 'full';
  }

  flush(): void {
    if (this.#reply === undefined) return;
    this.#respond(this.#reply, false);
    if (this.#held !== undefined && !this.#broken) this.#stream.write(this.#held);
    this.#held = undefined;
  }

  end(trailers: readonly string[] = []): void {
    if (this.#closed || this.#broken) return;
    this.#answered = true;
    this.#trailers = trailers;
    const held = this.#held;
    this.#held = undefined;
    if (!this.#received) this.#stream.once('finish', () => this.#partSoon());
    const bare = held === undefined && trailers.length === 0;
    if (this.#reply !== undefined) this.#respond(this.#reply, bare || this.#bodiless);
    if (this.#broken) return;
    if (held === undefined) this.#stream.end();
    else this.#stream.end(held);
  }

  destroy(): void {
    if (this.#closed || this.#broken) return;
    this.#answered = true;
    this.#broken = true;
    this.#reply = undefined;
    // Not from within an event of the session: Deno 2.9 dies of that.
    setImmediate(() => {
      // To close the stream would end it first, and who goes by that took what there is for whole.
      this.#stream.destroy(new Error('broken off'));
    });
  }

  /** A stream is never followed by another: what ends a connection is its own affair here. */
  closeAfterwards(): void {}

  /** @throws {Error} always: no stream becomes a tunnel (RFC 9113 §8.6) */
  takeOver(): Duplex {
    throw new Error('HTTP/2 has no upgrades');
  }

  #isWhole(chunk: Buffer, { contentLength }: ReplyHead): boolean {
    return chunk.length <= singleFrameLimitBytes && chunk.length === Number(contentLength);
  }

  #respond(head: ReplyHead, endStream: boolean): void {
    this.#reply = undefined;
    if (this.#closed) return;
    // Only a body without a declared size may have trailers, as it is in HTTP/1.1.
    const waitForTrailers = !endStream && !this.#bodiless && head.contentLength === undefined;
    if (waitForTrailers) {
      this.#stream.once('wantTrailers', () => {
        this.#attempt(() => this.#stream.sendTrailers(http2Section(this.#trailers)));
      });
    }
    this.#attempt(() => {
      const fields = { ...http2Section(head.fields), ':status': head.status };
      this.#stream.respond(fields, { endStream, waitForTrailers });
    });
  }

  /** HTTP/2 can't say everything that HTTP/1 can: what it can't is an answer broken off. */
  #attempt(say: () => void): void {
    try {
      say();
    } catch {
      this.destroy();
    }
  }

  #breakBody(): void {
    if (this.#received) return;
    this.#received = true;
    const detail = 'The body is not as long as Content-Length says.';
    this.#listener?.onBodyFault(new RequestRejected(400, detail));
  }

  /** The answer is complete, and more of the request is not wanted (RFC 9113 §8.1). */
  #partSoon(): void {
    setTimeout(() => {
      if (!this.#closed) this.#stream.close(constants.NGHTTP2_NO_ERROR);
    }, partingMs).unref();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reply = undefined;
    this.#held = undefined;
    this.#listener?.onClose();
  }
}
