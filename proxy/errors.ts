import { Problem } from '../service/problem.ts';

/** The kinds of failed attempt that `PROXY_RETRY_ON` can name, apart from statuses. */
export type FailureClass = 'error' | 'timeout' | 'invalid_header';

/** The error tokens of RFC 9209 §2.3 that the proxy uses. */
export type ProxyError =
  | 'connection_limit_reached'
  | 'connection_refused'
  | 'connection_terminated'
  | 'connection_timeout'
  | 'destination_unavailable'
  | 'http_protocol_error'
  | 'http_request_denied'
  | 'http_request_error'
  | 'http_response_incomplete'
  | 'http_response_timeout'
  | 'proxy_internal_error'
  | 'proxy_internal_response';

const proxyStatus = (error: ProxyError): Readonly<Record<string, string>> => ({
  'Proxy-Status': `edgefolio; error=${error}`,
});

/** One try at one peer that gave no answer. */
export abstract class AttemptFailed extends Problem {
  abstract readonly failureClass: FailureClass;
  /** The token of RFC 9209. */
  readonly error: ProxyError;

  constructor(options: { status: number; error: ProxyError; detail: string; cause?: unknown }) {
    const { status, error, detail, cause } = options;
    super({ status, name: error.replaceAll('_', '-'), detail, headers: proxyStatus(error), cause });
    this.error = error;
  }
}

/** Nothing was sent: refused, unreachable, or the name did not resolve. */
export class ConnectionRefused extends AttemptFailed {
  readonly failureClass = 'error';

  constructor(cause?: unknown) {
    const detail = 'A server behind this proxy refused the connection.';
    super({ status: 502, error: 'connection_refused', detail, cause });
  }
}

/** The connection ended before a whole response head had come. */
export class ConnectionTerminated extends AttemptFailed {
  readonly failureClass = 'error';

  constructor(cause?: unknown) {
    const detail = 'A server behind this proxy closed the connection without an answer.';
    super({ status: 502, error: 'connection_terminated', detail, cause });
  }
}

/** The connection was not made in time. */
export class ConnectionTimeout extends AttemptFailed {
  readonly failureClass = 'timeout';

  constructor() {
    const detail = 'A server behind this proxy did not accept the connection in time.';
    super({ status: 504, error: 'connection_timeout', detail });
  }
}

/** The peer was silent for too long. */
export class ResponseTimeout extends AttemptFailed {
  readonly failureClass = 'timeout';

  constructor() {
    const detail = 'A server behind this proxy did not answer in time.';
    super({ status: 504, error: 'http_response_timeout', detail });
  }
}

/** What came is no HTTP/1 response head, or too large a one. */
export class ResponseInvalid extends AttemptFailed {
  readonly failureClass = 'invalid_header';

  constructor(cause?: unknown) {
    const detail = 'A server behind this proxy answered with something that is not HTTP.';
    super({ status: 502, error: 'http_protocol_error', detail, cause });
  }
}

/** The body ended too early; after the head was passed on, cutting the connection says so. */
export class ResponseIncomplete extends AttemptFailed {
  readonly failureClass = 'error';

  constructor(cause?: unknown) {
    const detail = 'A server behind this proxy broke its answer off.';
    super({ status: 502, error: 'http_response_incomplete', detail, cause });
  }
}

/** No peer is available. */
export class DestinationUnavailable extends Problem {
  /** @param retryAfterMs  when one may be: rounded up to whole seconds for `Retry-After` */
  constructor(retryAfterMs: number) {
    super({
      status: 503,
      name: 'destination-unavailable',
      detail: 'No server behind this proxy is available at the moment.',
      headers: {
        ...proxyStatus('destination_unavailable'),
        'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
      },
    });
  }
}

/** Every peer has as many attempts as it may, and there is no place in the queue, or no more time. */
export class PeersBusy extends Problem {
  constructor() {
    super({
      status: 503,
      name: 'connection-limit-reached',
      detail: 'Every server behind this proxy is busy at the moment.',
      // A place is free as soon as any request ends.
      headers: { ...proxyStatus('connection_limit_reached'), 'Retry-After': '1' },
    });
  }
}

/** The client wants what is stored (`only-if-cached`, RFC 9111 §5.2.1.7), and nothing is. */
export class NothingStored extends Problem {
  constructor() {
    super({
      status: 504,
      name: 'nothing-stored',
      detail: 'Nothing is stored that answers this request, and it asks for nothing else.',
      headers: { ...proxyStatus('proxy_internal_response'), 'Cache-Status': 'edgefolio' },
    });
  }
}

/** The request is refused before any peer sees it. */
export class RequestRejected extends Problem {
  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    const name = 'request-rejected';
    super({ status, name, detail, headers: { ...proxyStatus('http_request_error'), ...headers } });
  }
}

/** Why a request that could be understood is not wanted. */
export const denialReasons = [
  'address',
  'host',
  'origin',
  'key',
  'rate',
  'requests_in_flight',
  'connections',
  'all_connections',
] as const;

/** One of {@link denialReasons}. */
export type DenialReason = (typeof denialReasons)[number];

/** What a {@link RequestDenied} is made of. */
export interface DenialOptions {
  readonly status: number;
  readonly reason: DenialReason;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The request is well-formed but not let in. */
export class RequestDenied extends Problem {
  readonly reason: DenialReason;

  constructor({ status, reason, detail, headers = {}, extensions = {} }: DenialOptions) {
    const name = reason === 'rate' ? 'quota-exceeded' : 'request-denied';
    const told = { 'Proxy-Status': `edgefolio; error=http_request_denied; details="${reason}"` };
    super({ status, name, detail, headers: { ...told, ...headers }, extensions });
    this.reason = reason;
  }
}

/** A fault of the proxy itself: its cause is logged, never shown. */
export class InternalFault extends Problem {
  constructor(cause: unknown) {
    super({ status: 500, headers: proxyStatus('proxy_internal_error'), cause });
  }
}

const refusals = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EACCES',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// A mismatch of lengths is one between two Content-Length fields, or of one with chunks.
const invalidHeads = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/**
 * Names what the HTTP client reported before there was a head, by its code and never by its
 * message.
 *
 * @param cause  an error of undici or of the socket
 */
export function attemptFailure(cause: unknown): AttemptFailed {
  const code = codeOf(cause);
  if (refusals.has(code)) return new ConnectionRefused(cause);
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return new ConnectionTimeout();
  if (invalidHeads.has(code) || code.startsWith('HPE_')) return new ResponseInvalid(cause);
  // undici 7 leaves the code of its parser's errors out.
  if (cause instanceof Error && cause.name === 'HTTPParserError') return new ResponseInvalid(cause);
  return new ConnectionTerminated(cause);
}

/** The code of an error of Node or undici; empty when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}
