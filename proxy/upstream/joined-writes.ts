import type { Socket } from 'node:net';
import process from 'node:process';
import { type Flushed, flushAtTurnEnd, turnsEnded } from '../turn-end.ts';
import { isFree, messageBytes, type Piece, passThrough, writeThrough } from '../write-through.ts';
import { withFields } from './request-fields.ts';

/** Who has fields to be set into the next head. */
export interface FieldSource {
  /** Their lines, once; empty where there are none. */
  takeFields(): string;
}

/** Writes that are joined, if they are not larger together. */
const joinLimitBytes = 16_384;

/**
 * Makes a socket join small writes into one message, which leaves when all reads of this turn
 * of the event loop were dealt with. The head and body of a request go out by one plain write
 * instead of a vectored one, and a peer that the first of many requests has woken is awake for the
 * others. Large pieces leave at once, past the stream's own bookkeeping.
 */
export class JoinedWrites implements Flushed {
  readonly #socket: Socket;
  /** Its own, which are replaced. */
  readonly #stream: Pick<Socket, 'cork' | 'write'>;
  readonly #source: FieldSource;
  #corked = false;
  #pieces: Piece[] = [];
  #joinedBytes = 0;
  /** Of large pieces that the kernel has not wholly taken. */
  #passingBytes = 0;
  /** Whether a writer was told to wait for 'drain'. */
  #owesDrain = false;
  #left = false;
  #restsSince = 0;

  /**
   * @param socket  one that nobody writes strings of other encodings than latin1 to
   * @param source  what is missing in the heads
   */
  constructor(socket: Socket, source: FieldSource) {
    const { cork, uncork, write, end } = socket;
    this.#socket = socket;
    this.#stream = { cork, write };
    this.#source = source;
    socket.cork = () => {
      this.#corked = true;
    };
    socket.uncork = () => {
      if (this.#corked) this.#corked = false;
      else uncork.call(socket);
    };
    socket.write = (given: Piece, ...rest: unknown[]) => this.#write(given, rest);
    socket.end = (...last: unknown[]): Socket => {
      this.flush();
      return Reflect.apply(end, socket, last);
    };
  }

  /** What was written and has not left: until it has, its memory is in use. */
  get unsentBytes(): number {
    return this.#socket.writableLength + this.#joinedBytes + this.#passingBytes;
  }

  /** Whether the kernel was given anything since {@link begin}. */
  get left(): boolean {
    return this.#left;
  }

  /** Another message is to come. */
  begin(): void {
    this.#left = false;
  }

  /** What the last message has asked for is here. */
  rest(): void {
    this.#restsSince = turnsEnded();
  }

  /**
   * Whether a message of so many bytes would wait for the end of a turn whose reads all come after
   * {@link rest}.
   */
  holds(sizeBytes: number): boolean {
    return this.unsentBytes + sizeBytes <= joinLimitBytes / 2 && turnsEnded() > this.#restsSince;
  }

  /** @returns false where `drain` should be waited for */
  #write(given: Piece, rest: readonly unknown[]): boolean {
    const chunk = typeof given === 'string' ? this.#whole(given) : given;
    const fits = this.#joinedBytes + chunk.length <= joinLimitBytes;
    if (fits && (this.#corked || typeof chunk === 'string')) return this.#join(chunk);
    // Who gives a callback waits for it: the stream knows when.
    const passes = typeof chunk !== 'string' && rest.length === 0 && isFree(this.#socket);
    if (passes) return this.#pass(chunk);
    if (this.#corked) {
      // Too much to copy: what follows is corked as usual.
      this.#corked = false;
      this.#stream.cork.call(this.#socket);
    }
    this.flush();
    this.#left = true;
    return Reflect.apply(this.#stream.write, this.#socket, [chunk, ...rest]);
  }

  #whole(chunk: string): string {
    const fields = this.#source.takeFields();
    return fields === '' ? chunk : withFields(chunk, fields);
  }

  #join(chunk: Piece): boolean {
    if (this.#joinedBytes === 0) flushAtTurnEnd(this);
    this.#pieces.push(chunk);
    this.#joinedBytes += chunk.length;
    // As the stream itself will see it, so that it tells when there is room again.
    const flowing = this.unsentBytes < this.#socket.writableHighWaterMark;
    this.#owesDrain ||= !flowing;
    return flowing;
  }

  /** A large piece, and what waits to go before it. */
  #pass(chunk: Buffer): boolean {
    const sizeBytes = this.#joinedBytes + chunk.length;
    this.#left = true;
    const taken = passThrough(this.#socket, [...this.#takePieces(), chunk], () => {
      this.#passingBytes = 0;
      // What waits to go after it tells when it goes.
      if (this.#joinedBytes === 0) this.#tellDrained();
    });
    if (taken) return true;
    this.#passingBytes = sizeBytes;
    this.#owesDrain = true;
    return false;
  }

  /** Writes now what waits for the turn's end. */
  flush(): void {
    if (this.#joinedBytes === 0) return;
    const message = this.#takePieces();
    if (!this.#socket.writable) return;
    this.#left = true;
    if (!writeThrough(this.#socket, message)) {
      this.#stream.write.call(this.#socket, messageBytes(message));
    }
    if (this.#owesDrain && this.#passingBytes === 0) process.nextTick(() => this.#tellDrained());
  }

  #takePieces(): readonly Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#joinedBytes = 0;
    return pieces;
  }

  /** Who was told to wait waits for it; where the stream has refused something itself, it tells. */
  #tellDrained(): void {
    if (!this.#owesDrain) return;
    this.#owesDrain = false;
    if (!this.#socket.writableNeedDrain) this.#socket.emit('drain');
  }
}
