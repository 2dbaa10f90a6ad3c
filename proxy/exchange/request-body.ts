import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Who needs the body of a request. */
export interface BodyOwner {
  /** It can be sent: it is whole, or too large to wait for. */
  onBodyReady(): void;
  /** More came than is allowed. */
  onBodyTooLarge(): void;
  /** A piece came or went; now it is somebody's turn. */
  onBodyTurn(turn: 'client' | 'peer'): void;
}

/** How a body is read. */
export interface BodyOptions {
  readonly request: IncomingMessage;
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
  readonly #request: IncomingMessage;
  readonly #limitBytes: number;
  readonly #replayLimitBytes: number;
  readonly #owner: BodyOwner;
  #phase: 'held' | 'streamed' | 'discarded' = 'held';
  #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #discardableBytes = discardLimitBytes;
  #whole: Buffer | undefined;
  #stream: Readable | undefined;
  #consumed = false;
  #listening = false;
  #ended = false;
  #onDiscarded: () => void = () => undefined;

  constructor(options: BodyOptions, owner: BodyOwner) {
    this.sizeBytes = options.sizeBytes;
    this.#request = options.request;
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
    this.#listen();
    this.#owner.onBodyTurn('client');
    if ((this.sizeBytes ?? 0) > this.#replayLimitBytes) this.#becomeStream();
  }

  /** The body for one attempt. */
  open(): Buffer | Readable {
    if (this.#whole !== undefined) return this.#whole;
    const stream = new Readable({
      read: () => this.#pump(stream),
      destroy: (_error, done) => {
        if (this.#stream === stream) this.#stream = undefined;
        done(null);
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
    this.#chunks = [];
    this.#onDiscarded = done;
    this.#listen();
    this.#request.resume();
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#request.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#request.on('end', () => this.#end());
  }

  #take(chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    if (this.#phase === 'discarded') this.#throwAway(chunk);
    else if (this.#receivedBytes > this.#limitBytes) this.#owner.onBodyTooLarge();
    else if (this.#phase === 'held') this.#hold(chunk);
    else this.#passOn(chunk);
  }

  #throwAway(chunk: Buffer): void {
    this.#discardableBytes -= chunk.length;
    if (this.#discardableBytes > 0) return;
    this.#request.pause();
    this.#onDiscarded();
  }

  #hold(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#owner.onBodyTurn('client');
    if (this.#receivedBytes > this.#replayLimitBytes) this.#becomeStream();
  }

  #becomeStream(): void {
    this.#phase = 'streamed';
    this.#request.pause();
    this.#owner.onBodyReady();
  }

  #passOn(chunk: Buffer): void {
    const wanted = this.#stream?.push(chunk) ?? false;
    if (!wanted) this.#request.pause();
    this.#owner.onBodyTurn(wanted ? 'client' : 'peer');
  }

  #pump(stream: Readable): void {
    this.#consumed = true;
    const held = this.#chunks;
    this.#chunks = [];
    for (const chunk of held) stream.push(chunk);
    if (this.#ended) stream.push(null);
    else {
      this.#request.resume();
      this.#owner.onBodyTurn('client');
    }
  }

  #end(): void {
    this.#ended = true;
    if (this.#phase === 'discarded') {
      this.#onDiscarded();
      return;
    }
    if (this.#phase === 'streamed') {
      this.#stream?.push(null);
      this.#owner.onBodyTurn('peer');
      return;
    }
    const [first = Buffer.alloc(0), ...more] = this.#chunks;
    this.#whole = more.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#owner.onBodyReady();
  }
}
