import type { CertificateFiles } from '../proxy/settings/tls.ts';
import type { Settings } from '../proxy/settings.ts';
import { type NginxTarget, NotForNginx } from './target.ts';
import { literally } from './text.ts';

/** A certificate, and the names it is for. */
export interface NamedCertificate extends CertificateFiles {
  /** In lower case, such as `example.org`, `*.example.org` or `::1`. */
  readonly names: readonly string[];
}

/** The certificates of the settings where TLS is on, placed and named. */
export function namedCertificates(
  { tls }: Settings,
  { certificates: known }: NginxTarget,
): readonly NamedCertificate[] {
  if (tls.port === undefined) return [];
  return tls.certificates.map(({ certificatePath, keyPath }) => ({
    certificatePath: absolute(certificatePath, known?.root),
    keyPath: absolute(keyPath, known?.root),
    names: known?.names.get(certificatePath) ?? [],
  }));
}

/**
 * A pattern for the hosts that a certificate's name is for; a star is one label (RFC 6125 §6.4.3), and
 * an IPv6 address has brackets.
 */
export function namePattern(name: string): string {
  if (name.includes(':')) return `^${literally(`[${name}]`)}$`;
  return `^${literally(name).replace(/^\\\*/, '[^.]+')}$`;
}

// nginx would look for them beside its configuration, and take a $ for a variable.
function absolute(path: string, root = ''): string {
  if (path.includes('$')) throw new NotForNginx(`PROXY_TLS_CERTIFICATES has a $: ${path}`);
  return path.startsWith('/') ? path : `${root}/${path}`;
}
