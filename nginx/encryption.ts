import { wholeSeconds } from './duration.ts';
import type { EdgeSettings } from './edge-settings.ts';
import { block, type Lines, lines } from './lines.ts';
import { boundPort, listenedHost } from './listening.ts';
import type { NginxTarget } from './target.ts';
import { fitting, literally, quoted } from './text.ts';
import { reaches } from './version.ts';

/** Where a certificate and its key lie. */
export interface CertificateFiles {
  readonly certificatePath: string;
  /** May be the same file. */
  readonly keyPath: string;
}

/** A certificate, and the names it is for. */
export interface NamedCertificate extends CertificateFiles {
  /** In lower case, such as `example.org` or `*.example.org`. */
  readonly names: readonly string[];
}

/** How clients are spoken to over TLS. */
interface Encryption {
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

/** What is asked for; undefined = no TLS. */
function encryptionOf({ tls, http2 }: EdgeSettings, target: NginxTarget): Encryption | undefined {
  if (tls?.port === undefined) return undefined;
  const { certificates, minVersion, sessionTimeoutMs } = tls;
  const { names = new Map(), root = '' } = target.certificates ?? {};
  // nginx would look for them beside its configuration.
  const place = (path: string): string => (path.startsWith('/') ? path : `${root}/${path}`);
  return {
    port: boundPort('PROXY_TLS_PORT', tls.port),
    certificates: certificates.map(({ certificatePath, keyPath }) => ({
      certificatePath: place(certificatePath),
      keyPath: place(keyPath),
      names: names.get(certificatePath) ?? [],
    })),
    minVersion,
    sessionTimeoutMs,
    http2: http2?.enabled ?? false,
    maxStreams: http2?.maxStreams ?? 128,
  };
}

/** Which certificate a client gets by the name it asks for. */
export function certificateMaps(settings: EdgeSettings, target: NginxTarget): Lines {
  const { certificates = [] } = encryptionOf(settings, target) ?? {};
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

/**
 * Where TLS is spoken, and how.
 *
 * @throws {NotForNginx} the settings leave the port to the system
 */
export function encryptionLines(settings: EdgeSettings, target: NginxTarget): Lines {
  const encryption = encryptionOf(settings, target);
  if (encryption === undefined) return [];
  const { certificates, minVersion, port } = encryption;
  const http2 = http2Lines(encryption, target);
  return lines`
    listen ${listenedHost(settings)}:${port} ssl${http2.parameter};
    ${http2.directives}
    ${certificateLines(certificates, target)}
    ssl_protocols ${minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2 TLSv1.3'};
    ssl_session_cache shared:tls:10m;
    ssl_session_timeout ${wholeSeconds(encryption.sessionTimeoutMs)}s;
  `;
}

function http2Lines(
  { http2, maxStreams }: Encryption,
  { version }: NginxTarget,
): { readonly parameter: string; readonly directives: Lines } {
  const newer = reaches(version, '1.25.1');
  const streams = http2 ? [`http2_max_concurrent_streams ${maxStreams};`] : [];
  if (newer) return { parameter: '', directives: [`http2 ${http2 ? 'on' : 'off'};`, ...streams] };
  return { parameter: http2 ? ' http2' : '', directives: streams };
}

function certificateLines(
  [first, ...rest]: readonly NamedCertificate[],
  { version }: NginxTarget,
): Lines {
  if (rest.length === 0) {
    return [
      `ssl_certificate ${quoted(first?.certificatePath ?? '')};`,
      `ssl_certificate_key ${quoted(first?.keyPath ?? '')};`,
    ];
  }
  // Read for each handshake, so that a renewed one counts at once; newer versions remember it.
  const remembered = reaches(version, '1.27.4') ? ['ssl_certificate_cache max=100 valid=1m;'] : [];
  return ['ssl_certificate $certificate;', 'ssl_certificate_key $certificate_key;', ...remembered];
}

/** A star stands for one label (RFC 6125 §6.4.3). */
function namePattern(name: string): string {
  return `^${literally(name).replace(/^\\\*/, '[^.]+')}$`;
}
