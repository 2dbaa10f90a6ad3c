import type { ServerResponse } from 'node:http';
import type { Problem } from '../../service/problem.ts';
import { problemMediaType } from '../../service/problem.ts';
import { withoutNominated } from './headers.ts';

/** Bodies up to this size go out in one write with their head. */
const singleWriteLimitBytes = 16_384;

const plainPhrase = /^[\t\x20-\x7e]*$/;

/** The status line and fields of a response. */
export interface ReplyHead {
  readonly status: number;
  readonly phrase: string;
  /** Name, value, name, value… */
  readonly fields: string[];
  /** The declared size of the body, as it stands. */
  readonly contentLength: string | undefined;
}

const waiting: Reply[] = [];

/** A peer's head and body often come in one read: a head waits until all reads were handled. */
function flushSoon(reply: Reply): void {
  if (waiting.length === 0) setImmediate(flushWaiting);
  waiting.push(reply);
}

function flushWaiting(): void {
  for (const reply of waiting.splice(0)) reply.flush();
}

/** What the client is answered, written with as few system calls as the peer's timing allows. */
export class Reply {
  readonly #response: ServerResponse;
  /** A whole small body that waits for its end, to go out together with the head. */
  #held: Buffer | undefined;
  #expectedBytes = -1;
  #started = false;
  #written = false;
  #sentBytes = 0;
  #fields: readonly string[] = [];

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Whether a head was decided on: from now on there is no other answer. */
  get started(): boolean {
    return this.#started;
  }

  /** The status that was decided on; 0 before. */
  get status(): number {
    return this.#started ? this.#response.statusCode : 0;
  }

  /** Name, value, name, value… of the head that was decided on. */
  get fields(): readonly string[] {
    return this.#fields;
  }

  /** Size of the body so far. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /**
   * Sets the head. It goes out with the first piece of the body, or alone if none comes with it.
   *
   * @throws {Error} when the head has characters that HTTP does not allow; nothing is sent then
   */
  start(head: ReplyHead): void {
    const { status, phrase, contentLength } = head;
    // RFC 9110 §8.6: a 204 has none, and a client that believed it would wait for a body.
    const fields = status === 204 ? withoutNominated(head.fields, 'content-length') : head.fields;
    this.#response.writeHead(status, plainPhrase.test(phrase) ? phrase : '', fields);
    this.#started = true;
    this.#fields = fields;
    this.#expectedBytes = Number(contentLength ?? -1);
    flushSoon(this);
  }

  /** Writes a piece of the body. @returns false when the client should be waited for */
  write(chunk: Buffer): boolean {
    this.#sentBytes += chunk.length;
    if (!this.#written && this.#isWhole(chunk)) {
      this.#held = chunk;
      return true;
    }
    this.#written = true;
    return this.#response.write(chunk);
  }

  /** Writes what waits for more. */
  flush(): void {
    if (this.#written || this.#response.destroyed) return;
    const held = this.#held;
    this.#held = undefined;
    this.#written = true;
    if (held === undefined) this.#response.flushHeaders();
    else this.#response.write(held);
  }

  /** Ends the response. */
  end(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#written = true;
    // A string joins the head in one write; latin1 maps every byte to itself.
    if (held !== undefined) this.#writeWithHead(held.toString('latin1'));
    this.#response.end();
  }

  /**
   * Hands head and body to the socket as one string and at once. Given to `end`, or left corked,
   * they would be joined with the end's empty chunk by a dearer kind of write.
   */
  #writeWithHead(body: string): void {
    const { socket } = this.#response;
    socket?.cork();
    this.#response.write(body, 'latin1');
    socket?.uncork();
  }

  /**
   * Writes a whole problem but does not end the response.
   *
   * @param fields  name, value… to go with it
   */
  problem(problem: Problem, fields: readonly string[]): void {
    const body = Buffer.from(JSON.stringify(problem));
    const own = Object.entries(problem.headers).flat();
    own.push('Content-Type', problemMediaType, 'Content-Length', String(body.length));
    own.push(...fields);
    this.#fields = own;
    this.#response.writeHead(problem.status, own);
    this.#started = true;
    this.#written = true;
    if (this.#response.req.method === 'HEAD') this.#response.flushHeaders();
    else {
      this.#sentBytes = body.length;
      this.#response.write(body);
    }
  }

  /** Breaks the response off so that the client can tell. */
  destroy(): void {
    this.#response.destroy();
  }

  #isWhole(chunk: Buffer): boolean {
    return chunk.length === this.#expectedBytes && chunk.length <= singleWriteLimitBytes;
  }
}
