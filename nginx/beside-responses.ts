import type { Lines } from './lines.ts';
import type { NginxTarget } from './target.ts';
import { reaches } from './version.ts';

/** What peers may say beside the response, as far as the version can pass it on. */
export function interimMaps({ version }: NginxTarget): Lines {
  if (!reaches(version, '1.29.0')) return [];
  return [
    '# No client of HTTP/1.0 knows of 103.',
    'map $server_protocol $early_hints {',
    '    default 1;',
    "    HTTP/1.0 '';",
    '}',
  ];
}

/** The directives to go with {@link interimMaps}. */
export function interimLines({ version }: NginxTarget): Lines {
  return [
    ...(reaches(version, '1.27.2') ? ['proxy_pass_trailers on;'] : []),
    ...(reaches(version, '1.29.0') ? ['early_hints $early_hints;'] : []),
  ];
}
