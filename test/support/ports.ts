import { once } from 'node:events';
import { createServer } from 'node:net';
import process from 'node:process';

// Below the range from which the kernel takes the ports of outgoing connections, so that none of
// them is ever found taken; begun apart for processes that run at the same time.
const first = 20_000;
const count = 10_000;
let next = (process.pid * 37) % count;

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
