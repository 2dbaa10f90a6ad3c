import type { OutgoingHttpHeaders } from 'node:http2';

/** What HTTP/2 has no fields for (RFC 9113 §8.2.2). */
const connectionNames: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Fields of which HTTP has several lines; those of others are joined to one (RFC 9110 §5.3). */
const severalLines: ReadonlySet<string> = new Set([
  'set-cookie',
  'link',
  'via',
  'www-authenticate',
]);

/** A header or trailer section as HTTP/2 has it. @param fields  name, value, name, value… */
export function http2Section(fields: readonly string[]): OutgoingHttpHeaders {
  const section: Section = Object.create(null);
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = (fields[i] ?? '').toLowerCase();
    if (!connectionNames.has(name)) add(section, name, fields[i + 1] ?? '');
  }
  return section;
}

type Section = Record<string, string | string[]>;

function add(section: Section, name: string, value: string): void {
  const before = section[name];
  if (before === undefined) section[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else if (severalLines.has(name)) section[name] = [before, value];
  // RFC 9110 §8.6: the same length twice is one length.
  else if (name !== 'content-length') section[name] = `${before}, ${value}`;
}
