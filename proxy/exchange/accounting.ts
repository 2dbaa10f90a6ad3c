import type { TryRecord } from '../log/access-log.ts';
import type { ForwardContext } from './forward-context.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { Reply } from './reply.ts';

/** An exchange that is over; times in ms of a monotonic clock. */
export interface EndedExchange {
  readonly startedAt: number;
  /** When it became a tunnel, if it did. */
  readonly switchedAt: number | undefined;
  readonly reply: Pick<Reply, 'status' | 'sentBytes' | 'fields'>;
  readonly tunnel: { readonly sentBytes: number; readonly receivedBytes: number } | undefined;
  readonly tries: readonly TryRecord[];
}

/** Counts an exchange that is over, and writes it down. */
export function account(
  { now, totals, accessLog }: Pick<ForwardContext, 'now' | 'totals' | 'accessLog'>,
  request: ReceivedRequest,
  { startedAt, switchedAt, reply, tunnel, tries }: EndedExchange,
): void {
  const endedAt = now();
  const status = reply.status || 499;
  totals.note(status, (switchedAt ?? endedAt) - startedAt);
  accessLog?.(request, {
    status,
    bytes: (tunnel ?? reply).sentBytes,
    receivedBytes: tunnel?.receivedBytes,
    durationMs: endedAt - startedAt,
    fields: reply.fields,
    tries,
  });
}
