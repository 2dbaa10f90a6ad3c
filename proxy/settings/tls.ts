import type { Bounds, EnvironmentReader } from '../../service/environment.ts';

/** Where a certificate and its key lie, both in PEM. */
export interface CertificateFiles {
  /** The certificate, then those that lead to its root. */
  readonly certificatePath: string;
  /** May be the same file. */
  readonly keyPath: string;
}

/** The versions of TLS that may be the lowest. */
export const tlsVersions = ['1.2', '1.3'] as const;

/** How TLS is spoken with clients. */
export interface TlsSettings {
  /** 0 = any free port; undefined = no TLS. */
  readonly port: number | undefined;
  /** The first is for clients that name no server, or one that none is for. */
  readonly certificates: readonly CertificateFiles[];
  readonly minVersion: (typeof tlsVersions)[number];
  /** Longest time from the connection to the end of the handshake. */
  readonly handshakeTimeoutMs: number;
  /** How long a client may resume its session. */
  readonly sessionTimeoutMs: number;
}

const ports: Bounds = { min: 0, max: 65_535 };
const waitsMs: Bounds = { min: 1, max: 86_400_000 };
const sessionsMs: Bounds = { min: 1000, max: 86_400_000 };

/** Reads the variables of TLS; certificates are looked for later, where they are loaded. */
export function readTlsSettings(reader: EnvironmentReader): TlsSettings {
  const port = reader.parsed('PROXY_TLS_PORT', 'off', parsePort)?.port;
  const parse = (text: string): readonly CertificateFiles[] => {
    const files = parseCertificates(text);
    if (port !== undefined && files.length === 0) {
      throw new Error('must name a certificate where PROXY_TLS_PORT is set');
    }
    return files;
  };
  return {
    port,
    certificates: reader.parsed('PROXY_TLS_CERTIFICATES', '', parse) ?? [],
    minVersion: reader.choice('PROXY_TLS_MIN_VERSION', '1.2', tlsVersions),
    handshakeTimeoutMs: reader.integer('PROXY_TLS_HANDSHAKE_TIMEOUT_MS', 10_000, waitsMs),
    sessionTimeoutMs: reader.integer('PROXY_TLS_SESSION_MS', 300_000, sessionsMs),
  };
}

function parsePort(text: string): { readonly port: number | undefined } {
  if (text === 'off') return { port: undefined };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= ports.min && port <= ports.max) return { port };
  throw new Error(`must be off or a port from ${ports.min} to ${ports.max}`);
}

function parseCertificates(text: string): readonly CertificateFiles[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(parseCertificate);
}

function parseCertificate(entry: string): CertificateFiles {
  const [certificatePath = '', key, ...rest] = entry.split(';');
  const keyPath = key === undefined ? certificatePath : /^key=(?<path>.+)$/.exec(key)?.[1];
  if (certificatePath === '' || keyPath === undefined || rest.length > 0) {
    throw new Error('must be a list of CERTIFICATE.pem or CERTIFICATE.pem;key=KEY.pem');
  }
  return { certificatePath, keyPath };
}
