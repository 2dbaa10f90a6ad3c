import type { Server } from 'node:net';

/**
 * Lets a server listen.
 *
 * @param port  0 = any free port
 * @returns     its URL
 * @throws {Error} when it can't listen there
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
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
