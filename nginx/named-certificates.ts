import type { CertificateFiles } from '../proxy/settings/tls.ts';
import type { Settings } from '../proxy/settings.ts';
import { type NginxTarget, NotForNginx } from './target.ts';
import { literally } from './text.ts';

/** A certificate, and the names it is for. */
export interface NamedCertificate extends CertificateFiles {
  /** In lower case, such as `example.org` or `*.example.org`. */
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

/** A pattern for the names that a certificate's name is for; a star is one label (RFC 6125 §6.4.3). */
export function namePattern(name: string): string {
  return `^${literally(name).replace(/^\\\*/, '[^.]+')}$`;
}

// nginx would look for them beside its configuration, and take a $ for a variable.
function absolute(path: string, root = ''): string {
  if (path.includes('$')) throw new NotForNginx(`PROXY_TLS_CERTIFICATES has a $: ${path}`);
  return path.startsWith('/') ? path : `${root}/${path}`;
}
