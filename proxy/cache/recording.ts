import { HeldPieces } from '../held-pieces.ts';

/** How much may be recorded at a time, of one response and of all together. */
export class RecordingBudget {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Takes so much of it. @returns false when that is not left: then nothing is taken */
  take(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#limitBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  /** Gives so much of it back. */
  release(bytes: number): void {
    this.#usedBytes -= bytes;
  }

  /** What is taken now. */
  get usedBytes(): number {
    return this.#usedBytes;
  }
}

/**
 * A bounded copy of a body that passes by: all of it, or nothing. Large pieces are kept as they come
 * and copied once at the end, into memory of their own: a piece keeps the whole block alive that it
 * was read in.
 */
export class Recording {
  readonly #limitBytes: number;
  readonly #budget: RecordingBudget;
  #pieces = new HeldPieces();
  #bytes = 0;
  #over = false;

  /** @param limitBytes  more than this is given up */
  constructor(limitBytes: number, budget: RecordingBudget) {
    this.#limitBytes = limitBytes;
    this.#budget = budget;
  }

  /** Adds a piece. @returns false when the recording is over: too much came */
  add(piece: Buffer): boolean {
    if (this.#over) return false;
    if (this.#bytes + piece.length > this.#limitBytes || !this.#budget.take(piece.length)) {
      this.giveUp();
      return false;
    }
    this.#pieces.add(piece);
    this.#bytes += piece.length;
    return true;
  }

  /** The whole body, once; undefined when the recording was given up. */
  finish(): Buffer | undefined {
    if (this.#over) return undefined;
    const body = Buffer.allocUnsafeSlow(this.#bytes);
    let offset = 0;
    for (const piece of this.#pieces.take()) offset += piece.copy(body, offset);
    this.giveUp();
    return body;
  }

  /** Forgets all of it. */
  giveUp(): void {
    this.#over = true;
    this.#budget.release(this.#bytes);
    this.#bytes = 0;
    this.#pieces = new HeldPieces();
  }
}
