import { createServer, type Server } from 'node:net';
import { onDeno } from './on-deno.ts';

/** Where to listen. */
export interface ListenOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  /** Whether other processes of the group listen there too. Default: false. */
  readonly shared?: boolean;
}

/**
 * Lets a server listen. Where the runtime can (Deno, Node from 22.12 on), each process that shares a
 * port has a queue of its own, among which the kernel deals connections evenly; on Node 20 all
 * accept from one.
 *
 * @returns its URL
 * @throws {Error} when it can't listen there
 */
export async function listen(server: Server, options: ListenOptions): Promise<string> {
  const { port, host, shared = false } = options;
  // Deno needs to be told that the cluster is to stay out of it, Node 20 must not be.
  const own = shared ? { reusePort: true, exclusive: onDeno } : {};
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ...own }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const name = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Accepts no more. @returns resolves when the last connection is closed */
export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

/** A port that nobody listens on. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  const url = await listen(server, { port: 0, host });
  await close(server);
  return Number(new URL(url).port);
}
