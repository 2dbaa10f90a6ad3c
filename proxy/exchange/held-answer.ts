import { HeldPieces } from '../held-pieces.ts';
import type { Answered, PeerAnswer } from './answered.ts';

/** Which answers are held until they are whole, and for how long. */
export interface WholeRules {
  /** The largest body that is held; 0 = none is. */
  readonly limitBytes: number;
  /** How long a body of unknown size is held, in ms; 0 = not at all. */
  readonly waitMs: number;
}

/**
 * How long an answer is held, in ms: for ever where it is known to be small, for it is whole or
 * fails soon enough; a while at most where its size is unknown, for it may never be whole.
 *
 * @returns 0 when it is not held
 */
export function holdMs(
  { limitBytes, waitMs }: WholeRules,
  { method, answer }: { readonly method: string; readonly answer: PeerAnswer },
): number {
  const { status, contentLength, fields } = answer;
  if (limitBytes === 0 || method === 'HEAD' || status === 204 || status === 304) return 0;
  if (contentLength === undefined) return waitMs > 0 && isEventStream(fields) ? 0 : waitMs;
  const size = Number(contentLength);
  return size > 0 && size <= limitBytes ? Number.POSITIVE_INFINITY : 0;
}

/** Whether it is made of server-sent events, each of which somebody waits for. */
function isEventStream(fields: readonly string[]): boolean {
  const at = fields.findIndex((name, i) => i % 2 === 0 && /^content-type$/i.test(name));
  return at >= 0 && /^text\/event-stream\b/i.test(fields[at + 1] ?? '');
}

/**
 * The beginning of an answer that the client has not seen: as long as that is so, another peer can
 * be asked instead.
 */
export class HeldAnswer {
  readonly answer: PeerAnswer;
  readonly #limitBytes: number;
  readonly #pieces = new HeldPieces();
  #sizeBytes = 0;

  constructor(answer: PeerAnswer, limitBytes: number) {
    this.answer = answer;
    this.#limitBytes = limitBytes;
  }

  /** Keeps a piece of its body. @returns whether more can be kept */
  add(chunk: Buffer): boolean {
    this.#pieces.add(chunk);
    this.#sizeBytes += chunk.length;
    return this.#sizeBytes < this.#limitBytes;
  }

  /** Gives away what it has of the body. @returns whether the next piece is to be held back */
  release(owner: Answered): boolean {
    let full = false;
    for (const piece of this.#pieces.take()) full = owner.onData(piece) === 'full';
    return full;
  }
}
