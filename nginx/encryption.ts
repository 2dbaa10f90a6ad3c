import { wholeSeconds } from './duration.ts';
import { block, type Lines, lines } from './lines.ts';
import type { NginxTarget } from './target.ts';
import { fitting, literally, quoted } from './text.ts';
import { reaches } from './version.ts';

/** A certificate, and the names it is for. */
export interface NamedCertificate {
  /** Absolute: nginx would look beside its configuration. */
  readonly certificatePath: string;
  readonly keyPath: string;
  /** In lower case, such as `example.org` or `*.example.org`. */
  readonly names: readonly string[];
}

/** How clients are spoken to over TLS. */
export interface Encryption {
  readonly port: number;
  /** The first is for clients that name no server, or one that none is for. */
  readonly certificates: readonly NamedCertificate[];
  readonly minVersion: '1.2' | '1.3';
  readonly sessionTimeoutMs: number;
  /** Whether HTTP/2 is offered. */
  readonly http2: boolean;
  /** Most requests under way on one connection of HTTP/2. */
  readonly maxStreams: number;
}

/** Which certificate a client gets by the name it asks for. */
export function certificateMaps({ certificates }: Encryption): Lines {
  const [first, ...rest] = certificates;
  if (first === undefined || rest.length === 0) return [];
  const choose = (variable: string, path: (one: NamedCertificate) => string): Lines =>
    block(`map $ssl_server_name ${variable}`, [
      `default ${quoted(path(first))};`,
      ...certificates.flatMap((one) =>
        one.names.map((name) => fitting(namePattern(name), quoted(path(one)), '*')),
      ),
    ]);
  return [
    ...choose('$certificate', ({ certificatePath }) => certificatePath),
    ...choose('$certificate_key', ({ keyPath }) => keyPath),
  ];
}

/** @param host  as `listen` takes it */
export function encryptionLines(encryption: Encryption, host: string, target: NginxTarget): Lines {
  const { certificates, minVersion, http2, port } = encryption;
  const newer = reaches(target.version, '1.25.1');
  const [first] = certificates;
  const chosen = certificates.length > 1;
  return lines`
    listen ${host}:${port} ssl${http2 && !newer ? ' http2' : ''};
    ${newer ? [`http2 ${http2 ? 'on' : 'off'};`] : []}
    ${http2 ? [`http2_max_concurrent_streams ${encryption.maxStreams};`] : []}
    ssl_certificate ${chosen ? '$certificate' : quoted(first?.certificatePath ?? '')};
    ssl_certificate_key ${chosen ? '$certificate_key' : quoted(first?.keyPath ?? '')};
    ${chosen && reaches(target.version, '1.27.4') ? ['ssl_certificate_cache max=100 valid=1m;'] : []}
    ssl_protocols ${minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2 TLSv1.3'};
    ssl_session_cache shared:tls:10m;
    ssl_session_timeout ${wholeSeconds(encryption.sessionTimeoutMs)}s;
  `;
}

/** A star stands for one label (RFC 6125 §6.4.3). */
function namePattern(name: string): string {
  return `^${literally(name).replace(/^\\\*/, '[^.]+')}$`;
}
