import { block, type Lines } from './lines.ts';
import { fitting, literally } from './text.ts';

/** How much one client may ask. */
export interface Rates {
  readonly rateRules: readonly RateRule[];
  /** Most clients that rates are kept of, each counted once a rule. */
  readonly rateKeys: number;
  /** Most requests of one client at a time; 0 = any number. */
  readonly clientRequests: number;
  /** How many bits of an IPv6 address make a client. */
  readonly clientIpv6Prefix: number;
}

/** A leaky bucket for some routes. */
export interface RateRule {
  readonly route: RatedRoute;
  readonly limit: {
    readonly milliPerSecond: number;
    readonly burst: number;
    /** Of the burst, those that need not wait; Infinity = none waits. */
    readonly delayAbove: number;
  };
}

/** The requests that a rule counts. */
export interface RatedRoute {
  /** undefined = all. */
  readonly methods: ReadonlySet<string> | undefined;
  /** In lower case, without a slash at its end; undefined = all. */
  readonly path: string | undefined;
  /** Whether paths below it are meant too. */
  readonly deep: boolean;
}

/** What nginx needs to keep of one client. */
const bytesAKey = 128;
const mebibyte = 1_048_576;

/** Who is counted as one, and where the counts are kept. */
export function rateZones(rates: Rates): Lines {
  const { rateRules, clientRequests } = rates;
  if (rateRules.length === 0 && clientRequests === 0) return [];
  const size = `${Math.max(1, Math.ceil((rates.rateKeys * bytesAKey) / mebibyte))}m`;
  return [
    ...clientKey(rates.clientIpv6Prefix),
    ...rateRules.flatMap((rule, index) => rateZone(rule, { index, size })),
    ...(rateRules.length === 0 ? [] : ['limit_req_status 429;']),
    ...(clientRequests === 0
      ? []
      : [`limit_conn_zone $client_key zone=requests:${size};`, 'limit_conn_status 429;']),
  ];
}

/** nginx counts no further. */
const mostCounted = 65_535;

/** What each place that asks peers counts first. */
export function rateChecks({ rateRules, clientRequests }: Rates): Lines {
  return [
    ...rateRules.map(({ limit }, index) => `limit_req zone=rate_${index + 1}${burst(limit)};`),
    ...(clientRequests === 0
      ? []
      : [`limit_conn requests ${Math.min(clientRequests, mostCounted)};`]),
  ];
}

/** Whole groups of an IPv6 address: nginx can't cut within one. */
function clientKey(prefix: number): Lines {
  const groups = Math.floor(prefix / 16);
  if (groups < 1 || groups > 7)
    return block('map $remote_addr $client_key', ['default $remote_addr;']);
  return block('map $remote_addr $client_key', [
    'default $remote_addr;',
    fitting(`^(?<network>(?:[0-9a-f]+:){${groups}})`, '$network'),
    // Shorter before its run of zeros than what counts.
    fitting('^(?<start>[0-9a-f:]*::)', '$start'),
  ]);
}

function rateZone({ route, limit }: RateRule, place: { index: number; size: string }): Lines {
  const name = `rate_${place.index + 1}`;
  const total = route.methods === undefined && route.path === undefined;
  const key = total ? '$client_key' : `$${name}_key`;
  const zone = `limit_req_zone ${key} zone=${name}:${place.size} rate=${rate(limit.milliPerSecond)};`;
  if (total) return [zone];
  const pattern = fitting(routePattern(route), '$client_key', '*');
  return [...block(`map "$request_method $uri" ${key}`, ["default '';", pattern]), zone];
}

function routePattern({ methods, path, deep }: RatedRoute): string {
  const method = methods === undefined ? '[^ ]+' : `(?:${[...methods].map(literally).join('|')})`;
  if (path === undefined) return `^${method} `;
  const below = deep ? '(?:/|$)' : '/?$';
  return `^${method} ${literally(path === '/' ? '' : path)}${below}`;
}

function rate(milliPerSecond: number): string {
  if (milliPerSecond % 1000 === 0) return `${milliPerSecond / 1000}r/s`;
  return `${Math.max(1, Math.round((milliPerSecond * 60) / 1000))}r/m`;
}

function burst({ burst: count, delayAbove }: RateRule['limit']): string {
  if (count === 0) return '';
  if (delayAbove === 0) return ` burst=${count}`;
  const waiting = Number.isFinite(delayAbove) ? `delay=${delayAbove}` : 'nodelay';
  return ` burst=${count} ${waiting}`;
}
