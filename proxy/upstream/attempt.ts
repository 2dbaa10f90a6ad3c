import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { AttemptFailed } from '../errors.ts';
import type { SharedFields } from '../shared-fields.ts';
import type { Taken } from '../taken.ts';

/** A body in pieces, and as much of a Readable as undici asks for. */
export interface BodyStream extends EventEmitter {
  readonly destroyed: boolean;
  pause(): void;
  resume(): void;
  destroy(): void;
  pipe(...to: never[]): unknown;
}

/** A request as it goes to a peer. */
export interface AttemptRequest {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly path: string;
  /** Name, value, name, value… */
  readonly fields: readonly string[];
  /** More of them, which other requests may have, too. */
  readonly shared: SharedFields;
  readonly body: Buffer | BodyStream | null;
  /** The protocol that the client would like to change to. */
  readonly upgrade: string | null;
}

/** Who made an attempt and learns what becomes of it. */
export interface AttemptHandler {
  /** The request goes to the wire now. */
  onSent(): void;
  /**
   * An interim response, such as 103.
   *
   * @param raw  name, value, name, value…
   */
  onInterim(status: number, raw: readonly string[]): void;
  /**
   * A 101: the connection speaks another protocol from here on, and is the handler's.
   *
   * @param raw  name, value, name, value…
   */
  onSwitched(raw: readonly string[], connection: Duplex): void;
  /**
   * A final response head.
   *
   * @param raw  name, value, name, value…
   * @returns    false to hold the body back until `resume`
   */
  onHead(status: number, raw: readonly string[], phrase: string): boolean;
  /** A piece of the body. @returns `full` to hold the next back until `resume` */
  onData(chunk: Buffer): Taken;
  /** The response is complete. @param trailers  name, value, name, value… */
  onEnd(trailers: readonly string[]): void;
  /** There is no response, or no more of it. */
  onFailure(failure: AttemptFailed): void;
}

/** One try at one peer. */
export interface Attempt {
  /** Whether its connection has already carried a response: the peer may have closed it since. */
  readonly reused: boolean;
  /** Whether anything was given to the connection. */
  readonly sent: boolean;
  /** Whether the peer may have seen any of it: what was given may leave later. */
  readonly left: boolean;
  /** What was written and has not left yet. */
  readonly unsentBytes: number;
  /** Sends the request: once. */
  begin(request: AttemptRequest, handler: AttemptHandler): void;
  /** Asks for the body's next piece. */
  resume(): void;
  /** Ends it at once; the handler hears nothing any more. */
  abort(): void;
}
