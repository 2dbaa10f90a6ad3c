import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { reset } from '../../test/chaos/reset.ts';

/** One client's stay at the front. */
export interface Visit {
  readonly socket: Socket;
  readonly random: () => number;
  /** Resolves once the connection is closed, by whichever side. */
  readonly gone: Promise<unknown>;
}

/** How long a visit may last, in ms: the front's own limits are far below. */
const limitMs = 15_000;

const get = (bytes: number): string =>
  `GET /chaos/soak?bytes=${Math.floor(bytes)} HTTP/1.1\r\nHost: soak\r\n\r\n`;

const upload = (bytes: number): string =>
  `PUT /chaos/soak?bytes=100 HTTP/1.1\r\nHost: soak\r\nContent-Length: ${bytes}\r\n\r\n`;

/** What clients do, good and bad; each returns when it has had enough. */
export const visits: Readonly<Record<string, (visit: Visit) => Promise<unknown>>> = {
  polite: async (visit) => {
    for (let i = 0; i < 20 && !visit.socket.destroyed; i++) {
      await exchanged(visit, get(4000 * visit.random()));
    }
  },
  once: (visit) => exchanged(visit, get(2000).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
  pipelined: (visit) => exchanged(visit, get(100) + get(3000) + get(10)),
  abort: async ({ socket, random }) => {
    socket.write(get(20_000));
    await delay(30 * random());
    socket.destroy();
  },
  reset: async ({ socket, random }) => {
    socket.write(get(200_000));
    await delay(10 * random());
    reset(socket);
  },
  'slow reader': async ({ socket, random }) => {
    socket.write(get(1_000_000));
    for (let i = 0; i < 20 && !socket.destroyed; i++) {
      socket.resume();
      await delay(2);
      socket.pause();
      await delay(200 * random());
    }
  },
  'never reads': async ({ socket }) => {
    socket.pause();
    socket.write(get(1_000_000));
    await delay(4000);
  },
  'half a head': async ({ socket, gone }) => {
    socket.write(get(1).slice(0, 20));
    await gone;
  },
  'says nothing': async ({ random }) => delay(3000 * random()),
  'no HTTP': async ({ socket, gone }) => {
    socket.write('\x16\x03\x01 how do you do\r\n\r\n');
    await gone;
  },
  'upload cut': async ({ socket, random }) => {
    socket.write(upload(300_000));
    socket.write(Buffer.alloc(200_000 * random()));
    await delay(20 * random());
    socket.destroy();
  },
  'upload stalled': async ({ socket, gone }) => {
    socket.write(upload(300_000));
    socket.write(Buffer.alloc(100_000));
    await gone;
  },
  'upload in drips': async ({ socket, random, gone }) => {
    socket.write(
      'PUT /chaos/soak?bytes=10 HTTP/1.1\r\nHost: soak\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    for (let i = 0; i < 10 && !socket.destroyed; i++) {
      socket.write(`2710\r\n${'x'.repeat(10_000)}\r\n`);
      await delay(30 * random());
    }
    if (!socket.destroyed) await exchanged({ socket, random, gone }, '0\r\n\r\n');
  },
  'half closed': async ({ socket, gone }) => {
    socket.end(get(1000));
    await gone;
  },
};

/** Pays one visit of a kind. @returns whether it was over before its limit */
export async function visit(kind: string, port: number, random: () => number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => socket.destroy());
  socket.on('data', () => undefined);
  const gone = new Promise((resolve) => socket.once('close', resolve));
  const limit = new AbortController();
  const over = await Promise.race([
    visits[kind]?.({ socket, random, gone }).then(() => true),
    delay(limitMs, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  socket.destroy();
  return over ?? false;
}

/** Sends something and waits for the beginning of the answer, or the end of the connection. */
async function exchanged({ socket, gone }: Visit, text: string): Promise<void> {
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(text);
  await Promise.race([answered, gone]);
  await delay(2);
}
