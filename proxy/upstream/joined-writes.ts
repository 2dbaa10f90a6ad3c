import type { Socket } from 'node:net';
import process from 'node:process';
import { messageBytes, type Piece, writeThrough } from '../write-through.ts';
import { withFields } from './request-fields.ts';

/** Who has fields to be set into the next head. */
export interface FieldSource {
  /** Their lines, once; empty where there are none. */
  takeFields(): string;
}

/** Writes that are joined, if they are not larger together. */
const joinLimitBytes = 16_384;

/** What leaves at the end of this turn of the event loop. */
const waiting: (() => void)[] = [];

function flushWaiting(): void {
  for (const flush of waiting.splice(0)) flush();
}

/**
 * Makes a socket join small writes into one message, which leaves when all reads of this turn
 * of the event loop were dealt with. The head and body of a request go out by one plain write
 * instead of a vectored one, and a peer that the first of many requests has woken is awake for the
 * others.
 *
 * @param socket  one that nobody writes strings of other encodings than latin1 to
 * @param source  what is missing in the heads
 * @returns       how many bytes wait for that; until they have left, their memory is in use
 */
export function joinWrites(socket: Socket, source: FieldSource): () => number {
  const { cork, uncork, write, end } = socket;
  let corked = false;
  let pieces: Piece[] = [];
  let sizeBytes = 0;
  /** Whether a writer was told to wait for 'drain'. */
  let owesDrain = false;
  const flush = (): void => {
    if (sizeBytes === 0) return;
    const message = pieces;
    pieces = [];
    sizeBytes = 0;
    if (!socket.writable) return;
    const flowing = writeThrough(socket, message) || write.call(socket, messageBytes(message));
    // Who was told to wait waits for it; the stream owes none that it has not refused itself.
    if (owesDrain && flowing) process.nextTick(() => socket.emit('drain'));
    owesDrain = false;
  };
  const join = (chunk: Piece): boolean => {
    if (sizeBytes === 0) {
      if (waiting.length === 0) setImmediate(flushWaiting);
      waiting.push(flush);
    }
    pieces.push(chunk);
    sizeBytes += chunk.length;
    // As the stream itself will see it, so that it tells when there is room again.
    const flowing = socket.writableLength + sizeBytes < socket.writableHighWaterMark;
    owesDrain ||= !flowing;
    return flowing;
  };
  socket.cork = () => {
    corked = true;
  };
  socket.uncork = () => {
    if (corked) corked = false;
    else uncork.call(socket);
  };
  const whole = (chunk: string): string => {
    const fields = source.takeFields();
    return fields === '' ? chunk : withFields(chunk, fields);
  };
  socket.write = (given: Piece, ...rest: unknown[]): boolean => {
    const chunk = typeof given === 'string' ? whole(given) : given;
    const fits = sizeBytes + chunk.length <= joinLimitBytes;
    if (fits && (corked || typeof chunk === 'string')) return join(chunk);
    if (corked) {
      // Too much to copy: what follows is corked as usual.
      corked = false;
      cork.call(socket);
    }
    flush();
    return Reflect.apply(write, socket, [chunk, ...rest]);
  };
  socket.end = (...last: unknown[]): Socket => {
    flush();
    return Reflect.apply(end, socket, last);
  };
  return () => sizeBytes;
}
