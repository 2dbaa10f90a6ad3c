import { randomBytes } from 'node:crypto';

/** How long keys that seal session tickets are used: whoever gets one can read no older sessions. */
export const ticketKeysLastMs = 86_400_000;

/** Keys that seal session tickets. */
export function newTicketKeys(): Buffer {
  return randomBytes(48);
}
