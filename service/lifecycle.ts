import process from 'node:process';
import type { Log } from './log.ts';

/** How a service stops. */
export interface LifecycleOptions {
  readonly log: Log;
  /** Finishes what runs; called once, on the first reason to stop. */
  readonly drain: () => Promise<void>;
  /**
   * How long `drain` may take, in ms, before the process ends all the same. Read when it begins:
   * it may change before.
   */
  readonly drainLimitMs: number;
}

/**
 * Ties a service to its supervisor: says `ready`, and drains on SIGINT, SIGTERM, a `shutdown`
 * message or the loss of the supervisor itself. Without the last, a worker would outlive a killed
 * PM2 daemon and hold its port against the next one.
 *
 * @returns a function to call once the service accepts requests
 */
export function superviseLifecycle(options: LifecycleOptions): () => void {
  const { log, drain } = options;
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info('draining', { reason });
    const limit = setTimeout(() => end(1, 'drain limit passed'), options.drainLimitMs);
    drain().then(
      () => end(0, 'drained'),
      (error: unknown) => end(1, 'drain failed', error),
    );
    limit.unref();
  };
  const end = (code: number, event: string, error?: unknown): void => {
    log.info(event, error === undefined ? {} : { error });
    log.flush();
    process.exit(code);
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('message', (message) => message === 'shutdown' && stop('shutdown message'));
  process.on('disconnect', () => stop('supervisor gone'));
  watchParent(() => stop('supervisor gone'));
  return () => {
    process.send?.('ready');
  };
}

/** How often a service looks whether its supervisor is still there, in ms. */
const watchEveryMs = 1000;

/**
 * Hears of a supervisor's death where its channel does not tell: Deno takes one that ended with messages
 * unread, as a killed one does, for one that is still open. Whoever lost its parent has another.
 */
function watchParent(onLost: () => void): void {
  if (process.send === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onLost();
  }, watchEveryMs);
  watch.unref();
}
