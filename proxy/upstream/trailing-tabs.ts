import { cr, endedWith, headEndBytes } from './head-end.ts';

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
    let ended = this.#ended;
    let tabbed = false;
    let to = from;
    for (; to < bytes.length && ended < headEndBytes; to += 1) {
      const byte = bytes[to] ?? 0;
      // Nearly all bytes are above those that matter.
      if (byte > cr) ended = 0;
      else {
        tabbed ||= byte === tab;
        ended = endedWith(ended, byte);
      }
    }
    this.#ended = ended;
    // Hardly a peer sends one.
    if (tabbed) becomeSpaces(bytes, from, to);
  }
}

/** Whether a line ends with the read is not known yet; within a value a space says the same. */
function becomeSpaces(bytes: Buffer, from: number, to: number): void {
  const spaced = bytes
    .toString('latin1', from, to)
    .replace(/[\t ]+(?=\r|$)/g, (blank) => ' '.repeat(blank.length));
  bytes.write(spaced, from, 'latin1');
}
