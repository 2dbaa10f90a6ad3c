import { isIP } from 'node:net';
import type { Settings } from '../proxy/settings.ts';
import type { Lines } from './lines.ts';
import { NotForNginx } from './target.ts';

/**
 * Where clients are awaited.
 *
 * @throws {NotForNginx} the settings leave the port to the system, or the host can't be written
 */
export function listening(settings: Settings): Lines {
  return [`listen ${listenedHost(settings)}:${boundPort('PROXY_PORT', settings.port)};`];
}

/** The host as `listen` takes it. @throws {NotForNginx} it can't be written */
export function listenedHost({ host }: Settings): string {
  const written = isIP(host) === 6 ? `[${host}]` : host;
  if (/^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)$/.test(written)) return written;
  throw new NotForNginx(`PROXY_HOST must be an address or a name: it is "${host}"`);
}

/** @throws {NotForNginx} it is 0: nginx can't choose a port, nor tell which it has */
export function boundPort(name: string, port: number): number {
  if (port === 0) throw new NotForNginx(`${name} must not be 0: nginx can't choose a port`);
  return port;
}
