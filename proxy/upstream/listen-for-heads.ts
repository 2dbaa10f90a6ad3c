// The global of this name is a getter in Node, asked with every read.
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { HeadWatch } from './head-watch.ts';

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
}

/** Shows the heads of a peer's answers to a {@link HeadWatch}, which is returned, before undici reads them. */
export function listenForHeads(socket: Socket, told: ListenedTo): HeadWatch {
  const { read } = socket;
  const watch = new HeadWatch();
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk) || !told.awaitsHead) return chunk;
    if (told.silent) watch.begin();
    if (!told.onHeadBytes(chunk)) {
      socket.destroy(new Error('bytes that nobody has asked for'));
      return null;
    }
    watch.see(chunk);
    return chunk;
  };
  return watch;
}
