import type { Socket } from 'node:net';

/**
 * Resets a connection. Not while its orderly end is under way: there Node 20 closes nothing, tells
 * nobody, and never comes to its own end.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
