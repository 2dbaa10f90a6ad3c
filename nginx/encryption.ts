import type { Settings } from '../proxy/settings.ts';
import { wholeSeconds } from './duration.ts';
import { block, type Lines, lines } from './lines.ts';
import { boundPort, listenedHost } from './listening.ts';
import { type NamedCertificate, namedCertificates, namePattern } from './named-certificates.ts';
import type { NginxTarget } from './target.ts';
import { fitting, quoted } from './text.ts';
import { reaches } from './version.ts';

/** Forward secrecy and authenticated encryption only; those of TLS 1.3 are all of that kind. */
const ciphers = [
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
].join(':');

/** Which certificate a client gets by the name it asks for. */
export function certificateMaps(settings: Settings, target: NginxTarget): Lines {
  const certificates = namedCertificates(settings, target);
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
export function encryptionLines(settings: Settings, target: NginxTarget): Lines {
  const { tls } = settings;
  if (tls.port === undefined) return [];
  const port = boundPort('PROXY_TLS_PORT', tls.port);
  const http2 = http2Lines(settings, target);
  return lines`
    listen ${listenedHost(settings)}:${port} ssl${http2.parameter};
    ${http2.directives}
    ${certificateLines(namedCertificates(settings, target), target)}
    ssl_protocols ${tls.minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2 TLSv1.3'};
    ssl_ciphers ${ciphers};
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:edgefolio_tls:10m;
    ssl_session_timeout ${wholeSeconds(tls.sessionTimeoutMs)}s;
  `;
}

function http2Lines(
  { http2: { enabled, maxStreams } }: Settings,
  { version }: NginxTarget,
): { readonly parameter: string; readonly directives: Lines } {
  const newer = reaches(version, '1.25.1');
  const streams = enabled ? [`http2_max_concurrent_streams ${maxStreams};`] : [];
  if (!newer) return { parameter: enabled ? ' http2' : '', directives: streams };
  return { parameter: '', directives: [`http2 ${enabled ? 'on' : 'off'};`, ...streams] };
}

function certificateLines(
  [first, ...rest]: readonly NamedCertificate[],
  { version }: NginxTarget,
): Lines {
  if (first === undefined) return [];
  if (rest.length === 0) {
    return [
      `ssl_certificate ${quoted(first.certificatePath)};`,
      `ssl_certificate_key ${quoted(first.keyPath)};`,
    ];
  }
  // Read for each handshake, so that a renewed one counts at once; newer versions remember it.
  const remembered = reaches(version, '1.27.4') ? ['ssl_certificate_cache max=100 valid=1m;'] : [];
  return ['ssl_certificate $certificate;', 'ssl_certificate_key $certificate_key;', ...remembered];
}
