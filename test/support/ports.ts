import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import process from 'node:process';

// Below the range from which the kernel takes the ports of outgoing connections, so that none of
// them is ever found taken; begun apart for processes that run at the same time.
const first = 20_000;
const count = 10_000;
let next = (process.pid * 37) % count;

// Between the two, so that no test takes them: where nobody listens now, nobody will.
const firstDead = 30_000;
const countDead = 2700;
let nextDead = 0;

/** A port of loopback that nobody listens on; no two calls of a process give the same. */
export function freePort(): Promise<number> {
  return freePorts(1);
}

/** The first of `length` neighbouring ports of loopback that nobody listens on. */
export async function freePorts(length: number): Promise<number> {
  for (;;) {
    if (next + length > count) next = 0;
    const start = first + next;
    next += length;
    const ports = Array.from({ length }, (_, i) => start + i);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return start;
  }
}

/** Listens on a free port of loopback; another process may have been quicker. @returns the port */
export async function listenOnFreePort(server: Server): Promise<number> {
  for (;;) {
    const port = await freePort();
    const listening = once(server, 'listening');
    server.listen(port, '127.0.0.1');
    const taken = await listening.then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE' || Promise.reject(error),
    );
    if (!taken) return port;
  }
}

/** A port of loopback that nobody listens on as long as the test lasts; no two calls give the same. */
export async function deadPort(): Promise<number> {
  for (;;) {
    const port = firstDead + (nextDead % countDead);
    nextDead += 1;
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on a port of loopback. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const outcome = Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  server.listen(port, '127.0.0.1');
  if (!(await outcome)) return false;
  server.close();
  await once(server, 'close');
  return true;
}
