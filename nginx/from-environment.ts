import { readSettings } from '../proxy/settings.ts';
import type { Environment } from '../service/environment.ts';
import { nginxConf } from './configuration.ts';
import type { NginxTarget } from './target.ts';

/**
 * The nginx.conf for the settings in an environment.
 *
 * @throws {InvalidEnvironment} naming every fault of the settings
 * @throws {NotForNginx} nginx could not start with them
 */
export function nginxConfFrom(env: Environment, target: NginxTarget): string {
  return nginxConf(readSettings(env), target);
}
