import type { Duplex } from 'node:stream';
import type { Problem } from '../../service/problem.ts';
import type { Taken } from '../taken.ts';

/** How a client is connected. */
export interface ClientOrigin {
  /** IP address of the connection's other end; IPv4 in its short form. */
  readonly address: string;
  /** The port that the client connected to. */
  readonly localPort: number;
  readonly scheme: 'http' | 'https';
}

/** The head of a request as it came, before anything of it was judged. */
export interface ReceivedHead {
  readonly method: string;
  readonly target: string;
  /** Such as `1.1`, or `2`, which no request line of HTTP/1 can say. */
  readonly version: string;
  /** Name, value, name, value…: order, case and duplicates as the client sent them. */
  readonly fields: readonly string[];
}

/** The status line and fields of a response. */
export interface ReplyHead {
  readonly status: number;
  /** Written where the protocol has one. */
  readonly phrase: string;
  /** Name, value, name, value… */
  readonly fields: readonly string[];
  /**
   * Fields of this answer alone, written after the others: where there are some, `fields` is an
   * array that many answers share and that never changes, so that a writer may keep its text.
   */
  readonly own?: readonly string[];
  /** The declared size of the body, as it stands. */
  readonly contentLength: string | undefined;
}

/** Who deals with one request. */
export interface ClientListener {
  /** A piece of the request's body, without its framing. `pause` holds the next back. */
  onBody(chunk: Buffer): Taken;
  /** The body is whole. */
  onBodyEnd(): void;
  /** The body can't be understood; nothing more of it comes. */
  onBodyFault(problem: Problem): void;
  /** What was written is on its way: more is welcome. */
  onDrain(): void;
  /** All is over, well or not: the last call, and always made. */
  onClose(): void;
}

/**
 * One request of a client, and the way back. An HTTP/1.1 connection has one after another, one of
 * HTTP/2 many at a time. After `onClose` all calls do nothing.
 */
export interface ClientStream {
  readonly origin: ClientOrigin;
  readonly head: ReceivedHead;
  /** Why the head can't be understood; it is answered with this, and nothing more is read. */
  readonly fault: Problem | undefined;
  /** Whether the client is gone, or all was said. */
  readonly closed: boolean;
  /** From now on `listener` hears of it. */
  listen(listener: ClientListener): void;
  /** Begins to read the body. @param sizeBytes  undefined where it has an end of its own */
  receive(sizeBytes: number | undefined): void;
  /** Reads no more of the body until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Nobody needs the pieces any more that came so far. */
  spend(): void;
  /** Sends an interim response: 100, 103. HTTP/1.0 clients are sent none. */
  inform(status: number, fields: readonly string[]): void;
  /** Decides on the head. It goes out with the first piece of the body, or soon alone. */
  start(head: ReplyHead): void;
  /** A piece of the response's body. @returns `full` when `onDrain` should be waited for */
  write(chunk: Buffer): Taken;
  /** Writes now what waits for more to go out with. */
  flush(): void;
  /** The response is complete. @param trailers  name, value… for those who can be sent any */
  end(trailers?: readonly string[]): void;
  /** Breaks off so that the client can tell. */
  destroy(): void;
  /** The connection serves no request after this one. */
  closeAfterwards(): void;
  /** After {@link start} of a 101: the bytes from here on, both ways. HTTP/1.1 alone has it. */
  takeOver(): Duplex;
}
