import type { MediaTypes } from '../proxy/compression/media-types.ts';
import type { Settings } from '../proxy/settings.ts';
import type { Lines } from './lines.ts';

/** What families and suffixes stand for: nginx takes whole names alone, or everything. */
const knownTypes = [
  ...['text/css', 'text/csv', 'text/javascript', 'text/markdown', 'text/plain', 'text/xml'],
  ...['application/geo+json', 'application/ld+json', 'application/manifest+json'],
  ...['application/problem+json', 'application/vnd.api+json'],
  ...['application/atom+xml', 'application/rss+xml', 'application/xhtml+xml', 'image/svg+xml'],
];

/** gzip, the one coding that nginx has. */
export function compressionLines({ compression }: Settings): Lines {
  const { enabled, codings, types, minBytes } = compression;
  const gzip = codings.find(({ coding }) => coding === 'gzip');
  if (!enabled || gzip === undefined) return ['gzip off;'];
  const names = typeNames(types).join(' ');
  return [
    '# A body that grows comes out piece by piece; what has a coding already, or is a part, stays.',
    'gzip on;',
    `gzip_comp_level ${gzip.level};`,
    `gzip_min_length ${minBytes};`,
    'gzip_proxied any;',
    'gzip_vary on;',
    ...(names === '' ? [] : [`gzip_types ${names};`]),
  ];
}

/** nginx always compresses text/html, and complains when it is named. */
function typeNames({ exact, families, suffixes }: MediaTypes): readonly string[] {
  const meant = knownTypes.filter(
    (type) =>
      families.some((start) => type.startsWith(start)) ||
      suffixes.some((end) => type.endsWith(end)),
  );
  const all = new Set([...exact, ...meant]);
  all.delete('text/html');
  all.delete('text/event-stream');
  return [...all].sort();
}
