import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again for what gives no event of its own, such as a line in another process's log.
 *
 * @param limitMs  default: 5000
 * @throws {Error} there was nothing within the limit
 */
export async function eventually<Value>(
  what: string,
  read: () => Promise<Value | undefined> | Value | undefined,
  limitMs = 5000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`);
    await delay(10);
  }
}
