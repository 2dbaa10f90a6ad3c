import type { LogFields } from '../service/log.ts';

/** What became of one attempt. */
export interface TryRecord {
  /** The peer's id. */
  readonly peer: string;
  /** The status it answered with. */
  readonly status?: number;
  /** Why there was no answer, or no whole one: a token of RFC 9209 or `client_gone`. */
  readonly error?: string;
  readonly ms: number;
}

/** A finished exchange. */
export interface ExchangeRecord {
  readonly requestId: string;
  readonly client: string;
  readonly method: string;
  readonly target: string;
  /** 499 when the client left before it was answered, as in nginx. */
  readonly status: number;
  /** Size of the response body. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly tries: readonly TryRecord[];
}

const toMicroseconds = (ms: number): number => Math.round(ms * 1000) / 1000;

/** The access-log line of an exchange. */
export function accessFields(record: ExchangeRecord): LogFields {
  const { durationMs, tries, ...rest } = record;
  return {
    ...rest,
    durationMs: toMicroseconds(durationMs),
    tries: tries.map((made) => ({ ...made, ms: toMicroseconds(made.ms) })),
  };
}
