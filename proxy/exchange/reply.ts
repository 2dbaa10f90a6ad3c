import { type Problem, problemMediaType } from '../../service/problem.ts';
import type { ClientStream, ReplyHead } from '../client/client-stream.ts';
import type { AskedForm, Compression } from '../compression/compression.ts';
import { EncodedReply } from '../compression/encoded-reply.ts';
import type { Taken } from '../taken.ts';
import { withoutNominated } from './headers.ts';

/** What a reply is made of. */
export interface ReplyOptions {
  readonly stream: ClientStream;
  /** What the client asked for. */
  readonly request: AskedForm;
  readonly compression: Compression;
  /** More is welcome, after {@link Reply.write} had returned `full` for the sake of compression. */
  readonly onWanted: () => void;
}

/** What the client is answered. */
export class Reply {
  readonly #stream: ClientStream;
  readonly #options: ReplyOptions;
  #encoded: EncodedReply | undefined;
  #status = 0;
  #sentBytes = 0;
  #fields: readonly string[] = [];

  constructor(options: ReplyOptions) {
    this.#options = options;
    this.#stream = options.stream;
  }

  /** Whether a head was decided on: from now on there is no other answer. */
  get started(): boolean {
    return this.#status > 0;
  }

  /** The status that was decided on; 0 before. */
  get status(): number {
    return this.#status;
  }

  /** Name, value, name, value… of the head that was decided on. */
  get fields(): readonly string[] {
    return this.#fields;
  }

  /** Size of the body so far, as it goes out. */
  get sentBytes(): number {
    return this.#encoded?.sentBytes ?? this.#sentBytes;
  }

  /** Sets the head. It goes out with the first piece of the body, or alone if none comes with it. */
  start(plain: ReplyHead): void {
    const { compression, request, onWanted } = this.#options;
    this.#status = plain.status;
    const { head, choice } = compression.plan(request, plain);
    if (choice !== undefined) {
      const { contentLength: plainLength } = plain;
      const parts = { out: this.#stream, compression, choice, plainLength, onWanted };
      this.#encoded = new EncodedReply(parts);
      this.#encoded.start(head);
    }
    // RFC 9110 §8.6: a 204 has none, and a client that believed it would wait for a body.
    const sent =
      head.status === 204
        ? { ...head, fields: withoutNominated([...head.fields], 'content-length') }
        : head;
    this.#fields = sent.fields;
    if (this.#encoded === undefined) this.#stream.start(sent);
  }

  /** Writes a piece of the body. @returns `full` when the client should be waited for */
  write(chunk: Buffer): Taken {
    if (this.#encoded !== undefined) return this.#encoded.write(chunk);
    this.#sentBytes += chunk.length;
    return this.#stream.write(chunk);
  }

  /** Writes what waits for more. */
  flush(): void {
    if (this.#encoded === undefined) this.#stream.flush();
    else this.#encoded.flush();
  }

  /** The client takes more. @returns whether it is for the compression to ask for it */
  resume(): boolean {
    this.#encoded?.resume();
    return this.#encoded !== undefined;
  }

  /** Ends the response. @param trailers  name, value… */
  end(trailers?: readonly string[]): void {
    if (this.#encoded === undefined) this.#stream.end(trailers);
    else this.#encoded.end(trailers);
  }

  /**
   * Writes a whole problem but does not end the response.
   *
   * @param fields  name, value… to go with it
   */
  problem(problem: Problem, fields: readonly string[]): void {
    const body = Buffer.from(JSON.stringify(problem));
    const contentLength = String(body.length);
    const own = Object.entries(problem.headers).flat();
    own.push('Content-Type', problemMediaType, 'Content-Length', contentLength);
    own.push(...fields);
    this.start({ status: problem.status, phrase: '', fields: own, contentLength });
    if (this.#stream.head.method !== 'HEAD') this.write(body);
  }

  /** Breaks the response off so that the client can tell. */
  destroy(): void {
    this.#stream.destroy();
  }

  /** All is over. */
  close(): void {
    this.#encoded?.close();
  }
}
