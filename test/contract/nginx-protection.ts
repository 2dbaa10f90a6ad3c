import type { EdgeOptions } from './edge.ts';

/** A text of the shipped configuration, and what stands in its place under test. */
export type Replacement = readonly [from: string | RegExp, to: string];

/** What an edge's options for protection are in nginx's words, put where the shipped file says. */
export function nginxProtection(options: EdgeOptions): readonly Replacement[] {
  return [
    ...trusted(options),
    inserted('    upstream stocks_backend {', zones(options)),
    inserted('            proxy_pass http://stocks_backend;', checks(options)),
    listed('$foreign_host', options.allowedHosts, []),
    listed('$foreign_origin', options.allowedOrigins, ['']),
  ].filter((one) => one !== undefined);
}

function trusted({ trusted: hops }: EdgeOptions): readonly Replacement[] {
  if (hops === undefined) return [];
  const geo = hops.map((hop) => `${hop} 1;`).join(' ');
  const from = hops.map((hop) => `set_real_ip_from ${hop};`).join(' ');
  const opening = 'geo $realip_remote_addr $hop_trusted {\n        default 0;';
  return [
    [opening, `${opening} ${geo}`],
    ['real_ip_header X-Forwarded-For;', `real_ip_header X-Forwarded-For; ${from}`],
  ];
}

function zones({ rateLimit, clientRequests }: EdgeOptions): string {
  const rates =
    rateLimit && `limit_req_zone $binary_remote_addr zone=rates:1m rate=${rateLimit.rate};\n`;
  const requests = clientRequests && 'limit_conn_zone $binary_remote_addr zone=requests:1m;\n';
  return `${rates ?? ''}${requests ?? ''}`;
}

function checks({ addressRules = [], rateLimit, clientRequests }: EdgeOptions): string {
  const lines = addressRules.map((rule) => `${rule};\n`);
  if (rateLimit !== undefined) {
    const waiting = rateLimit.delay ? '' : ' nodelay';
    const burst = rateLimit.burst > 0 ? ` burst=${rateLimit.burst}${waiting}` : '';
    lines.push(`limit_req zone=rates${burst};\n`);
  }
  if (clientRequests !== undefined) lines.push(`limit_conn requests ${clientRequests};\n`);
  return lines.join('');
}

function inserted(before: string, text: string): Replacement | undefined {
  return text === '' ? undefined : [before, `${text}${before}`];
}

/** The map behind a list of those who are welcome. */
function listed(
  variable: string,
  names: readonly string[] | undefined,
  always: readonly string[],
): Replacement | undefined {
  if (names === undefined) return undefined;
  const welcome = [...always, ...names].map((name) => `"${name}" 0;`).join(' ');
  const opening = `${variable} {\n        default 0;`;
  return [opening, `${variable} {\n        default 1; ${welcome}`];
}
