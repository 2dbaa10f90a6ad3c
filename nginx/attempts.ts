import type { RetryPolicy } from '../proxy/exchange/retry.ts';
import type { Settings } from '../proxy/settings.ts';
import { duration } from './duration.ts';
import { type Lines, lines } from './lines.ts';

/** How peers are tried, one after the other. */
export function attemptLines({ retry, ...settings }: Settings): Lines {
  return lines`
    proxy_next_upstream ${retryWords(retry)};
    proxy_next_upstream_tries ${retry.tries};
    proxy_next_upstream_timeout ${duration(retry.timeoutMs)};
    proxy_connect_timeout ${duration(settings.connectTimeoutMs)};
    # A peer that does not take the request; the proxy has no time of its own for it.
    proxy_send_timeout 60s;
    proxy_read_timeout ${duration(settings.responseTimeoutMs)};
  `;
}

/** The words of `proxy_next_upstream`. */
export function retryWords({ classes, statuses, nonIdempotent }: RetryPolicy): string {
  const words = [
    ...classes,
    ...Array.from(statuses, (status) => `http_${status}`),
    ...(nonIdempotent ? ['non_idempotent'] : []),
  ];
  return words.length === 0 ? 'off' : words.join(' ');
}
