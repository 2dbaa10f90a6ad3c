import type { ClientStream, ReplyHead } from '../client/client-stream.ts';
import type { Taken } from '../taken.ts';
import { codeWhole } from './coders.ts';
import type { CodingChoice } from './coding.ts';
import type { Compression } from './compression.ts';
import { codedTrailers } from './content-fields.ts';
import type { Encoder, EncoderSink } from './encoder.ts';

/** The part of a client's stream that takes an answer. */
export type ReplyStream = Pick<ClientStream, 'start' | 'write' | 'flush' | 'end' | 'destroy'>;

/** What an encoded reply is made of. */
export interface EncodedReplyOptions {
  readonly out: ReplyStream;
  readonly compression: Pick<Compression, 'open' | 'release'>;
  readonly choice: CodingChoice;
  /** The declared size of the body as the peer sends it. */
  readonly plainLength: string | undefined;
  /** More is welcome, after a write had returned `full`. */
  readonly onWanted: () => void;
}

/** Up to here a body that has come whole is coded at once: for 0.2 to 0.5 ms at default levels. */
const wholeLimitBytes = 32_768;

/**
 * Compresses an answer on its way to the client. A small body that comes with its head is coded at
 * once and its size told; any other is coded piece by piece.
 */
export class EncodedReply implements ReplyStream, EncoderSink {
  readonly #out: ReplyStream;
  readonly #compression: Pick<Compression, 'open' | 'release'>;
  readonly #choice: CodingChoice;
  readonly #plainBytes: number;
  readonly #onWanted: () => void;
  /** The head while it waits for the body that is told to be small. */
  #head: ReplyHead | undefined;
  #encoder: Encoder | undefined;
  #trailers: readonly string[] | undefined;
  #done = false;
  #sentBytes = 0;

  constructor({ out, compression, choice, plainLength, onWanted }: EncodedReplyOptions) {
    this.#out = out;
    this.#compression = compression;
    this.#choice = choice;
    this.#plainBytes = Number(plainLength ?? Number.POSITIVE_INFINITY);
    this.#onWanted = onWanted;
  }

  /** Size of the coded body so far. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** @param head  says already that the body is coded */
  start(head: ReplyHead): void {
    this.#head = head;
    if (this.#plainBytes > wholeLimitBytes) this.flush();
    // A peer's head and small body come in one read; if not, the head goes on alone.
    else setImmediate(() => this.flush());
  }

  write(chunk: Buffer): Taken {
    if (this.#done) return 'spent';
    const head = this.#head;
    if (head !== undefined && chunk.length === this.#plainBytes)
      return this.#writeWhole(head, chunk);
    this.flush();
    return this.#encoder?.write(chunk) === false ? 'full' : 'kept';
  }

  /** Starts what waits to be small. What the encoder has goes out by itself. */
  flush(): void {
    const head = this.#head;
    if (head === undefined || this.#done) return;
    this.#head = undefined;
    this.#encoder = this.#compression.open(this.#choice, this);
    this.#out.start(head);
  }

  end(trailers?: readonly string[]): void {
    if (this.#done) return;
    if (this.#head === undefined && this.#encoder === undefined) {
      this.#out.end();
      return;
    }
    this.flush();
    this.#trailers = trailers === undefined ? undefined : codedTrailers(trailers);
    this.#encoder?.end();
  }

  /** Ends it with the client, who can tell. */
  destroy(): void {
    this.close();
    this.#out.destroy();
  }

  /** Gives the coder back: nothing more is coded. To be called when all is over, well or not. */
  close(): void {
    this.#done = true;
    if (this.#encoder === undefined) return;
    this.#encoder.destroy();
    this.#encoder = undefined;
    this.#compression.release();
  }

  /** The client takes more. */
  resume(): void {
    if (this.#encoder === undefined) this.#onWanted();
    else this.#encoder.resume();
  }

  onCoded(piece: Buffer): boolean {
    this.#sentBytes += piece.length;
    return this.#out.write(piece) !== 'full';
  }

  onWanted(): void {
    this.#onWanted();
  }

  onCodedEnd(): void {
    this.#out.end(this.#trailers);
    this.close();
  }

  onCoderFault(): void {
    this.destroy();
  }

  #writeWhole(head: ReplyHead, body: Buffer): Taken {
    this.#head = undefined;
    const coded = codeWhole(this.#choice, body);
    const contentLength = String(coded.length);
    const fields = [...head.fields, 'Content-Length', contentLength];
    this.#out.start({ ...head, fields, contentLength });
    return this.onCoded(coded) ? 'kept' : 'full';
  }
}
