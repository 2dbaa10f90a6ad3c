// The global of this name is a getter in Node, asked with every read.
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { PlacedBytes } from '../placed-bytes.ts';
import { HeadWatch } from './head-watch.ts';
import { headLength, shortenHead, type WholeHead, wholeHead } from './whole-head.ts';

/** Who reads what a peer answers. */
export interface ListenedTo {
  /** Whether the next bytes are of a head. */
  readonly awaitsHead: boolean;
  /** Whether nothing of the answer has come. */
  readonly silent: boolean;
  /**
   * Bytes came of which the first are of a head.
   *
   * @returns whether they can be of an answer; where they can't, the socket is destroyed
   */
  onHeadBytes(bytes: Buffer): boolean;
  /** All of the head is there, and undici is told no more of it than it needs. */
  onWholeHead(head: WholeHead): void;
}

/** What is looked through for the end of a head, in bytes; a larger one is left to undici. */
const mostHeadBytes = 4096;

/**
 * Reads the heads of a peer's answers before undici does. One that comes at once, and has nothing
 * unusual about it, is shortened to what undici needs: of every field that it is shown, it makes two calls and
 * two objects. Any other is shown to a {@link HeadWatch}, which is returned, and goes on whole.
 */
export function listenForHeads(socket: Socket, told: ListenedTo): HeadWatch {
  const { read } = socket;
  const watch = new HeadWatch();
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk) || !told.awaitsHead) return chunk;
    const first = told.silent;
    if (first) watch.begin();
    if (!told.onHeadBytes(chunk)) {
      socket.destroy(new Error('bytes that nobody has asked for'));
      return null;
    }
    const short = first ? shortened(chunk, told) : undefined;
    if (short !== undefined) return short;
    watch.see(chunk);
    return chunk;
  };
  return watch;
}

/** @returns what is left for undici, in the same memory; undefined where that is everything */
function shortened(bytes: Buffer, told: ListenedTo): Buffer | undefined {
  const length = headLength(bytes, mostHeadBytes);
  if (length === 0) return undefined;
  const head = wholeHead(bytes.toString('latin1', 0, length));
  if (head === undefined) return undefined;
  told.onWholeHead(head);
  const start = shortenHead(bytes, length, head.framing);
  return new PlacedBytes(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
}
