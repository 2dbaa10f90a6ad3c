import type { Socket } from 'node:net';
import { HeadWatch } from './head-watch.ts';

/** Who reads what a peer answers. */
export interface ListenedTo {
  /** Whether the next bytes are of a head. */
  readonly awaitsHead: boolean;
  /** Whether nothing of the answer has come. */
  readonly silent: boolean;
  /** Bytes came of which the first are of a head. */
  onHeadBytes(bytes: Buffer): void;
}

/** Shows the heads of a peer's answers to a {@link HeadWatch}, which is returned, before undici reads them. */
export function listenForHeads(socket: Socket, told: ListenedTo): HeadWatch {
  const { read } = socket;
  const watch = new HeadWatch();
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk) || !told.awaitsHead) return chunk;
    if (told.silent) watch.begin();
    told.onHeadBytes(chunk);
    watch.see(chunk);
    return chunk;
  };
  return watch;
}
