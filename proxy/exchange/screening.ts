import { isIPv6 } from 'node:net';
import { RequestRejected } from '../errors.ts';
import { allowedMethods } from './allowed-methods.ts';
import type { RequestHead } from './headers.ts';

/** The request line, and the size that a body may have. */
export interface RequestLine {
  readonly method: string;
  /** As the client sent it. */
  readonly target: string;
  /** Such as `1.1`. */
  readonly version: string;
  readonly bodyLimitBytes: number;
}

/** What is known of a request that may go on. */
export interface ScreenedRequest {
  /** Path and query, byte for byte. */
  readonly path: string;
  readonly body: 'none' | 'sized' | 'chunked';
  /** The declared size; 0 unless `body` is `sized`. */
  readonly sizeBytes: number;
}

const absoluteForm = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>.*)$/i;

/**
 * A name or an IPv4 address, and a port (RFC 3986 §3.2.2); or nothing. A comma would be lawful, but
 * makes a list of names where hosts are listed.
 */
const namedHost = /^(?:(?:[\w.~!$&'()*+;=-]|%[0-9a-f]{2})+(?::\d*)?)?$/i;

/** An address of IPv6, or of what may come after it. */
const literalHost = /^\[(?:(?<ipv6>[0-9a-f:.]+)|v[0-9a-f]+\.[\w.~!$&'()*+;=:-]+)\](?::\d*)?$/i;

/**
 * Most fields that go on. It is nginx's `max_headers`; servers drop those beyond their own limit
 * (Node's keeps about 1020), and what the proxy adds comes last.
 */
const mostFields = 1000;

/**
 * Refuses what two servers could read in two ways, and what this proxy does not do. In the
 * absolute form of a target its authority becomes the Host (RFC 9112 §3.2.2): `head` is changed.
 *
 * @throws {RequestRejected}
 */
export function screenRequest(head: RequestHead, line: RequestLine): ScreenedRequest {
  const { method, version, bodyLimitBytes } = line;
  if (method === 'TRACE' || method === 'CONNECT') {
    throw new RequestRejected(405, `${method} is not allowed here.`, { Allow: allowedMethods });
  }
  if (version !== '1.1' && version !== '1.0' && version !== '2') {
    throw new RequestRejected(505, 'The only versions understood are HTTP/1.0, 1.1 and 2.');
  }
  screenHost(head, version);
  if (head.fields.length > 2 * mostFields) {
    throw new RequestRejected(431, `There are more than ${mostFields} fields.`);
  }
  const path = line.target.startsWith('/') ? line.target : pathOfTarget(head, line);
  if (head.transferEncoding !== undefined) {
    screenTransferEncoding(head, version);
    return { path, body: 'chunked', sizeBytes: 0 };
  }
  if (head.contentLength === undefined) return { path, body: 'none', sizeBytes: 0 };
  const sizeBytes = screenContentLength(head.contentLength, bodyLimitBytes);
  return { path, body: sizeBytes === 0 ? 'none' : 'sized', sizeBytes };
}

function screenHost(head: RequestHead, version: string): void {
  if (head.hosts > 1) throw new RequestRejected(400, 'There is more than one Host field.');
  if (head.hosts === 0 && version !== '1.0') {
    throw new RequestRejected(400, 'The Host field is missing.');
  }
  if (!isHost(head.host)) throw new RequestRejected(400, 'The Host field is malformed.');
}

function isHost(text: string): boolean {
  if (namedHost.test(text)) return true;
  const found = literalHost.exec(text);
  const ipv6 = found?.groups?.['ipv6'];
  return found !== null && (ipv6 === undefined || isIPv6(ipv6));
}

function pathOfTarget(head: RequestHead, { method, target }: RequestLine): string {
  // RFC 9112 §3.2.4: of the server as a whole.
  if (method === 'OPTIONS' && target === '*') return target;
  const found = absoluteForm.exec(target)?.groups;
  if (found === undefined) {
    throw new RequestRejected(400, `${method} needs a target that begins with a slash.`);
  }
  const { authority = '', rest = '' } = found;
  if (authority === '' || !isHost(authority)) {
    throw new RequestRejected(400, 'The authority of the target is malformed.');
  }
  head.host = authority;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function screenTransferEncoding(head: RequestHead, version: string): void {
  if (head.contentLength !== undefined || version === '1.0') {
    const detail = 'Transfer-Encoding stands beside Content-Length or outside HTTP/1.1.';
    throw new RequestRejected(400, detail);
  }
  if (head.transferEncoding?.toLowerCase() !== 'chunked') {
    throw new RequestRejected(501, 'The only Transfer-Encoding understood is chunked.');
  }
}

function screenContentLength(text: string, bodyLimitBytes: number): number {
  // Zeros before the number are lawful; more digits than those are above any limit, and not exact.
  if (!/^0*\d{1,15}$/.test(text)) throw new RequestRejected(400, 'Content-Length is malformed.');
  const sizeBytes = Number(text);
  if (sizeBytes > bodyLimitBytes) throw tooLarge(bodyLimitBytes);
  return sizeBytes;
}

/** The refusal of a body that is larger than `limitBytes`. */
export function tooLarge(limitBytes: number): RequestRejected {
  return new RequestRejected(413, `The body is larger than ${limitBytes} bytes.`);
}
