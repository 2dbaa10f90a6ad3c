/** What the hop before says of the way that a request took: the fields as they came. */
export interface Claims {
  /** `X-Forwarded-For`, its lines joined. */
  readonly forwardedFor: string;
  /** `Forwarded`, its lines joined. */
  readonly forwarded: string;
  /** `X-Forwarded-Proto`, `-Host` and `-Port`, lines joined. */
  readonly proto: string;
  readonly host: string;
  readonly port: string;
  /** The field that `PROXY_REAL_IP_HEADER` names, its lines joined. */
  readonly realIp: string;
}

/**
 * Finds the claims among a request's fields.
 *
 * @param fields  name, value, name, value…
 * @param header  of the client's address, in lower case
 */
export function readClaims(fields: readonly string[], header: string): Claims {
  const lines = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = (fields[i] ?? '').toLowerCase();
    if (!name.startsWith('x-forwarded-') && name !== 'forwarded' && name !== header) continue;
    const before = lines.get(name);
    const value = fields[i + 1] ?? '';
    lines.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const of = (name: string): string => lines.get(name) ?? '';
  return {
    forwardedFor: of('x-forwarded-for'),
    forwarded: of('forwarded'),
    proto: of('x-forwarded-proto'),
    host: of('x-forwarded-host'),
    port: of('x-forwarded-port'),
    realIp: of(header),
  };
}
