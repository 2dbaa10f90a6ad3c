import type { Socket } from 'node:net';
import { overlookContinue } from './overlook-continue.ts';

/** Who reads what a peer answers. */
export interface ListenedTo {
  /** Whether the next bytes are of a head. */
  readonly awaitsHead: boolean;
  /** Whether nothing of the answer has come. */
  readonly silent: boolean;
  /** The first of it came. */
  onFirstBytes(): void;
}

const protocol = Buffer.from('HTTP/1.', 'latin1');

/**
 * Looks at heads before undici reads them: its parser takes `RTSP/1.0` and `HTTP/2.0` for HTTP/1.1,
 * and a `100 Continue` for a broken connection.
 */
export function listenForHeads(socket: Socket, told: ListenedTo): void {
  const { read } = socket;
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk) || !told.awaitsHead) return chunk;
    if (told.silent) {
      told.onFirstBytes();
      // Nothing that begins so is read any further.
      if (!speaksHttp1(chunk)) chunk[0] = 0;
    }
    overlookContinue(chunk);
    return chunk;
  };
}

/** Whether an answer begins as one of HTTP/1 does, empty lines before it left aside. */
function speaksHttp1(bytes: Buffer): boolean {
  let start = 0;
  while (bytes[start] === 13 || bytes[start] === 10) start += 1;
  const size = Math.min(protocol.length, bytes.length - start);
  for (let i = 0; i < size; i += 1) if (bytes[start + i] !== protocol[i]) return false;
  return true;
}
