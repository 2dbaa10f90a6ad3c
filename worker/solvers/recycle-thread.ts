import { parentPort } from 'node:worker_threads';

/** What a thread says when it has grown too large to keep. */
export const grownTooLarge = 'grown too large';

let said = false;

/**
 * Asks for this thread to be replaced once its tasks are done: worker/crew.ts listens. Without
 * effect outside a thread.
 */
export function recycleThread(): void {
  if (said) return;
  said = true;
  parentPort?.postMessage(grownTooLarge);
}
