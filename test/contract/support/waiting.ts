import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as assert from 'uvu/assert';
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

/** What a busy machine may add to a time: far less than the limits that hold by default. */
const slackMs = 10_000;

/**
 * Asserts that something took as long as a limit lets it: not less, and not as long as the minute
 * that it would take without that limit.
 */
export function assertLimit(ms: number, limitMs: number): void {
  const inTime = ms > limitMs - 100 && ms < limitMs + slackMs;
  assert.ok(inTime, `after ${ms} ms in place of ${limitMs}`);
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
