import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for what other processes bring about and tell nobody: asks again and again until the
 * answer is neither undefined nor false.
 *
 * @param what     what is waited for, for the error's sake
 * @param limitMs  default 15,000
 * @throws {Error} when it does not come about in time
 */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | undefined | false> | Value | undefined | false,
  limitMs = 15_000,
): Promise<Value> {
  const limit = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > limit) throw new Error(`after ${limitMs} ms still not: ${what}`);
    await delay(20);
  }
}
