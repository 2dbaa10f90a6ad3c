import type { EdgeKey, EdgeOptions, EdgePeer } from './edge.ts';
import { nginxCache } from './nginx-cache.ts';
import { nginxProtection, type Replacement } from './nginx-protection.ts';

/** Where an nginx under test listens. */
export interface NginxPorts {
  readonly port: number;
  readonly adminPort: number;
  /** Absent where no TLS is spoken. */
  readonly tlsPort?: number;
}

const logPath = 'nginx/run/access.log';

/**
 * The shipped configuration with other ports, peers and values; everything else stays as shipped,
 * so that it is the shipped file that is tested.
 *
 * @throws {Error} a line that is to be replaced does not stand there exactly once
 */
export function nginxConfiguration(
  shipped: string,
  options: EdgeOptions,
  { port, adminPort, tlsPort }: NginxPorts,
): string {
  const fixed: readonly Replacement[] = [
    ['worker_processes auto;', 'worker_processes 1;'],
    [
      'listen 127.0.0.1:8000;',
      `listen 127.0.0.1:${port};${tlsPort === undefined ? '' : ' include tls.conf;'}`,
    ],
    ['listen 127.0.0.1:9000 default_server;', `listen 127.0.0.1:${adminPort} default_server;`],
    ['listen 127.0.0.1:9000;', `listen 127.0.0.1:${adminPort};`],
    [' least_conn;', ` ${balancer(options)}`],
    [
      /(?:\n +server 127\.0\.0\.1:\d+ max_fails=3 fail_timeout=3s;){16}\n/,
      `\n${servers(options)}\n`,
    ],
  ];
  const added = [...nginxProtection(options), ...nginxCache(options)];
  return [...fixed, ...values(options), ...added].reduce(replaceOnce, shipped);
}

/** The shipped TLS of nginx with another port. @throws {Error} as {@link nginxConfiguration} */
export function nginxTls(shipped: string, port: number): string {
  return replaceOnce(shipped, ['listen 127.0.0.1:8443 ', `listen 127.0.0.1:${port} `]);
}

function replaceOnce(text: string, [from, to]: Replacement): string {
  const parts = text.split(from);
  if (parts.length === 2) return parts.join(to);
  throw new Error(`nginx.conf has ${parts.length - 1} times, not once: ${from}`);
}

function servers(options: EdgeOptions): string {
  const { peers, maxFails = 3, failTimeoutMs = 3000 } = options;
  const rule = `max_fails=${maxFails} fail_timeout=${wholeSeconds(failTimeoutMs)}s`;
  const line = ({ port, weight = 1, maxConns = 0, backup = false }: EdgePeer): string => {
    const role = `weight=${weight} max_conns=${maxConns}${backup ? ' backup' : ''}`;
    return `server 127.0.0.1:${port} ${role} ${rule};`;
  };
  return peers.map(line).join('\n');
}

function balancer({ balancer: name, hashKey = 'target' }: EdgeOptions): string {
  if (name === undefined) return '';
  const directives = {
    'least-connections': 'least_conn;',
    'two-choices': 'random two least_conn;',
    rendezvous: `hash ${keyVariable(hashKey)} consistent;`,
  };
  return directives[name];
}

const keyVariables: ReadonlyMap<EdgeKey, string> = new Map([
  ['client', '$remote_addr'],
  ['path', '$uri'],
  ['target', '$request_uri'],
  ['body', '$request_body'],
]);

function keyVariable(key: EdgeKey): string {
  const field = key.replace('header:', '').toLowerCase().replaceAll('-', '_');
  return keyVariables.get(key) ?? `$http_${field}`;
}

function wholeSeconds(ms: number): number {
  if (ms % 1000 === 0) return ms / 1000;
  throw new RangeError(`Cannot start nginx as 'failTimeoutMs' must be whole seconds: it is ${ms}`);
}

function values(options: EdgeOptions): readonly Replacement[] {
  const { retryOn, retryTries, bodyLimitBytes } = options;
  const words = retryOn?.length === 0 ? 'off' : retryOn?.join(' ');
  const given: readonly (Replacement | undefined)[] = [
    replaced('proxy_next_upstream', 'error timeout', words),
    replaced('proxy_next_upstream_tries', '0', retryTries),
    replaced('proxy_next_upstream_timeout', '0', inMs(options.retryTimeoutMs)),
    replaced('proxy_connect_timeout', '2s', inMs(options.connectTimeoutMs)),
    replaced('proxy_read_timeout', '60s', inMs(options.tunnelIdleMs ?? options.responseTimeoutMs)),
    replaced('send_timeout', '60s', inMs(options.sendTimeoutMs)),
    replaced('client_header_timeout', '60s', inMs(options.headerTimeoutMs)),
    replaced('client_body_timeout', '60s', inMs(options.bodyTimeoutMs)),
    replaced('keepalive_timeout', '75s', inMs(options.keepAliveMs)),
    replaced('keepalive_timeout', '30s', inMs(options.peerIdleMs)),
    replaced('client_max_body_size', '1048576', bodyLimitBytes),
    replaced('gzip', 'off', options.compress && 'on'),
    accessLog(options),
  ];
  return given.filter((one) => one !== undefined);
}

function accessLog(options: EdgeOptions): Replacement | undefined {
  const { accessLog: name, accessLogFormat: format } = options;
  if (format === undefined) {
    const value = name === 'combined' ? `${logPath} combined` : name;
    return replaced('access_log', `${logPath} exchange`, value);
  }
  const { escape: escaping = '', line = '' } = ownFormat.exec(format)?.groups ?? {};
  return [
    ` access_log ${logPath} exchange;`,
    ` log_format own ${escaping}'${line}'; access_log ${logPath} own;`,
  ];
}

const ownFormat = /^(?<escape>escape=\S+ )?(?<line>.*)$/;

function inMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms}ms`;
}

function replaced(
  directive: string,
  shipped: string,
  value: string | number | undefined,
): Replacement | undefined {
  if (value === undefined) return undefined;
  return [` ${directive} ${shipped};`, ` ${directive} ${value};`];
}
