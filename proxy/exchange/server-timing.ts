import type { ForwardContext } from './forward-context.ts';

/** Where the time went until an answer's head, in ms. */
export interface SpentTime {
  /** From the request's head on. */
  readonly totalMs: number;
  /** In line for a peer with room. */
  readonly queuedMs: number;
  /** In attempts that failed. */
  readonly failedMs: number;
  /** How many those are. */
  readonly failed: number;
  /** In the attempt that was answered; undefined when none was. */
  readonly peerMs: number | undefined;
}

/** What is spent where no peer was asked. */
const unasked: Omit<SpentTime, 'totalMs'> = {
  queuedMs: 0,
  failedMs: 0,
  failed: 0,
  peerMs: undefined,
};

/**
 * An answer's fields with the one that tells where the time went, where that is wanted.
 *
 * @param fields     name, value, name, value…
 * @param startedAt  when the request's head was read, in ms of the clock
 * @param attempts   who asked the peers, if somebody did
 */
export function withTiming(
  fields: readonly string[],
  { settings, now }: Pick<ForwardContext, 'settings' | 'now'>,
  startedAt: number,
  attempts: { readonly spent: Omit<SpentTime, 'totalMs'> } | undefined,
): readonly string[] {
  if (!settings.serverTiming) return fields;
  const spent = attempts?.spent ?? unasked;
  return [...fields, 'Server-Timing', serverTiming({ totalMs: now() - startedAt, ...spent })];
}

/**
 * The value of `Server-Timing`. What took no time is left out.
 *
 * @see W3C Server Timing §3
 */
export function serverTiming(spent: SpentTime): string {
  const { totalMs, queuedMs, failedMs, failed, peerMs } = spent;
  let value = `proxy;dur=${written(totalMs)}`;
  if (queuedMs > 0) value += `, queue;dur=${written(queuedMs)}`;
  if (failed > 0) value += `, retries;dur=${written(failedMs)};desc="${failed}"`;
  if (peerMs !== undefined) value += `, peer;dur=${written(peerMs)}`;
  return value;
}

function written(ms: number): string {
  return String(Math.round(ms * 100) / 100);
}
