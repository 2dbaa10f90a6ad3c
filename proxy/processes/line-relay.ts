const newline = 0x0a;

/**
 * Passes on what a process writes, whole lines at a time: processes that wrote to one pipe by
 * themselves could tear each other's lines.
 */
export class LineRelay {
  readonly #write: (lines: Buffer) => void;
  #rest: Buffer[] = [];

  constructor(write: (lines: Buffer) => void) {
    this.#write = write;
  }

  /** Takes the next piece. */
  take(chunk: Buffer): void {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      this.#rest.push(chunk);
      return;
    }
    this.#write(Buffer.concat([...this.#rest, chunk.subarray(0, end)]));
    this.#rest = end < chunk.length ? [chunk.subarray(end)] : [];
  }

  /** Nothing more comes: what is left becomes a line. */
  end(): void {
    if (this.#rest.length === 0) return;
    this.#write(Buffer.concat([...this.#rest, Buffer.from('\n')]));
    this.#rest = [];
  }
}
