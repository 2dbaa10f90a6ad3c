/** The parts of a request that name what it asks for. */
export interface NamedTarget {
  readonly scheme: 'http' | 'https';
  /** The Host field. */
  readonly host: string;
  /** The host that the client asked, where a trusted hop tells another; default: `host`. */
  readonly askedHost?: string;
  /** The port that the client asked, where trusted hops may tell it. */
  readonly askedPort?: number | undefined;
  /** Path and query, byte for byte. */
  readonly path: string;
}

const defaultPort = /:(?:80|443)?$/;

/**
 * The primary key of a stored response: scheme, host and port, path and query; GET and HEAD share
 * it. The host is in lower case and without the scheme's own port, all else is byte for byte, for
 * two spellings of a path may be two resources.
 *
 * Where a trusted hop says that the client asked another host, that one stands there, and the peer
 * may tell both: the Host field comes behind the path, after a space. So does a told port that does
 * not follow from scheme and host, behind a `#`, which no host has.
 *
 * @see RFC 9111 §2
 */
export function cacheKey({ scheme, host, path, askedHost = host, askedPort }: NamedTarget): string {
  let key = `${scheme}://${normalHost(scheme, askedHost)}${path}`;
  if (askedHost !== host) key += ` ${normalHost(scheme, host)}`;
  if (askedPort === undefined || askedPort === impliedPort(scheme, askedHost)) return key;
  return `${key} #${askedPort}`;
}

function impliedPort(scheme: string, host: string): number {
  const port = /:(\d+)$/.exec(host)?.[1] ?? (scheme === 'https' ? '443' : '80');
  return Number(port);
}

function normalHost(scheme: string, host: string): string {
  const lower = host.toLowerCase();
  const port = defaultPort.exec(lower)?.[0];
  if (port === undefined) return lower;
  const own = port === ':' || (scheme === 'https' ? port === ':443' : port === ':80');
  return own ? lower.slice(0, -port.length) : lower;
}

/**
 * The keys of what an answer's Location and Content-Location name, as far as it is of the same
 * origin (RFC 9111 §4.4).
 *
 * @param base    the key of the request that was answered with them
 * @param fields  of the answer: name, value…
 */
export function relatedKeys(base: string, fields: readonly string[]): readonly string[] {
  const keys: string[] = [];
  const [uri = '', ...told] = base.split(' ');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = (fields[i] ?? '').toLowerCase();
    if (name !== 'location' && name !== 'content-location') continue;
    const related = relatedKey(uri, fields[i + 1] ?? '');
    if (related !== undefined) keys.push([related, ...told].join(' '));
  }
  return keys;
}

function relatedKey(base: string, reference: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const to = new URL(reference, base);
  if (new URL(base).origin !== to.origin) return undefined;
  const scheme = to.protocol === 'https:' ? 'https' : 'http';
  return cacheKey({ scheme, host: to.host, path: `${to.pathname}${to.search}` });
}
