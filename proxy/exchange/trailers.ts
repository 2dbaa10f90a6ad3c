/**
 * Fields that mean nothing behind a body, or would mean too much: framing, routing, credentials,
 * control, and what the body is (RFC 9110 §6.5.1).
 */
const forbidden: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'cookie',
  'date',
  'expect',
  'expires',
  'host',
  'keep-alive',
  'location',
  'max-forwards',
  'pragma',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'retry-after',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'vary',
  'via',
  'warning',
  'www-authenticate',
  'x-request-id',
]);

/** Whether a client that says this in TE takes trailers (RFC 9110 §10.1.4). */
export function takesTrailers(te: string): boolean {
  return te.split(',').some((member) => member.trim().toLowerCase() === 'trailers');
}

/** The trailers that may go on. @param raw  name, value, name, value… */
export function trailersForClient(raw: readonly string[]): readonly string[] {
  if (raw.length === 0) return raw;
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (!forbidden.has(name.toLowerCase())) kept.push(name, raw[i + 1] ?? '');
  }
  return kept;
}
