import { nginxConf } from '../../nginx/configuration.ts';
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

/**
 * What is generated for the settings that the proxy gets, with one worker process as it has one.
 *
 * @param more  further settings
 */
export async function nginxConfiguration(
  options: EdgeOptions,
  { port, adminPort }: NginxPorts,
  more: Environment = {},
): Promise<string> {
  const env = { ...environment(options), ...more };
  const ports = { PROXY_PORT: String(port), PROXY_ADMIN_PORT: String(adminPort) };
  const version = await installedVersion('nginx');
  return nginxConf(readSettings({ ...env, ...ports }), { version, processes: 1 });
}
