import { RequestRejected } from '../../errors.ts';
import type { BodyReader } from './body-reader.ts';
import { readFields } from './read-head.ts';

/** Size line with extensions; nobody sends long ones in good faith. */
const sizeLineLimitBytes = 1024;

/** The trailer section. */
const trailerLimitBytes = 8192;

// At most 2^48 - 1: far above every limit, and exact as a number. Zeros may stand before it.
const sizeLine = /^(?<size>0*[0-9a-f]{1,12})(?:[\t ]*;[\t\x20-\x7e\x80-\xff]*)?$/i;

/** Half of a line's end. */
const brokenLine = /\r[^\n]|(?:^|[^\r])\n/;

/**
 * A body in chunks, read by the letter: sizes are hexadecimal digits and nothing else, every line
 * ends in CR LF. Extensions mean nothing here and are dropped, trailers are checked and dropped.
 *
 * @see RFC 9112 §7.1
 */
export class ChunkedBody implements BodyReader {
  #part: 'size' | 'data' | 'dataEnd' | 'trailer' | 'end' = 'size';
  #leftBytes = 0;
  /** The line that has begun. */
  #line = '';
  #trailer = '';

  get ended(): boolean {
    return this.#part === 'end';
  }

  read(input: Buffer, from: number, sink: (chunk: Buffer) => void): number {
    let at = from;
    while (at < input.length && this.#part !== 'end') {
      at = this.#part === 'data' ? this.#readData(input, at, sink) : this.#readLine(input, at);
    }
    return at;
  }

  #readData(input: Buffer, from: number, sink: (chunk: Buffer) => void): number {
    const to = Math.min(input.length, from + this.#leftBytes);
    this.#leftBytes -= to - from;
    if (this.#leftBytes === 0) this.#part = 'dataEnd';
    sink(input.subarray(from, to));
    return to;
  }

  #readLine(input: Buffer, from: number): number {
    const lf = input.indexOf(10, from);
    const to = lf < 0 ? input.length : lf + 1;
    const length = this.#line.length + to - from;
    if (length > (lf < 0 ? this.#lineLimit - 1 : this.#lineLimit))
      throw malformed('too long a line');
    this.#line += input.toString('latin1', from, to);
    if (brokenLine.test(this.#line)) throw malformed('a line that does not end in CR LF');
    if (lf < 0) return to;
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#understand(line);
    return to;
  }

  get #lineLimit(): number {
    return this.#part === 'dataEnd' ? 2 : sizeLineLimitBytes;
  }

  #understand(line: string): void {
    if (this.#part === 'size') {
      const size = sizeLine.exec(line)?.groups?.['size'];
      if (size === undefined) throw malformed('a size that is no number');
      this.#leftBytes = Number.parseInt(size, 16);
      this.#part = this.#leftBytes === 0 ? 'trailer' : 'data';
    } else if (this.#part === 'dataEnd') {
      if (line !== '') throw malformed('more bytes than its size says');
      this.#part = 'size';
    } else if (line !== '') this.#takeTrailer(line);
    else this.#part = 'end';
  }

  #takeTrailer(line: string): void {
    this.#trailer += line;
    if (this.#trailer.length > trailerLimitBytes) throw malformed('too long a trailer');
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(line)) throw malformed('a forbidden byte in its trailer');
    readFields(line, 0, []);
  }
}

function malformed(what: string): RequestRejected {
  return new RequestRejected(400, `The chunked body is malformed: it has ${what}.`);
}
