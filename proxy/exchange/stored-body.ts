import type { Taken } from '../taken.ts';

/** Pieces of this size, so that a slow client is seen to make progress. */
const pieceBytes = 65_536;

/** Who is sent a stored body. */
export interface StoredBodyReader {
  /** A piece. @returns `full` to hold the next back until {@link StoredBody.resume} */
  onData(piece: Buffer): Taken;
  /** That was all. */
  onEnd(): void;
}

/** Sends a body that is in memory no faster than it is taken. */
export class StoredBody {
  readonly #reader: StoredBodyReader;
  #body: Buffer | undefined;
  #sentBytes = 0;

  constructor(reader: StoredBodyReader) {
    this.#reader = reader;
  }

  /** Whether some of it is still to be sent. */
  get sending(): boolean {
    return this.#body !== undefined;
  }

  /** Begins. @param body  undefined where there is none */
  send(body: Buffer | undefined): void {
    this.#body = body;
    this.#sentBytes = 0;
    if (body === undefined) this.#reader.onEnd();
    else this.resume();
  }

  /** Sends on. */
  resume(): void {
    while (this.#body !== undefined) {
      const { length } = this.#body;
      const from = this.#sentBytes;
      this.#sentBytes = Math.min(length, from + pieceBytes);
      const piece = length <= pieceBytes ? this.#body : this.#body.subarray(from, this.#sentBytes);
      const last = this.#sentBytes === length;
      if (last) this.#body = undefined;
      const full = this.#reader.onData(piece) === 'full';
      if (last) this.#reader.onEnd();
      else if (full) return;
    }
  }

  /** Sends no more. */
  stop(): void {
    this.#body = undefined;
  }
}
