import { RequestRejected } from '../../errors.ts';
import { ownCopy } from '../../read-memory.ts';
import { screenUnfinishedHead } from './unfinished-head.ts';

/** Size of a request head that is still read: nginx's 1 + 4 × 8 KB. */
const headLimitBytes = 32_768;

const headEnd = '\r\n\r\n';

/** Empty lines before a request that are passed over (RFC 9112 §2.2). */
const leadingLineEnds = /^(?:\r\n)+/;

/** What came over a connection and was not read yet. */
export class Unread {
  #bytes: Buffer | undefined;
  /** Whether they are good only until {@link keep}. */
  #brief = false;
  /** How many of them were searched for the end of a head without success. */
  #searchedBytes = 0;

  /** Whether there is nothing. */
  get empty(): boolean {
    return this.#bytes === undefined;
  }

  get sizeBytes(): number {
    return this.#bytes?.length ?? 0;
  }

  /** The first bytes, as latin1. */
  beginning(limitBytes: number): string {
    return this.#bytes?.toString('latin1', 0, limitBytes).replace(leadingLineEnds, '') ?? '';
  }

  /** More came. @param brief  whether its memory is somebody else's after the next {@link keep} */
  add(chunk: Buffer, brief = false): void {
    this.#brief = brief && this.#bytes === undefined;
    this.#bytes = this.#bytes === undefined ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /** What is left is wanted for longer. */
  keep(): void {
    if (this.#brief && this.#bytes !== undefined) this.#bytes = ownCopy(this.#bytes);
    this.#brief = false;
  }

  /** Takes all there is. */
  take(): Buffer | undefined {
    this.keep();
    const bytes = this.#bytes;
    this.clear();
    return bytes;
  }

  /** Gives back what was taken too much. */
  putBack(bytes: Buffer): void {
    if (bytes.length > 0) this.#bytes = bytes;
  }

  /** Forgets all. */
  clear(): void {
    this.#bytes = undefined;
    this.#searchedBytes = 0;
  }

  /**
   * Takes a head: its bytes as latin1, without the empty line at its end.
   *
   * @returns undefined while it is not whole
   * @throws {RequestRejected} 414 or 431 when it is too large
   */
  takeHead(): string | undefined {
    const bytes = this.#bytes;
    if (bytes === undefined) return undefined;
    const start = bytes[0] === 13 ? leadingBytes(bytes) : 0;
    // Empty lines alone are no beginning of a head.
    if (start === bytes.length) {
      this.clear();
      return undefined;
    }
    const text = this.#searchedBytes === 0 ? this.#takeQuickly(bytes, start) : undefined;
    if (text !== undefined) return text;
    const from = Math.max(start, this.#searchedBytes - headEnd.length);
    const end = bytes.indexOf(headEnd, from);
    if ((end < 0 ? bytes.length : end) - start > headLimitBytes) throw tooLarge(bytes);
    if (end >= 0) return this.#cut(bytes, end + headEnd.length).toString('latin1', start, end);
    screenUnfinishedHead(bytes, start, this.#searchedBytes);
    this.#searchedBytes = bytes.length;
    return undefined;
  }

  /** Mostly one read holds one head: a text of it all is searched faster than bytes are. */
  #takeQuickly(bytes: Buffer, start: number): string | undefined {
    if (bytes.length > headLimitBytes) return undefined;
    const text = bytes.toString('latin1', start, bytes.length);
    const end = text.indexOf(headEnd);
    if (end < 0) return undefined;
    this.#cut(bytes, start + end + headEnd.length);
    return text.slice(0, end);
  }

  /** Keeps what comes after `to`. @returns all */
  #cut(bytes: Buffer, to: number): Buffer {
    this.#searchedBytes = 0;
    this.#bytes = to < bytes.length ? bytes.subarray(to) : undefined;
    return bytes;
  }
}

function leadingBytes(bytes: Buffer): number {
  return leadingLineEnds.exec(bytes.toString('latin1', 0, 64))?.[0].length ?? 0;
}

function tooLarge(bytes: Buffer): RequestRejected {
  const firstLineEnd = bytes.indexOf('\r\n');
  if (firstLineEnd < 0 || firstLineEnd > headLimitBytes) {
    return new RequestRejected(414, `The target is longer than ${headLimitBytes} bytes.`);
  }
  return new RequestRejected(431, `The request head is larger than ${headLimitBytes} bytes.`);
}
