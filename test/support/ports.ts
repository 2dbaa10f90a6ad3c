import { createServer } from 'node:net';
import process from 'node:process';
import { uniformRandom } from '../../worker/kernels/random.ts';

/** Ports from here on are given out by the kernel to outgoing connections. */
const ephemeral = 32_768;
const lowest = 20_000;

/**
 * Finds `count` neighbouring ports of loopback that nobody listens on. Two calls may find the
 * same ones until they are bound.
 *
 * @returns the first of them
 */
export async function freePorts(count: number): Promise<number> {
  const random = uniformRandom(Date.now() + process.pid);
  for (let tries = 0; tries < 100; tries++) {
    const first = lowest + Math.floor(random() * (ephemeral - lowest - count));
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`found no ${count} free ports in a row`);
}

/** Whether nobody listens on a port of loopback. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
