import type { Settings } from '../proxy/settings.ts';
import { accessLog } from './access-log.ts';
import { adminServer } from './admin-server.ts';
import { interimMaps } from './beside-responses.ts';
import { clientAddress, way } from './client-address.ts';
import { cacheZone } from './edge-cache.ts';
import { edgeServer } from './edge-server.ts';
import { certificateMaps } from './encryption.ts';
import { gateMaps } from './gate.ts';
import { httpsMaps } from './https.ts';
import { idempotentMap } from './idempotent-routes.ts';
import { apart, block, type Lines, lines } from './lines.ts';
import { lossLines } from './losses.ts';
import { tokenVariable } from './peer-token.ts';
import { problemMaps } from './problems.ts';
import { processLines, temporaryFolders } from './process.ts';
import { rateZones } from './rates.ts';
import { requestFieldMaps } from './request-fields.ts';
import { securityMaps } from './security-fields.ts';
import type { NginxTarget } from './target.ts';
import { tunnelMaps } from './tunnels.ts';
import { upstream } from './upstream.ts';

/**
 * An nginx.conf that does what nginx can of the settings; what it can't stands at its head.
 *
 * @throws {NotForNginx} nginx could not start with the settings
 */
export function nginxConf(settings: Settings, target: NginxTarget): string {
  const { trust, protection } = settings;
  const http = apart(
    temporaryFolders(),
    accessLog(settings),
    clientAddress(trust),
    requestFieldMaps(way(trust)),
    tokenVariable(protection.peerToken),
    gateMaps(protection, way(trust)),
    rateZones(protection),
    tunnelMaps(settings),
    idempotentMap(settings),
    cacheZone(settings),
    certificateMaps(settings, target),
    httpsMaps(settings, target, way(trust).scheme),
    interimMaps(target),
    problemMaps(settings.ejection.failTimeoutMs),
    protection.securityHeaders === 'on' ? securityMaps() : [],
    upstream(settings, target),
    edgeServer(settings, target),
    adminServer(settings),
  );
  const all = apart(head(settings, target), processLines(settings), block('http', http));
  return `${all.join('\n')}\n`;
}

function head(settings: Settings, target: NginxTarget): Lines {
  const about = lines`
    # Edgefolio's edge on nginx ${target.version.join('.')}: does what proxy/ does with the same settings.
    # Made by npm run nginx:conf; change the settings, not this file. From the root of the repository:
    #
    #   nginx -p . -c nginx/nginx.conf
    #
    # README.md beside it has the table of settings and differences. All paths are relative to the
    # prefix given by -p. There is no daemon directive because a supervisor adds -g 'daemon off;', and
    # no user because an ordinary user can't change to another.
  `;
  const lost = lossLines(settings, target);
  return lost.length === 0 ? about : [...about, '#', ...lost];
}
