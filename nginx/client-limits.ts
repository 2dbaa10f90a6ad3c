import type { Settings } from '../proxy/settings.ts';
import { duration } from './duration.ts';
import { type Lines, lines } from './lines.ts';
import type { NginxTarget } from './target.ts';
import { reaches } from './version.ts';

/** How long clients may take, and how much they may send. */
export function clientLimits(settings: Settings, { version }: NginxTarget): Lines {
  const { bodyLimitBytes, replayLimitBytes } = settings;
  return lines`
    client_header_timeout ${duration(settings.headerTimeoutMs)};
    client_body_timeout ${duration(settings.bodyTimeoutMs)};
    send_timeout ${duration(settings.sendTimeoutMs)};
    keepalive_timeout ${duration(settings.keepAliveMs)};
    # 0 would be no limit.
    client_max_body_size ${Math.max(1, bodyLimitBytes)};
    # Held in memory up to here, in a file above.
    client_body_buffer_size ${Math.max(1024, replayLimitBytes)};
    large_client_header_buffers 4 8k;
    ${reaches(version, '1.29.8') ? ['max_headers 1000;'] : []}
    # One in a name passes for a hyphen here: X_Forwarded_Host could speak for X-Forwarded-Host.
    underscores_in_headers off;
  `;
}
