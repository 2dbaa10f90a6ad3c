import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionCut } from './byte-reader.ts';
import type { RawClient } from './raw-client.ts';

/** How a connection ended. */
export interface End {
  /** Since it was asked for, so that no limit on it can seem to have been shorter. */
  readonly ms: number;
  /** All that came before. */
  readonly text: string;
  /** Whether it ended in order, and not by a reset. */
  readonly orderly: boolean;
}

/** Waits until the other side ends the connection. */
export async function timeToEnd({ reader, since }: RawClient): Promise<End> {
  let text = '';
  const ended = (orderly: boolean): End => ({ ms: performance.now() - since, text, orderly });
  try {
    for (;;) {
      const part = await reader.some();
      if (part === undefined) return ended(true);
      text += part.toString('latin1');
    }
  } catch (error) {
    if (error instanceof ConnectionCut) return ended(false);
    throw error;
  }
}

/** Writes, and rests until the socket wants more or is closed. */
export async function rest(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.write(bytes) || socket.closed) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      socket.removeListener('drain', go);
      socket.removeListener('close', go);
      resolve();
    };
    socket.on('drain', go);
    socket.on('close', go);
  });
}

/** Waits until `read` gives the same figure for `forMs` on end: here, time itself is the event. */
export async function standstill(read: () => number, forMs = 500): Promise<number> {
  for (;;) {
    const before = read();
    await delay(forMs);
    if (read() === before) return before;
  }
}
