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
  /** `http` or `https`. */
  readonly scheme: string;
  /** The port that the client connected to. */
  readonly port: number;
  /** A field's value, several joined by commas. @param name  in lower case */
  field(name: string): string | undefined;
}

/** What became of an exchange. */
export interface LoggedOutcome {
  /** 499 when the client left before it was answered, as in nginx. */
  readonly status: number;
  /** Size of the response body. */
  readonly bytes: number;
  /** Bytes that came from the client through a tunnel; absent where there was none. */
  readonly receivedBytes?: number | undefined;
  readonly durationMs: number;
  readonly tries: readonly TryRecord[];
  /** The fields of the answer: name, value, name, value… */
  readonly fields: readonly string[];
}

/**
 * One line of the access log, as the members of a JSON object. Written out by hand: it is made for
 * every request, and takes a third of the time that JSON.stringify does. Only the target can hold
 * what JSON escapes: identifiers were checked, and the parser knows all methods by name.
 */
export function accessText(request: LoggedRequest, outcome: LoggedOutcome): string {
  const { id, client, method, target } = request;
  const { status, bytes, receivedBytes, durationMs, tries } = outcome;
  const received = receivedBytes === undefined ? '' : `"receivedBytes":${receivedBytes},`;
  let text =
    `"requestId":"${id}","client":"${client}","method":"${method}","target":${quoted(target)},` +
    `"status":${status},"bytes":${bytes},${received}"durationMs":${msText(durationMs)},"tries":[`;
  let separator = '';
  for (const { peer, status, error, ms } of tries) {
    const outcome = status === undefined ? `"error":"${error}"` : `"status":${status}`;
    text += `${separator}{"peer":"${peer}",${outcome},"ms":${msText(ms)}}`;
    separator = ',';
  }
  return `${text}]`;
}

/** The digits of all thousandths: `.001` to `.999` without noughts at the end. */
const thousandths: readonly string[] = Array.from({ length: 1000 }, (_, n) =>
  n === 0 ? '' : `.${String(n).padStart(3, '0').replace(/0+$/, '')}`,
);

/** A time cut at whole microseconds, from two integers: a fraction takes far longer to write. */
function msText(ms: number): string {
  const us = Math.round(ms * 1000);
  const whole = Math.floor(us / 1000);
  return `${whole}${thousandths[us - whole * 1000] ?? ''}`;
}

const needsEscape = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Cuts a time at whole microseconds: more digits only make the log longer. */
export function loggedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
