import { EventEmitter } from 'node:events';
import process from 'node:process';
import { HeldPieces } from '../held-pieces.ts';
import type { BodyStream } from './attempt.ts';

/** Where a body comes from. */
export interface BodySource {
  /** All that came was taken, and more is welcome. */
  onWanted(): void;
  /** Nobody takes any more of it. */
  onAbandoned(): void;
}

/**
 * A body in pieces, with as much of a stream as undici asks for: it emits `data`, `end` and
 * `close`, and knows `pause` and `resume`. A Readable would do, but spends more of a large body's
 * time on its own buffer and turns than all else together.
 */
export class StreamedBody extends EventEmitter implements BodyStream {
  destroyed = false;
  readonly #source: BodySource;
  readonly #waiting = new HeldPieces();
  #flowing = false;
  #awaited = false;
  #ended = false;

  constructor(source: BodySource) {
    super();
    this.#source = source;
  }

  /** Whether what is pushed is taken at once. */
  get flowing(): boolean {
    return this.#flowing;
  }

  /** What makes undici see a stream; nobody calls it. */
  pipe(): never {
    throw new Error('a body goes to one peer alone');
  }

  /** A piece, for now or later. @returns whether it was taken and another is welcome */
  push(piece: Buffer): boolean {
    if (this.#flowing) this.emit('data', piece);
    else this.#waiting.add(piece);
    return this.#flowing;
  }

  /** Nothing comes after what was pushed. */
  finish(): void {
    this.#ended = true;
    if (this.#flowing) this.emit('end');
  }

  pause(): void {
    this.#flowing = false;
  }

  /** Emits in the next turn, as streams do: who asks may not have got ready to hear the end. */
  resume(): void {
    if (this.#flowing || this.#awaited) return;
    this.#awaited = true;
    process.nextTick(() => this.#flow());
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.#flowing = false;
    this.#waiting.take();
    this.#source.onAbandoned();
    process.nextTick(() => this.emit('close'));
  }

  #flow(): void {
    this.#awaited = false;
    if (this.destroyed) return;
    this.#flowing = true;
    for (const piece of this.#waiting.take()) this.push(piece);
    if (!this.#flowing) return;
    if (this.#ended) this.emit('end');
    else this.#source.onWanted();
  }
}
