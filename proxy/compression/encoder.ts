import type { CodingStream } from './coders.ts';

/** Who is given the coded body. */
export interface EncoderSink {
  /** A coded piece. @returns false to be given no more until {@link Encoder.resume} */
  onCoded(piece: Buffer): boolean;
  /** More is welcome, after {@link Encoder.write} had returned false. */
  onWanted(): void;
  /** All of it was given. */
  onCodedEnd(): void;
  /** There will be no more: the coder failed. */
  onCoderFault(error: Error): void;
}

/**
 * What is coded in one go. zlib works in threads on Node; on Deno it holds the event loop, for some
 * 1.5 ms with this much at the default levels. Others get a turn in between.
 */
const batchBytes = 32_768;

/** What may wait to be coded before the writer is held back. */
const waitingLimitBytes = 65_536;

/**
 * Codes a body on its way. What came while the coder was busy goes in together, and all that went
 * in comes out at once: no piece waits for the next.
 */
export class Encoder {
  readonly #stream: CodingStream;
  readonly #sink: EncoderSink;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #busy = false;
  #held = false;
  #ending = false;
  #destroyed = false;

  constructor(stream: CodingStream, sink: EncoderSink) {
    this.#stream = stream;
    this.#sink = sink;
    stream.on('data', (piece: Buffer) => {
      if (!this.#destroyed && !sink.onCoded(piece)) stream.pause();
    });
    stream.on('end', () => {
      if (!this.#destroyed) sink.onCodedEnd();
    });
    stream.on('error', (error: Error) => {
      if (!this.#destroyed) sink.onCoderFault(error);
    });
  }

  /** Takes a piece. @returns false when `onWanted` should be waited for */
  write(chunk: Buffer): boolean {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    this.#work();
    this.#held = this.#waitingBytes >= waitingLimitBytes;
    return !this.#held;
  }

  /** Nothing more is written. */
  end(): void {
    this.#ending = true;
    this.#work();
  }

  /** Goes on after a piece that was answered with false. */
  resume(): void {
    this.#stream.resume();
  }

  /** Gives it up; nobody hears anything any more. */
  destroy(): void {
    this.#destroyed = true;
    this.#stream.destroy();
  }

  #work(): void {
    if (this.#busy || this.#destroyed) return;
    if (this.#waitingBytes === 0 && !this.#ending) return;
    this.#busy = true;
    const batch = this.#takeBatch();
    if (this.#ending && this.#waitingBytes === 0) this.#stream.end(batch);
    else this.#stream.write(batch, () => setImmediate(() => this.#workOn()));
  }

  #workOn(): void {
    this.#busy = false;
    if (this.#destroyed) return;
    this.#work();
    if (!this.#held || this.#waitingBytes >= waitingLimitBytes) return;
    this.#held = false;
    this.#sink.onWanted();
  }

  #takeBatch(): Buffer {
    const [first] = this.#waiting;
    const all =
      this.#waiting.length === 1 && first !== undefined ? first : Buffer.concat(this.#waiting);
    const batch = all.subarray(0, batchBytes);
    const rest = all.subarray(batchBytes);
    this.#waiting = rest.length > 0 ? [rest] : [];
    this.#waitingBytes = rest.length;
    return batch;
  }
}
