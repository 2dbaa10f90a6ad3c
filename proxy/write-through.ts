import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { onDeno } from './on-deno.ts';

const { cork, uncork } = Writable.prototype;

/** A piece of a message: bytes, or a text whose characters are one byte each (latin1). */
export type Piece = string | Buffer;

/** The largest message that is put together in the common block: head, and a body of 16 KB. */
const blockBytes = 20_480;

/** Where messages are put together: the kernel has copied one before the next is begun. */
let block: Buffer = Buffer.allocUnsafeSlow(blockBytes);

/**
 * A message with more bytes than these is put into the block. Fewer become a part of its text, which
 * takes fewer calls; and all do on Deno, where to write a text into a block is slow.
 */
const textLimitBytes = onDeno ? Number.POSITIVE_INFINITY : 512;

/** What streams say of a chunk that is no text (node:stream, `writable._write`). */
const noEncoding: string = 'buffer';

/**
 * Writes a small message past a socket's stream, whose own bookkeeping costs it as much as the
 * system call. Only where nothing waits in the stream; what is written after it waits there until
 * the kernel has taken the message. A failure destroys the socket, as the stream's would.
 *
 * @param whenTaken  called when the kernel has all of it: before this returns, as a rule
 * @returns          false where the stream is not free, and nothing was done
 */
export function writeThrough(
  socket: Socket,
  pieces: readonly Piece[],
  whenTaken?: () => void,
): boolean {
  if (!isFree(socket)) return false;
  // What is encrypted is never taken at once: each message would take the block with it.
  const message = 'encrypted' in socket ? inOneText(pieces) : joined(pieces);
  // The kernel reads on in this one.
  if (!send(socket, message, whenTaken) && typeof message !== 'string') {
    block = Buffer.allocUnsafeSlow(blockBytes);
  }
  return true;
}

/** Whether nothing waits in a socket's stream, so that it can be passed by. */
export function isFree(socket: Socket): boolean {
  return socket.writable && socket.writableLength === 0 && socket.writableCorked === 0;
}

/**
 * As {@link writeThrough}, for what is too large to be put together, and only where the socket
 * {@link isFree}: the pieces' memory is in use until they are taken.
 *
 * @returns  whether the kernel has all of it
 */
export function passThrough(
  socket: Socket,
  pieces: readonly Piece[],
  whenTaken: () => void,
): boolean {
  const [first = ''] = pieces;
  if (pieces.length < 2) return send(socket, first, whenTaken);
  if (socket._writev === undefined) return send(socket, messageBytes(pieces), whenTaken);
  const chunks = pieces.map((chunk) => ({ chunk, encoding: encodingOf(chunk) }));
  return send(socket, chunks, whenTaken);
}

/** Pieces as streams take several at once. */
type Chunks = { readonly chunk: Piece; readonly encoding: BufferEncoding }[];

function encodingOf(piece: Piece): BufferEncoding {
  return (typeof piece === 'string' ? 'latin1' : noEncoding) as BufferEncoding;
}

/**
 * Writes as streams do (node:stream, "Implementing a writable stream").
 *
 * @returns whether it was taken at once
 */
function send(socket: Socket, what: Piece | Chunks, whenTaken?: () => void): boolean {
  let taken = false;
  let corked = false;
  const done = (error?: Error | null): void => {
    taken = true;
    // Other ones may stand in the socket itself.
    if (corked) uncork.call(socket);
    if (error) socket.destroy(error);
    else whenTaken?.();
  };
  if (Array.isArray(what)) socket._writev?.(what, done);
  else socket._write(what, encodingOf(what), done);
  if (taken) return true;
  corked = true;
  cork.call(socket);
  return false;
}

/** A message as memory of its own. */
export function messageBytes(pieces: readonly Piece[]): Buffer {
  const message = joined(pieces);
  return typeof message === 'string' ? Buffer.from(message, 'latin1') : Buffer.from(message);
}

/** A message in one: a text, or bytes that are good until the next is made. */
function joined(pieces: readonly Piece[]): string | Buffer {
  let bytes = 0;
  for (const piece of pieces) if (typeof piece !== 'string') bytes += piece.length;
  return bytes > textLimitBytes ? inOneBlock(pieces) : inOneText(pieces);
}

function inOneText(pieces: readonly Piece[]): string {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : piece.toString('latin1');
  return text;
}

function inOneBlock(pieces: readonly Piece[]): Buffer {
  let sizeBytes = 0;
  for (const { length } of pieces) sizeBytes += length;
  const to = sizeBytes <= blockBytes ? block : Buffer.allocUnsafeSlow(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') to.write(piece, at, 'latin1');
    else to.set(piece, at);
    at += piece.length;
  }
  return to.subarray(0, sizeBytes);
}
