import { onDeno } from '../on-deno.ts';

/** Deno reads and writes beside the event loop: what has come is not known by the end of a turn. */
const turnsTell = !onDeno;

/** What undici notes on a socket when it has carried an answer. */
const usedNote = 'kSocketUsed';

let used: symbol | undefined;

/**
 * Keeps undici from waiting for a turn of the event loop before it writes the next request to a
 * connection that has carried another. It does so to see what the peer sent meanwhile, which would be
 * taken for the answer. Where a request is held until the turn's reads were dealt with, they are seen
 * all the same, and a request need not wait twice.
 *
 * undici has no option for it, so its note is found by its name. One that has none of this name waits
 * as ever, and nothing is lost but that time. On Deno it always waits: there the more turns the better.
 *
 * @param socket  one that undici has taken over
 */
export function withoutIdleCheck(socket: object): void {
  if (!turnsTell) return;
  used ??= Object.getOwnPropertySymbols(socket).find(({ description }) => description === usedNote);
  // As an assignment: `Reflect.set` is a call out of compiled code, with every request.
  const notes = socket as Record<symbol, unknown>;
  if (used !== undefined && used in notes) notes[used] = false;
}
