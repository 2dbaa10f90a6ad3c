import type { Settings } from '../proxy/settings.ts';
import { duration } from './duration.ts';
import { type Lines, lines } from './lines.ts';
import { type NginxTarget, runFolder } from './target.ts';

/** nginx as processes: how many, what they may hold open, how they end. */
export function processLines({ drainLimitMs }: Settings, { processes }: NginxTarget): Lines {
  return lines`
    worker_processes ${processes ?? 'auto'};
    # An exchange takes two connections, and each takes a descriptor.
    worker_rlimit_nofile 8192;
    # How long a drain may wait for running exchanges.
    worker_shutdown_timeout ${duration(drainLimitMs)};
    pid ${runFolder}/nginx.pid;
    error_log ${runFolder}/error.log warn;

    events {
        worker_connections 4096;
    }
  `;
}

/** nginx makes all five at the start, used or not; the built-in ones belong to root. */
export function temporaryFolders(): Lines {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return kinds.map((kind) => `${kind}_temp_path ${runFolder}/${kind.replace('_', '-')};`);
}
