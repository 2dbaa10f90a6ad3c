import { endedBy, endedWith, headEndBytes } from './head-end.ts';

const tab = 9;

/**
 * Makes spaces of the tabs behind the values of a head, in whatever pieces it comes: they are no part
 * of a value (RFC 9110 §5.6.3), but undici's parser takes off spaces alone.
 */
export class TrailingTabs {
  /** How much of the end of the head has come. */
  #ended = 0;

  /** Another head is to come. */
  begin(): void {
    this.#ended = 0;
  }

  /** More of it came, and perhaps some of its body. @param bytes  changed in place */
  soften(bytes: Buffer, from: number): void {
    // Hardly a peer sends one, and the runtime looks for it faster than a loop would.
    if (bytes.includes(tab, from)) this.#soften(bytes, from);
    else this.#ended = endedBy(this.#ended, bytes, from);
  }

  #soften(bytes: Buffer, from: number): void {
    let to = from;
    for (; to < bytes.length && this.#ended < headEndBytes; to += 1) {
      this.#ended = endedWith(this.#ended, bytes[to] ?? 0);
    }
    // Whether a line ends with the read is not known yet; within a value a space says the same.
    const spaced = bytes
      .toString('latin1', from, to)
      .replace(/[\t ]+(?=\r|$)/g, (blank) => ' '.repeat(blank.length));
    bytes.write(spaced, from, 'latin1');
  }
}
