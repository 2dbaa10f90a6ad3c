import type { EdgeOptions } from './edge.ts';
import type { Replacement } from './nginx-protection.ts';

/** What an edge's cache is in nginx's words: those that nginx/README.md names. */
export function nginxCache({ cache }: EdgeOptions): readonly Replacement[] {
  if (cache === undefined) return [];
  const group = '    upstream stocks_backend {';
  const pass = '            proxy_pass http://stocks_backend;';
  const path = `proxy_cache_path nginx/run/cache keys_zone=answers:1m max_size=${cache.bytes};`;
  const directives = [
    'proxy_cache answers;',
    'proxy_cache_key $scheme://$host$request_uri;',
    'proxy_cache_revalidate on;',
    'proxy_cache_lock on;',
    'proxy_cache_background_update on;',
  ];
  return [
    [group, `${path}\n${group}`],
    [pass, `${directives.join('\n')}\n${pass}`],
    // Only what nginx takes whole can be stored.
    ['proxy_buffering off;', 'proxy_buffering on;'],
  ];
}
