import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Problem } from '../../../service/problem.ts';
import { SharedFields } from '../../shared-fields.ts';
import type { Taken } from '../../taken.ts';
import { flushAtTurnEnd } from '../../turn-end.ts';
import { messageBytes, type Piece, writeThrough } from '../../write-through.ts';
import type {
  ClientListener,
  ClientOrigin,
  ClientStream,
  ReceivedHead,
  ReplyHead,
} from '../client-stream.ts';
import { statusLine } from './status-line.ts';

/** The connection that a stream belongs to. */
export interface StreamOwner {
  readonly origin: ClientOrigin;
  readonly socket: Socket;
  /** Begins to read a body. @param sizeBytes  undefined when chunked */
  readBody(sizeBytes: number | undefined): void;
  /** Whether more is read. */
  hold(held: boolean): void;
  /** Nobody needs the pieces any more that came so far. */
  spend(): void;
  /** All was written. @param keepAlive  whether another request may follow */
  onWritten(keepAlive: boolean): void;
  /** The bytes belong to somebody else from now on. */
  release(): Duplex;
}

/** Pieces up to this size go out in one write with their head. */
const singleWriteLimitBytes = 16_384;

const nothing = Buffer.alloc(0);

/** How a body's end is told (RFC 9112 §6). */
type Framing = 'none' | 'sized' | 'chunked' | 'to close';

/** One request of an HTTP/1 connection; its answer is written with as few system calls as can be. */
export class Http1Stream implements ClientStream {
  readonly head: ReceivedHead;
  readonly fault: Problem | undefined;
  #owner: StreamOwner | undefined;
  readonly #origin: ClientOrigin;
  #listener: ClientListener | undefined;
  #keepAlive: boolean;
  /** The head that was decided on and not yet written. */
  #headText = '';
  #framing: Framing = 'none';
  /** A small first piece of the body that waits for what follows. */
  #held: Buffer | undefined;
  /** What ends a body that goes out whole with its head. */
  #last: string | undefined;

  constructor(
    owner: StreamOwner,
    request: {
      readonly head: ReceivedHead;
      readonly fault: Problem | undefined;
      /** Whether the client lets the connection be used again. */
      readonly keepAlive: boolean;
    },
  ) {
    this.#owner = owner;
    this.#origin = owner.origin;
    this.head = request.head;
    this.fault = request.fault;
    this.#keepAlive = request.keepAlive;
  }

  get origin(): ClientOrigin {
    return this.#origin;
  }

  get closed(): boolean {
    return this.#owner === undefined;
  }

  /** Who hears of it. */
  get listener(): ClientListener | undefined {
    return this.#listener;
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  receive(sizeBytes: number | undefined): void {
    this.#owner?.readBody(sizeBytes);
  }

  pause(): void {
    this.#owner?.hold(true);
  }

  resume(): void {
    this.#owner?.hold(false);
  }

  spend(): void {
    this.#owner?.spend();
  }

  inform(status: number, fields: readonly string[]): void {
    if (this.head.version !== '1.1') return;
    this.#owner?.socket.write(`${statusLine(status, '')}${fieldLines(fields)}\r\n`, 'latin1');
  }

  start({ status, phrase, fields, own, contentLength }: ReplyHead): void {
    if (this.#owner === undefined) return;
    let text =
      statusLine(status, phrase) +
      (own ? sharedLines(fields) + fieldLines(own) : fieldLines(fields));
    this.#framing = this.#framingOf(status, contentLength);
    if (this.#framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
    else if (this.#framing === 'to close') this.#keepAlive = false;
    this.#headText = `${text}${this.#connectionLine(status)}\r\n`;
    // A peer's head and body often come in one read.
    flushAtTurnEnd(this);
  }

  write(chunk: Buffer): Taken {
    if (this.#owner === undefined || this.#framing === 'none') return 'spent';
    if (this.#headText !== '' && !this.#held && chunk.length <= singleWriteLimitBytes) {
      this.#held = chunk;
      return 'kept';
    }
    this.flush();
    return this.#writePiece(this.#owner.socket, chunk);
  }

  flush(): void {
    if (this.#headText === '' || this.#owner === undefined) return;
    const { socket } = this.#owner;
    if (this.#last !== undefined) {
      this.#sendWhole(socket, this.#last);
      return;
    }
    socket.cork();
    socket.write(this.#headText, 'latin1');
    this.#headText = '';
    if (this.#held !== undefined) this.#writePiece(socket, this.#held);
    this.#held = undefined;
    socket.uncork();
  }

  end(trailers: readonly string[] = []): void {
    if (this.#owner === undefined) return;
    const { socket } = this.#owner;
    const last = this.#framing === 'chunked' ? `0\r\n${fieldLines(trailers)}\r\n` : '';
    // The whole goes out with all others of this turn: who is woken by the first is awake for them.
    if (this.#headText !== '') {
      this.#last = last;
      return;
    }
    if (last !== '') socket.write(last, 'latin1');
    this.#finish(socket);
  }

  #finish(socket: Socket): void {
    if (socket.writableLength === 0) this.#owner?.onWritten(this.#keepAlive);
    else socket.write(nothing, () => this.#owner?.onWritten(this.#keepAlive));
  }

  destroy(): void {
    // Where the end of the connection is the end of the body, an orderly one would be a lie.
    const socket = this.#owner?.socket;
    // Node 20 never lets go of a socket that is reset while its end is on the way.
    if (this.#framing === 'to close' && socket?.writableEnded === false) socket.resetAndDestroy();
    else socket?.destroy();
  }

  closeAfterwards(): void {
    this.#keepAlive = false;
  }

  takeOver(): Duplex {
    if (this.#owner === undefined) throw new Error('the client is gone');
    this.flush();
    return this.#owner.release();
  }

  /** Nothing more can be said. */
  close(): void {
    if (this.#owner === undefined) return;
    this.#owner = undefined;
    this.#held = undefined;
    this.#listener?.onClose();
  }

  #connectionLine(status: number): string {
    if (status === 101) return 'Connection: Upgrade\r\n';
    // Nobody else names an Upgrade that he does not change to at once (RFC 9110 §7.8, §15.5.22).
    const upgrade = status === 426 ? ', Upgrade' : '';
    if (!this.#keepAlive) return `Connection: close${upgrade}\r\n`;
    if (this.head.version === '1.0') return `Connection: keep-alive${upgrade}\r\n`;
    return upgrade === '' ? '' : 'Connection: Upgrade\r\n';
  }

  #framingOf(status: number, contentLength: string | undefined): Framing {
    if (this.head.method === 'HEAD' || status === 204 || status === 304 || status < 200) {
      return 'none';
    }
    if (contentLength !== undefined) return 'sized';
    return this.head.version === '1.1' ? 'chunked' : 'to close';
  }

  /** Head and body in one write, which is cheapest. */
  #sendWhole(socket: Socket, last: string): void {
    const head = this.#headText;
    this.#headText = '';
    const held = this.#held;
    this.#held = undefined;
    const pieces = held === undefined ? [head + last] : this.#framed(head, held, last);
    if (writeThrough(socket, pieces, () => this.#owner?.onWritten(this.#keepAlive))) return;
    socket.write(messageBytes(pieces));
    this.#finish(socket);
  }

  #framed(head: string, body: Buffer, last: string): readonly Piece[] {
    if (this.#framing !== 'chunked') return [head, body];
    return [`${head}${body.length.toString(16)}\r\n`, body, `\r\n${last}`];
  }

  #writePiece(socket: Socket, chunk: Buffer): Taken {
    const flowing = this.#framing === 'chunked' ? writeChunk(socket, chunk) : socket.write(chunk);
    // The kernel has it all: it is a copy that waits for the client.
    if (socket.writableLength === 0) return 'spent';
    return flowing ? 'kept' : 'full';
  }
}

/** One chunk (RFC 9112 §7.1); an empty one would be the last. */
function writeChunk(socket: Socket, chunk: Buffer): boolean {
  if (chunk.length === 0) return true;
  socket.cork();
  socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
  socket.write(chunk);
  const flowing = socket.write('\r\n', 'latin1');
  socket.uncork();
  return flowing;
}

const sharedTexts = new WeakMap<readonly string[], string>();

/** The lines of fields that many answers share. */
function sharedLines(fields: readonly string[]): string {
  const known = sharedTexts.get(fields);
  if (known !== undefined) return known;
  const text = new SharedFields(fields).text ?? fieldLines(fields);
  sharedTexts.set(fields, text);
  return text;
}

function fieldLines(fields: readonly string[]): string {
  let text = '';
  for (let i = 0; i + 1 < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
  return text;
}
