import type { ClientStream } from '../client/client-stream.ts';
import { HeldPieces } from '../held-pieces.ts';
import type { Taken } from '../taken.ts';
import { StreamedBody } from '../upstream/streamed-body.ts';

/** Who needs the body of a request. */
export interface BodyOwner {
  /** It can be sent: it is whole, or too large to wait for. */
  onBodyReady(): void;
  /** More came than is allowed. */
  onBodyTooLarge(): void;
  /** Whether all that the peer was given has left. */
  readonly bodyDrained: boolean;
  /** A piece came or went; now it is somebody's turn. */
  onBodyTurn(turn: 'client' | 'peer'): void;
}

/** How a body is read. */
export interface BodyOptions {
  readonly stream: ClientStream;
  /** The declared size; undefined when chunked. */
  readonly sizeBytes: number | undefined;
  readonly limitBytes: number;
  /** Up to this size it is held whole. */
  readonly replayLimitBytes: number;
}

/** How much of an unwelcome body is taken before the connection is closed on its client. */
const discardLimitBytes = 1_048_576;

/**
 * The body of a client's request. A small one is held whole, so that it is sent in one piece and
 * can be sent again; a larger one streams, read no faster than the peer takes it.
 */
export class RequestBody {
  readonly sizeBytes: number | undefined;
  readonly #client: ClientStream;
  readonly #limitBytes: number;
  readonly #replayLimitBytes: number;
  readonly #owner: BodyOwner;
  #phase: 'held' | 'streamed' | 'discarded' = 'held';
  readonly #held = new HeldPieces();
  #receivedBytes = 0;
  #discardableBytes = discardLimitBytes;
  #whole: Buffer | undefined;
  #stream: StreamedBody | undefined;
  #consumed = false;
  #receiving = false;
  #ended = false;
  #onDiscarded: () => void = () => undefined;

  constructor(options: BodyOptions, owner: BodyOwner) {
    this.sizeBytes = options.sizeBytes;
    this.#client = options.stream;
    this.#limitBytes = options.limitBytes;
    this.#replayLimitBytes = options.replayLimitBytes;
    this.#owner = owner;
  }

  /** Whether all of it has come from the client. */
  get ended(): boolean {
    return this.#ended;
  }

  /** All of it where it is held; undefined before its end, and where it streams. */
  get whole(): Buffer | undefined {
    return this.#whole;
  }

  /** Whether another attempt can send it from its beginning. */
  get replayable(): boolean {
    return !this.#consumed;
  }

  /** Begins to read; the owner hears of it when the body can be sent. */
  read(): void {
    this.#owner.onBodyTurn('client');
    const large = (this.sizeBytes ?? 0) > this.#replayLimitBytes;
    // Nothing may come before it is known where it goes.
    if (large) this.#client.pause();
    this.#receive();
    if (large) this.#becomeStream();
  }

  /** The body for one attempt. */
  open(): Buffer | StreamedBody {
    if (this.#whole !== undefined) return this.#whole;
    const stream: StreamedBody = new StreamedBody({
      onWanted: () => this.#pump(stream),
      onAbandoned: () => {
        if (this.#stream === stream) this.#stream = undefined;
      },
    });
    this.#stream = stream;
    return stream;
  }

  /**
   * Reads what still comes and throws it away: a client that is busy sending reads the answer only
   * if the connection stays open meanwhile.
   *
   * @param done  called at its end, or when the client has had its chance
   */
  discard(done: () => void): void {
    this.#phase = 'discarded';
    this.#stream = undefined;
    this.#held.take();
    this.#onDiscarded = done;
    this.#receive();
    this.#client.resume();
  }

  #receive(): void {
    if (this.#receiving) return;
    this.#receiving = true;
    this.#client.receive(this.sizeBytes);
  }

  /** A piece came. */
  take(chunk: Buffer): Taken {
    this.#receivedBytes += chunk.length;
    if (this.#phase === 'streamed' && this.#receivedBytes <= this.#limitBytes) {
      return this.#passOn(chunk);
    }
    if (this.#phase === 'discarded') return this.#throwAway(chunk);
    if (this.#receivedBytes > this.#limitBytes) this.#owner.onBodyTooLarge();
    else this.#hold(chunk);
    return 'kept';
  }

  /** Nothing more of it will come, though it is not whole. */
  breakOff(): void {
    this.#phase = 'discarded';
    this.#ended = true;
    this.#held.take();
    this.#stream = undefined;
  }

  #throwAway(chunk: Buffer): Taken {
    this.#discardableBytes -= chunk.length;
    if (this.#discardableBytes > 0) return 'spent';
    this.#client.pause();
    this.#onDiscarded();
    return 'spent';
  }

  #hold(chunk: Buffer): void {
    this.#held.add(chunk);
    this.#owner.onBodyTurn('client');
    if (this.#receivedBytes > this.#replayLimitBytes) this.#becomeStream();
  }

  #becomeStream(): void {
    this.#phase = 'streamed';
    this.#client.pause();
    this.#owner.onBodyReady();
  }

  #passOn(chunk: Buffer): Taken {
    // One read of the connection can hold several pieces: some come after the pause, and must not
    // overtake those that nobody has asked for yet.
    if (!this.#consumed) this.#held.add(chunk);
    const wanted = this.#consumed && (this.#stream?.push(chunk) ?? false);
    if (!wanted) this.#client.pause();
    this.#owner.onBodyTurn(wanted ? 'client' : 'peer');
    return wanted && this.#owner.bodyDrained ? 'spent' : 'kept';
  }

  #pump(stream: StreamedBody): void {
    this.#consumed = true;
    for (const piece of this.#held.take()) stream.push(piece);
    if (this.#ended) stream.finish();
    else if (stream.flowing) this.#readOn();
  }

  #readOn(): void {
    if (this.#owner.bodyDrained) this.#client.spend();
    this.#client.resume();
    this.#owner.onBodyTurn('client');
  }

  /** All of it came. */
  end(): void {
    this.#ended = true;
    if (this.#phase === 'discarded') {
      this.#onDiscarded();
      return;
    }
    if (this.#phase === 'streamed') {
      // What is held goes before the end.
      if (this.#consumed) this.#stream?.finish();
      this.#owner.onBodyTurn('peer');
      return;
    }
    const pieces = this.#held.take();
    const [first = Buffer.alloc(0)] = pieces;
    this.#whole = pieces.length < 2 ? first : Buffer.concat(pieces);
    this.#owner.onBodyReady();
  }
}
