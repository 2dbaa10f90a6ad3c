import type { Problem } from '../../../service/problem.ts';
import { RequestRejected } from '../../errors.ts';
import { isForbidden } from '../../shared-fields.ts';
import type { ReceivedHead } from '../client-stream.ts';

/** A request's head in the words of HTTP/1.1, and why it can't be understood. */
export interface Http2Head {
  readonly head: ReceivedHead;
  readonly fault: Problem | undefined;
}

/** One header section that has come. */
export interface HeaderSection {
  /** Name, value, name, value…, pseudo-header fields included. */
  readonly raw: readonly string[];
  /** Whether the request ends with it: it has no body. */
  readonly ended: boolean;
  /** Most that its fields may take, counted as RFC 9113 §6.5.2 has it. */
  readonly limitBytes: number;
}

const fieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** As in HTTP/1: peers and rules tell cases apart. */
const methodName = /^[A-Z][A-Z_-]*$/;

// As in HTTP/1: bytes above ASCII stand in no valid target, but are passed on as they are; a fragment
// is refused.
const pathBytes = /^(?:\/[\x21\x22\x24-\x7e\x80-\xff]*|\*)$/;

const pseudoNames: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path']);

/** Fields of one connection, which mean nothing here and much on the way on (RFC 9113 §8.2.2). */
const connectionNames: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads a header section of HTTP/2 for an exchange that speaks HTTP/1.1: the authority becomes the
 * Host, cookies become one field again, and a body of unknown size is called chunked. Nothing that
 * could be read in another way further on comes through (RFC 9113 §10.3).
 */
export function readHttp2Head({ raw, ended, limitBytes }: HeaderSection): Http2Head {
  // Clients are told, but need not have heard it yet, and repeat a field with one byte of HPACK.
  if (listSize(raw) > limitBytes) return tooLarge(limitBytes);
  const found: Found = {
    pseudo: new Map(),
    fields: [],
    cookies: [],
    host: undefined,
    length: undefined,
  };
  let fault: string | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    fault ??= readField(found, raw[i] ?? '', raw[i + 1] ?? '');
  }
  fault ??= pseudoFault(found.pseudo) ?? hostFault(found) ?? lengthFault(found, ended);
  return {
    head: {
      method: found.pseudo.get(':method') ?? '',
      target: found.pseudo.get(':path') ?? found.pseudo.get(':authority') ?? '',
      version: '2',
      fields: fault === undefined ? fieldsOf(found, ended) : [],
    },
    fault: fault === undefined ? undefined : new RequestRejected(400, fault),
  };
}

function listSize(raw: readonly string[]): number {
  let sizeBytes = 16 * raw.length;
  for (const text of raw) sizeBytes += text.length;
  return sizeBytes;
}

function tooLarge(limitBytes: number): Http2Head {
  return {
    head: { method: '', target: '', version: '2', fields: [] },
    fault: new RequestRejected(431, `The request head is larger than ${limitBytes} bytes.`),
  };
}

interface Found {
  readonly pseudo: Map<string, string>;
  readonly fields: string[];
  readonly cookies: string[];
  host: string | undefined;
  length: string | undefined;
}

/** @returns what is wrong with it */
function readField(found: Found, name: string, value: string): string | undefined {
  // Control characters too, as in HTTP/1 (RFC 9113 §8.2.1).
  if (isForbidden(value) || /^[ \t]|[ \t]$/.test(value)) {
    return 'A field value holds what HTTP does not allow.';
  }
  if (name.startsWith(':')) return readPseudo(found, name, value);
  if (!fieldName.test(name)) return 'A field name is malformed.';
  if (connectionNames.has(name)) return `HTTP/2 has no field ${name}.`;
  if (name === 'te' && value.toLowerCase() !== 'trailers') return 'TE may only be trailers.';
  if (name === 'host') return readHost(found, value);
  if (name === 'cookie') found.cookies.push(value);
  else found.fields.push(name, value);
  return name === 'content-length' ? readLength(found, value) : undefined;
}

function readPseudo(found: Found, name: string, value: string): string | undefined {
  const { pseudo, fields, cookies, host } = found;
  if (!pseudoNames.has(name)) return 'There is an unknown pseudo-header field.';
  if (pseudo.has(name)) return `There is more than one ${name}.`;
  if (fields.length + cookies.length > 0 || host !== undefined) {
    return 'A pseudo-header field stands behind others.';
  }
  pseudo.set(name, value);
  return undefined;
}

function readHost(found: Found, value: string): string | undefined {
  if (found.host !== undefined) return 'There is more than one Host field.';
  found.host = value;
  return undefined;
}

function readLength(found: Found, value: string): string | undefined {
  if (found.length !== undefined) return 'There is more than one Content-Length.';
  found.length = value;
  return undefined;
}

function pseudoFault(pseudo: ReadonlyMap<string, string>): string | undefined {
  const method = pseudo.get(':method');
  if (method === undefined || !methodName.test(method)) return ':method is missing or malformed.';
  // CONNECT has neither (RFC 9113 §8.5), and is refused later as it is in HTTP/1.
  if (method === 'CONNECT') return undefined;
  const scheme = pseudo.get(':scheme');
  if (scheme !== 'https' && scheme !== 'http') return ':scheme is missing, or not of HTTP.';
  const path = pseudo.get(':path');
  if (path === undefined || !pathBytes.test(path)) return ':path is missing or malformed.';
  return undefined;
}

function hostFault({ pseudo, host }: Found): string | undefined {
  const authority = pseudo.get(':authority');
  if (authority === undefined || host === undefined) return undefined;
  if (authority.toLowerCase() === host.toLowerCase()) return undefined;
  return 'Host is not the same as :authority.';
}

// RFC 9113 §8.1.1; what the frames of a body really sum up to is watched where they are read.
function lengthFault({ length }: Found, ended: boolean): string | undefined {
  return ended && /[^0]/.test(length ?? '') ? 'Content-Length announces a body.' : undefined;
}

function fieldsOf({ pseudo, fields, cookies, host, length }: Found, ended: boolean): string[] {
  const authority = pseudo.get(':authority') ?? host;
  const all = authority === undefined ? [] : ['Host', authority];
  all.push(...fields);
  // RFC 9113 §8.2.3: in HTTP/1 several of them would be taken for one broken list.
  if (cookies.length > 0) all.push('cookie', cookies.join('; '));
  if (!ended && length === undefined) all.push('Transfer-Encoding', 'chunked');
  return all;
}
