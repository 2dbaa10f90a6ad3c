import type { BodyReader } from './body-reader.ts';

/** A body whose size was declared (RFC 9112 §6.2). */
export class SizedBody implements BodyReader {
  #leftBytes: number;

  constructor(sizeBytes: number) {
    this.#leftBytes = sizeBytes;
  }

  get ended(): boolean {
    return this.#leftBytes === 0;
  }

  read(input: Buffer, from: number, sink: (chunk: Buffer) => void): number {
    const to = Math.min(input.length, from + this.#leftBytes);
    this.#leftBytes -= to - from;
    if (to > from) sink(from === 0 && to === input.length ? input : input.subarray(from, to));
    return to;
  }
}
