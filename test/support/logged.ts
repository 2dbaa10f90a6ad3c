import type { LoggedOutcome, LoggedRequest } from '../../proxy/log/access-log.ts';

/** A request as an access log sees it, with the fields given by their names in lower case. */
export function loggedRequest(
  own: Partial<LoggedRequest> = {},
  fields: Readonly<Record<string, string>> = {},
): LoggedRequest {
  return {
    id: 'a1',
    client: '192.0.2.1',
    method: 'GET',
    target: '/',
    version: '1.1',
    referer: undefined,
    userAgent: undefined,
    scheme: 'http',
    port: 8000,
    field: (name) => fields[name],
    ...own,
  };
}

/** What became of it. */
export function loggedOutcome(own: Partial<LoggedOutcome> = {}): LoggedOutcome {
  return { status: 200, bytes: 5, durationMs: 12.3456, tries: [], fields: [], ...own };
}
