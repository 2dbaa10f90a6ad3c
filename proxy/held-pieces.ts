/** Smaller ones are copied together: a piece keeps all of the read alive that it came in. */
const copiedBelowBytes = 4096;

/** How much of them is put into one buffer. */
const copyBytes = 16_384;

/** As many small ones are kept as they came: most bodies come in one or two. */
const uncopied = 2;

/** Pieces of a body that wait to be sent. Their memory is bounded by their size, not by their number. */
export class HeldPieces {
  #pieces: Buffer[] = [];
  #copy: Buffer | undefined;
  #copiedBytes = 0;

  /** Keeps another one. */
  add(piece: Buffer): void {
    if (piece.length >= copiedBelowBytes || this.#pieces.length < uncopied) {
      this.#seal();
      this.#pieces.push(piece);
      return;
    }
    if (this.#copiedBytes + piece.length > copyBytes) this.#seal();
    this.#copy ??= Buffer.allocUnsafeSlow(copyBytes);
    piece.copy(this.#copy, this.#copiedBytes);
    this.#copiedBytes += piece.length;
  }

  /** Takes all, in their order. */
  take(): Buffer[] {
    this.#seal();
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #seal(): void {
    if (this.#copy !== undefined) this.#pieces.push(this.#copy.subarray(0, this.#copiedBytes));
    this.#copy = undefined;
    this.#copiedBytes = 0;
  }
}
