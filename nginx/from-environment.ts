import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { certificateNames } from '../proxy/client/tls/certificate-names.ts';
import { readSettingsFile } from '../proxy/settings/settings-file.ts';
import { loadSettings, type Settings } from '../proxy/settings.ts';
import type { Environment } from '../service/environment.ts';
import { nginxConf } from './configuration.ts';
import type { NginxTarget } from './target.ts';

/**
 * The nginx.conf for the settings in an environment and the file that it names. Certificates are
 * read for their names.
 *
 * @throws {InvalidEnvironment} naming every fault of the settings
 * @throws {NotForNginx} nginx could not start with them
 */
export function nginxConfFrom(env: Environment, target: NginxTarget): string {
  const file = readSettingsFile(env, (path) => readFileSync(path, 'utf8'));
  const { settings } = loadSettings(env, file);
  return nginxConf(settings, withCertificates(settings, target));
}

/** The target, and what is known of the certificates of the settings. */
function withCertificates({ tls }: Settings, target: NginxTarget): NginxTarget {
  if (tls.port === undefined) return target;
  const paths = tls.certificates.map(({ certificatePath }) => certificatePath);
  const names = new Map(
    paths.map((path) => [path, certificateNames(new X509Certificate(readFileSync(path)))]),
  );
  // Relative paths begin where we read them, not beside the configuration.
  return { ...target, certificates: { root: resolve(), names } };
}
