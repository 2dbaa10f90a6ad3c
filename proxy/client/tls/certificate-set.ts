import type { TlsSettings } from '../../settings/tls.ts';
import { ByServerName } from './by-server-name.ts';
import { type Certificate, loadCertificate } from './load-certificate.ts';

/** The certificates that are served at one time. */
export interface CertificateSet {
  readonly all: readonly Certificate[];
  /** For clients that name no server, or an unknown one. */
  readonly fallback: Certificate;
  /** The one for a server name or an address, if there is one. */
  find(serverName: string): Certificate | undefined;
}

/**
 * Loads all certificates of the settings.
 *
 * @throws {Error} when one of them can't be served, naming it
 */
export async function loadCertificateSet(
  settings: Pick<TlsSettings, 'certificates' | 'minVersion'>,
): Promise<CertificateSet> {
  const loads = settings.certificates.map((files) => loadCertificate(files, settings));
  const all = await Promise.all(loads);
  const [fallback] = all;
  if (fallback === undefined) throw new Error('there is no certificate');
  const byName = new ByServerName(all);
  return { all, fallback, find: (serverName) => byName.find(serverName) };
}
