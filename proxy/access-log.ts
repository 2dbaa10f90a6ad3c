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

/** One line of the access log: a finished exchange. */
export interface AccessRecord {
  readonly requestId: string;
  /** The client's address. */
  readonly client: string;
  readonly method: string;
  /** The request's target as the client sent it. */
  readonly target: string;
  /** 499 when the client left before it was answered, as in nginx. */
  readonly status: number;
  /** Size of the response body. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly tries: readonly TryRecord[];
}

/** Cuts a time at whole microseconds: more digits only make the log longer. */
export function loggedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
