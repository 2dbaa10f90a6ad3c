import type { Settings } from '../proxy/settings.ts';
import { duration } from './duration.ts';
import { type Lines, lines } from './lines.ts';
import { runFolder } from './target.ts';

/** Where the settings know no limit, of each process. */
const mostConnections = 65_536;

/** What nginx counts among its connections besides: the sockets it listens on, channels of its own. */
const ownConnections = 16;

/** Files that even a small one may hold open. */
const fewestFiles = 1024;

/** nginx as processes: how many, what they may hold open, how they end. */
export function processLines(settings: Settings): Lines {
  const { drainLimitMs, processes } = settings;
  const { maxClients } = settings.protection;
  // An exchange takes two of nginx's connections: the client's, and that to the peer.
  const connections = maxClients === 0 ? mostConnections : 2 * maxClients;
  const files = Math.max(fewestFiles, 2 * connections);
  return lines`
    worker_processes ${processes};
    # Connections, and files of long bodies.
    worker_rlimit_nofile ${files};
    # How long a drain may wait for running exchanges.
    worker_shutdown_timeout ${duration(drainLimitMs)};
    pid ${runFolder}/nginx.pid;
    error_log ${runFolder}/error.log warn;

    events {
        worker_connections ${connections + ownConnections};
    }
  `;
}

/** nginx makes all five at the start, used or not; the built-in ones belong to root. */
export function temporaryFolders(): Lines {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return kinds.map((kind) => `${kind}_temp_path ${runFolder}/${kind.replace('_', '-')};`);
}
