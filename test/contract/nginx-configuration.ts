import { nginxConfFrom } from '../../nginx/from-environment.ts';
import { installedVersion } from '../../nginx/installed-version.ts';
import type { Environment } from '../../service/environment.ts';
import type { EdgeOptions } from './edge.ts';
import { environment } from './start-proxy.ts';

/** Where an nginx under test listens. */
export interface NginxPorts {
  readonly port: number;
  readonly adminPort: number;
}

/**
 * What is generated for the settings that the proxy gets.
 *
 * @param more  settings that the other edges of the contract do not share
 */
export async function nginxConfiguration(
  options: EdgeOptions,
  { port, adminPort }: NginxPorts,
  more: Environment = {},
): Promise<string> {
  const ports = { PROXY_PORT: String(port), PROXY_ADMIN_PORT: String(adminPort) };
  const version = await installedVersion('nginx');
  return nginxConfFrom({ ...environment(options), ...more, ...ports }, { version });
}
