import { Problem } from '../../service/problem.ts';
import { RequestRejected } from '../errors.ts';

/** What matters of a request that came without TLS. */
export interface PlainRequest {
  /** The Host, its syntax checked. */
  readonly host: string;
  /** Path and query, byte for byte. */
  readonly path: string;
}

/** Where TLS is spoken. */
export interface HttpsPlace {
  readonly port: number;
  /** Whether a certificate is for the name or address. */
  covers(name: string): boolean;
}

const hostAndPort = /^(?<name>\[[^\]]*\]|[^:]*)(?::\d*)?$/;

/**
 * The answer to a request that should have come by TLS: 308, so that method and body are kept. A
 * Host that no certificate is for leads nowhere, and who sends it is not led there.
 */
export function redirectToHttps({ host, path }: PlainRequest, place: HttpsPlace): Problem {
  const name = hostAndPort.exec(host)?.groups?.['name'] ?? '';
  if (name === '' || !place.covers(name.replace(/^\[|\]$/g, ''))) {
    return new RequestRejected(421, 'No certificate is for this host.');
  }
  const port = place.port === 443 ? '' : `:${place.port}`;
  const target = path.replace(/[^\x21-\x7e]/g, percentEncoded);
  return new Problem({
    status: 308,
    detail: 'This address is served by TLS only.',
    headers: { Location: `https://${name}${port}${target}`, 'Proxy-Status': 'edgefolio' },
  });
}

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
