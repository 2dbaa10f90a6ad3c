import { once } from 'node:events';
import { createServer } from 'node:net';
import process from 'node:process';

// Below the range from which the kernel takes the ports of outgoing connections, so that none of
// them is ever found taken; begun apart for processes that run at the same time.
const first = 20_000;
const count = 10_000;
let next = (process.pid * 37) % count;

/** A port of this host that nobody listens on; no two calls give the same. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + next;
    next = (next + 1) % count;
    if (await bindable(port)) return port;
  }
}

async function bindable(port: number): Promise<boolean> {
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
