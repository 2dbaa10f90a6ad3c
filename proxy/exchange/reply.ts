import { type Problem, problemMediaType } from '../../service/problem.ts';
import type { ClientStream, ReplyHead } from '../client/client-stream.ts';
import { withoutNominated } from './headers.ts';

/** What the client is answered. */
export class Reply {
  readonly #stream: ClientStream;
  #status = 0;
  #sentBytes = 0;

  constructor(stream: ClientStream) {
    this.#stream = stream;
  }

  /** Whether a head was decided on: from now on there is no other answer. */
  get started(): boolean {
    return this.#status > 0;
  }

  /** The status that was decided on; 0 before. */
  get status(): number {
    return this.#status;
  }

  /** Size of the body so far. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Sets the head. It goes out with the first piece of the body, or alone if none comes with it. */
  start(head: ReplyHead): void {
    this.#status = head.status;
    // RFC 9110 §8.6: a 204 has none, and a client that believed it would wait for a body.
    if (head.status !== 204) this.#stream.start(head);
    else
      this.#stream.start({ ...head, fields: withoutNominated([...head.fields], 'content-length') });
  }

  /** Writes a piece of the body. @returns false when the client should be waited for */
  write(chunk: Buffer): boolean {
    this.#sentBytes += chunk.length;
    return this.#stream.write(chunk);
  }

  /** Writes what waits for more. */
  flush(): void {
    this.#stream.flush();
  }

  /** Ends the response. */
  end(): void {
    this.#stream.end();
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
}
