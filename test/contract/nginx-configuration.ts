import { nginxConf } from '../../nginx/configuration.ts';
import type { EdgeSettings, FurtherGroups } from '../../nginx/edge-settings.ts';
import { withCertificates } from '../../nginx/from-environment.ts';
import { installedVersion } from '../../nginx/installed-version.ts';
import { readSettings } from '../../proxy/settings.ts';
import type { Environment } from '../../service/environment.ts';
import type { EdgeOptions } from './edge.ts';
import { environment } from './start-proxy.ts';

/** Where an nginx under test listens. */
export interface NginxPorts {
  readonly port: number;
  readonly adminPort: number;
}

/** What only nginx is given. */
export interface NginxMore {
  /** Settings that the other edges of the contract do not share. */
  readonly env?: Environment;
  /** Groups of settings in the place of those that are read. */
  readonly groups?: FurtherGroups;
}

/**
 * What is generated for the settings that the proxy gets.
 *
 */
export async function nginxConfiguration(
  options: EdgeOptions,
  { port, adminPort }: NginxPorts,
  { env: more = {}, groups = {} }: NginxMore = {},
): Promise<string> {
  const env = { ...environment(options), ...more };
  const ports = { PROXY_PORT: String(port), PROXY_ADMIN_PORT: String(adminPort) };
  const version = await installedVersion('nginx');
  const read: EdgeSettings = readSettings({ ...env, ...ports });
  const settings = { ...read, ...groups };
  return nginxConf(settings, withCertificates(settings, { version }));
}
