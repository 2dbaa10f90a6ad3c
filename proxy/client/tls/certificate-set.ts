import { InvalidEnvironment } from '../../../service/environment.ts';
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
 * @throws {InvalidEnvironment} naming all that can't be served
 */
export async function loadCertificateSet(
  settings: Pick<TlsSettings, 'certificates' | 'minVersion'>,
): Promise<CertificateSet> {
  const loads = settings.certificates.map((files) => loadCertificate(files, settings));
  const loaded = await Promise.allSettled(loads);
  const faults = loaded.flatMap((one) => (one.status === 'rejected' ? [faultOf(one.reason)] : []));
  if (faults.length > 0) throw new InvalidEnvironment(faults);
  const all = await Promise.all(loads);
  const [fallback] = all;
  if (fallback === undefined) throw new Error('there is no certificate');
  const byName = new ByServerName(all);
  return { all, fallback, find: (serverName) => byName.find(serverName) };
}

function faultOf(reason: unknown): string {
  const told = reason instanceof Error ? reason : new Error(String(reason));
  const cause = told.cause instanceof Error ? ` (${told.cause.message})` : '';
  return `PROXY_TLS_CERTIFICATES names what can't be served: ${told.message}${cause}`;
}
