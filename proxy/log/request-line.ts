import type { LoggedRequest } from './access-log.ts';
import { protocolText } from './protocol-text.ts';

/** The request line; empty where nothing was understood of it. */
export function requestLine({
  method,
  target,
  version,
}: Pick<LoggedRequest, 'method' | 'target' | 'version'>): string {
  return method === '' ? '' : `${method} ${target} ${protocolText(version)}`;
}
