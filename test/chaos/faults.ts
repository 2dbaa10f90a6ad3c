import type { Socket } from 'node:net';
import { reset } from './reset.ts';

/** What a peer has to answer, and how. */
export interface Answering {
  readonly socket: Socket;
  /** The status line and fields but for the framing, without the empty line. */
  readonly head: string;
  readonly body: string;
  /** Whether the request was a HEAD: its answer has no body. */
  readonly bodiless: boolean;
  readonly random: () => number;
}

/** What a peer says that has too much to do; `PROXY_RETRY_ON` lists its status. */
export const busyBody = 'busy';
const busyLine = '503 Service Unavailable';

type Fault = (answering: Answering) => void;

/** Faults that come to pass before a whole head was sent: another peer can be asked. */
const beforeHead: Readonly<Record<string, Fault>> = {
  close: ({ socket }) => socket.end(),
  reset: ({ socket }) => reset(socket),
  'reset in the head': (one) => cutShort(one, withLength(one).slice(0, 30), 'reset'),
  'end in the head': (one) => cutShort(one, withLength(one).slice(0, 30), 'end'),
  stall: () => undefined,
  'stall in the head': (one) => one.socket.write(withLength(one).slice(0, 30)),
  'no HTTP': ({ socket }) => socket.end('220 mail.example ESMTP\r\n'),
  'two lengths': ({ socket, head, body }) =>
    socket.end(`${head}Content-Length: ${body.length}\r\nContent-Length: 3\r\n\r\n${body}`),
  'a head too large': ({ socket, head }) =>
    socket.end(`${head}X-Rest: ${'x'.repeat(100_000)}\r\n\r\n`),
  busy: ({ socket, head, bodiless }) =>
    socket.write(
      `${head.replace('200 OK', busyLine)}Content-Length: 4\r\n\r\n${bodiless ? '' : busyBody}`,
    ),
};

/** Faults within the body: the client can only be shown that the answer is not whole. */
const withinBody: Readonly<Record<string, Fault>> = {
  'reset in the body': (one) => cutShort(one, half(withLength(one)), 'reset'),
  'a body too short': (one) => cutShort(one, half(withLength(one)), 'end'),
  'stall in the body': (one) => one.socket.write(half(withLength(one))),
  'chunks without end': (one) => cutShort(one, chunked(one).slice(0, -5), 'end'),
  'a broken chunk': ({ socket, head, body }) =>
    socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n${body.slice(0, 5)}\r\nzz\r\n`),
};

/** Bad manners that no client needs to notice. */
const harmless: Readonly<Record<string, Fault>> = {
  drip: (one) => drip(one, withLength(one)),
  'drip in chunks': (one) => drip(one, chunked(one)),
  'bytes after the body': (one) =>
    one.socket.write(`${withLength(one)}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`),
  'bytes after the chunks': (one) => one.socket.write(`${chunked(one)}0\r\n\r\npoison`),
  'a body until the end': (one) => one.socket.end(`${one.head}\r\n${one.body}`),
  'an early hint': (one) =>
    one.socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${withLength(one)}`),
  'end after the answer': (one) => one.socket.end(withLength(one)),
};

/** All that can go wrong, by name. */
export const faults: Readonly<Record<string, Fault>> = {
  ...beforeHead,
  ...withinBody,
  ...harmless,
};

/** Draws a fault; for answers without a body one of those that need none. */
export function drawFault({ bodiless, body, random }: Answering): string {
  const fitting = Object.keys(faults).filter(
    (name) => !(bodiless || body.length < 20) || name in beforeHead || name === 'drip',
  );
  return fitting[Math.floor(random() * fitting.length)] ?? 'reset';
}

/** Whether a fault lies within the body. */
export function cutsBody(fault: string): boolean {
  return fault in withinBody;
}

/** The answer as it should be. */
export function answerRightly(one: Answering): void {
  one.socket.write(withLength(one));
}

function withLength({ head, body, bodiless }: Answering): string {
  return `${head}Content-Length: ${body.length}\r\n\r\n${bodiless ? '' : body}`;
}

function chunked({ head, body }: Answering): string {
  const middle = body.length >> 1;
  const parts = [body.slice(0, middle), body.slice(middle)].filter((part) => part !== '');
  const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  return `${head}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
}

/** The head and half of the body. */
function half(text: string): string {
  const bodyAt = text.indexOf('\r\n\r\n') + 4;
  return text.slice(0, bodyAt + ((text.length - bodyAt) >> 1));
}

/** Ends after a piece that is surely on its way before the end is. */
function cutShort({ socket, random }: Answering, piece: string, how: 'reset' | 'end'): void {
  const cut = (): void => {
    if (how === 'end') socket.end();
    else reset(socket);
  };
  socket.write(piece, () => {
    if (random() < 0.5) cut();
    else setTimeout(cut, 20 * random());
  });
}

/** Sends a few bytes at a time, some ms apart. */
function drip({ socket, random }: Answering, text: string): void {
  const step = Math.max(1, Math.ceil(text.length / 12));
  const pieces = text.match(new RegExp(`[^]{1,${step}}`, 'g')) ?? [];
  const next = (): void => {
    const piece = pieces.shift();
    if (piece === undefined || socket.destroyed) return;
    socket.write(piece);
    setTimeout(next, 4 * random());
  };
  next();
}
