import type { LogFields } from '../service/log.ts';

/** What became of one attempt. */
export interface TryRecord {
  /** The peer's id. */
  readonly peer: string;
  /** The status it answered with. */
  readonly status?: number;
  /** Why there was no answer, or no whole one: a token of RFC 9209 or `client_gone`. */
  readonly error?: string;
  /** How long it took, in ms. */
  readonly ms: number;
}

/** Who asked for what. */
export interface LoggedRequest {
  readonly id: string;
  /** The client's address. */
  readonly client: string;
  readonly method: string;
  /** As the client sent it. */
  readonly target: string;
  /** The version of HTTP, such as `1.1`. */
  readonly version: string;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
}

/** What became of an exchange. */
export interface LoggedOutcome {
  /** 499 when the client left before it was answered, as in nginx. */
  readonly status: number;
  /** Size of the response body. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly tries: readonly TryRecord[];
}

/** One line of the access log. */
export function accessFields(request: LoggedRequest, outcome: LoggedOutcome): LogFields {
  const { id, client, method, target } = request;
  const { status, bytes, tries } = outcome;
  const durationMs = loggedMs(outcome.durationMs);
  return { requestId: id, client, method, target, status, bytes, durationMs, tries };
}

/** Cuts a time at whole microseconds: more digits only make the log longer. */
export function loggedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
