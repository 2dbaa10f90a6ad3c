import type { Socket } from 'node:net';

/** Thrown when a connection ends or breaks before what was expected of it has come. */
export class ConnectionCut extends Error {
  /** What had come before, not yet consumed. */
  readonly rest: Buffer;

  constructor(reason: string, rest: Buffer) {
    super(`the connection ${reason} with ${rest.length} bytes unread`);
    this.name = 'ConnectionCut';
    this.rest = rest;
  }
}

/**
 * Pulls bytes out of a socket on demand. Nothing is read ahead of what is asked for, so that the
 * other side feels a reader that does not read.
 */
export class ByteReader {
  readonly #socket: Socket;
  #buffered: Buffer = Buffer.alloc(0);
  #end: string | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('readable', () => this.#wake());
    socket.on('end', () => this.#finish('ended'));
    socket.on('error', (error) => this.#finish(`broke (${error.message})`));
    socket.on('close', () => this.#finish('closed'));
  }

  /** Everything up to and including `delimiter`. @throws {ConnectionCut} */
  async through(delimiter: string): Promise<Buffer> {
    for (;;) {
      const at = this.#buffered.indexOf(delimiter);
      if (at >= 0) return this.#take(at + delimiter.length);
      await this.#expectMore();
    }
  }

  /** Exactly `size` bytes. @throws {ConnectionCut} */
  async bytes(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = size;
    while (missing > 0) {
      if (this.#buffered.length === 0) await this.#expectMore();
      const part = this.#take(Math.min(missing, this.#buffered.length));
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Whatever comes next, at least one byte; undefined at an orderly end. @throws {ConnectionCut} */
  async some(): Promise<Buffer | undefined> {
    if (this.#buffered.length === 0 && !(await this.#more())) {
      if (this.#end === 'ended') return undefined;
      throw new ConnectionCut(this.#end ?? '', this.#buffered);
    }
    return this.#take(this.#buffered.length);
  }

  /** All that comes until an orderly end. @throws {ConnectionCut} */
  async toEnd(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (;;) {
      const part = await this.some();
      if (part === undefined) return Buffer.concat(parts);
      parts.push(part);
    }
  }

  #take(size: number): Buffer {
    const taken = this.#buffered.subarray(0, size);
    this.#buffered = this.#buffered.subarray(size);
    return taken;
  }

  async #expectMore(): Promise<void> {
    if (!(await this.#more())) throw new ConnectionCut(this.#end ?? '', this.#buffered);
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const chunk: Buffer | null = this.#socket.read();
      if (chunk !== null) {
        this.#buffered = Buffer.concat([this.#buffered, chunk]);
        return true;
      }
      if (this.#end !== undefined) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #finish(end: string): void {
    this.#end ??= end;
    this.#wake();
  }
}
