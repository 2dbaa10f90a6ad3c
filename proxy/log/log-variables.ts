import process from 'node:process';
import type { LoggedOutcome, LoggedRequest, TryRecord } from './access-log.ts';
import { combinedTime } from './combined-line.ts';
import { protocolText } from './protocol-text.ts';
import { requestLine } from './request-line.ts';

/** All that a line of the access log may tell. */
export interface LogMoment {
  readonly request: LoggedRequest;
  readonly outcome: LoggedOutcome;
  /** The wall clock in ms since 1970, at the end of the exchange. */
  readonly atMs: number;
}

/** Makes the text of a variable; empty where there is none. */
export type LogVariable = (moment: LogMoment) => string;

type Named = readonly [prefix: string, make: (name: string) => LogVariable];

const pid = String(process.pid);

const fixed: ReadonlyMap<string, LogVariable> = new Map<string, LogVariable>([
  ['remote_addr', ({ request }) => request.client],
  // A name that nobody has checked is no user's.
  ['remote_user', () => ''],
  ['time_local', ({ atMs }) => combinedTime(atMs)],
  ['time_iso8601', ({ atMs }) => `${new Date(atMs).toISOString().slice(0, 19)}+00:00`],
  ['msec', ({ atMs }) => secondsText(atMs)],
  ['request', ({ request }) => requestLine(request)],
  ['request_method', ({ request }) => request.method],
  ['request_uri', ({ request }) => pathOf(request.target)],
  ['uri', ({ request }) => pathOf(request.target).split('?', 1)[0] ?? ''],
  ['args', ({ request }) => queryOf(request.target)],
  ['query_string', ({ request }) => queryOf(request.target)],
  ['is_args', ({ request }) => (queryOf(request.target) === '' ? '' : '?')],
  ['server_protocol', ({ request }) => protocolText(request.version)],
  ['scheme', ({ request }) => request.scheme],
  ['https', ({ request }) => (request.scheme === 'https' ? 'on' : '')],
  ['server_port', ({ request }) => String(request.port)],
  ['host', ({ request }) => hostOf(request).replace(/:\d*$/, '').toLowerCase()],
  ['request_id', ({ request }) => request.id],
  ['pid', () => pid],
  ['status', ({ outcome }) => String(outcome.status)],
  ['body_bytes_sent', ({ outcome }) => String(outcome.bytes)],
  ['request_time', ({ outcome }) => secondsText(outcome.durationMs)],
  ['upstream_addr', ofTries(({ peer }) => peer)],
  ['upstream_status', ofTries(tryStatus)],
  ['upstream_response_time', ofTries(({ ms }) => secondsText(ms))],
  ['upstream_error', ofTries(({ error }) => error ?? '-')],
  ['upstream_cache_status', ({ outcome }) => cacheStatus(fieldOf(outcome.fields, 'cache-status'))],
  ['proxy_status', ({ outcome }) => fieldOf(outcome.fields, 'proxy-status')],
]);

const named: readonly Named[] = [
  [
    'sent_http_',
    (name) =>
      ({ outcome }) =>
        fieldOf(outcome.fields, dashed(name)),
  ],
  [
    'http_',
    (name) =>
      ({ request }) =>
        request.field(dashed(name)) ?? '',
  ],
  [
    'cookie_',
    (name) =>
      ({ request }) =>
        cookieOf(request.field('cookie') ?? '', name),
  ],
  [
    'arg_',
    (name) =>
      ({ request }) =>
        argumentOf(queryOf(request.target), name),
  ],
];

/** @returns undefined when there is no variable of that name */
export function findLogVariable(name: string): LogVariable | undefined {
  const found = fixed.get(name);
  if (found !== undefined) return found;
  for (const [prefix, make] of named) {
    if (name.startsWith(prefix) && name.length > prefix.length) {
      return make(name.slice(prefix.length));
    }
  }
  return undefined;
}

/** One entry a try, as nginx writes them. */
function ofTries(read: (record: TryRecord) => string): LogVariable {
  return ({ outcome: { tries } }) =>
    tries.length === 1 && tries[0] !== undefined ? read(tries[0]) : tries.map(read).join(', ');
}

/** nginx writes what it would have answered for a try that brought no answer. */
function tryStatus({ status, error = '' }: TryRecord): string {
  if (status !== undefined) return String(status);
  if (error === 'client_gone' || error === 'http_request_error') return '-';
  return error.endsWith('timeout') ? '504' : '502';
}

/** Seconds with three decimals. */
function secondsText(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Scheme and host of a target that names them (RFC 9112 §3.2.2). */
const absolute = /^[a-z][a-z\d+.-]*:\/\/(?<host>[^/?]*)/i;

/** Path and query. */
function pathOf(target: string): string {
  const rest = target.replace(absolute, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}

function hostOf(request: LoggedRequest): string {
  return absolute.exec(request.target)?.groups?.['host'] ?? request.field('host') ?? '';
}

function queryOf(target: string): string {
  const at = target.indexOf('?');
  return at < 0 ? '' : target.slice(at + 1);
}

function dashed(name: string): string {
  return name.replaceAll('_', '-').toLowerCase();
}

function fieldOf(fields: readonly string[], name: string): string {
  const values: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i]?.toLowerCase() === name) values.push(fields[i + 1] ?? '');
  }
  return values.join(', ');
}

function cookieOf(cookies: string, name: string): string {
  for (const pair of cookies.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim().toLowerCase() === name.toLowerCase()) {
      return pair.slice(at + 1).trim();
    }
  }
  return '';
}

function argumentOf(query: string, name: string): string {
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).toLowerCase() === name.toLowerCase()) return pair.slice(at + 1);
  }
  return '';
}

/** The words of RFC 9211 in nginx's. */
function cacheStatus(field: string): string {
  if (field === '') return '';
  if (/;\s*hit\b/.test(field)) return 'HIT';
  if (/;\s*fwd=stale/.test(field)) return 'EXPIRED';
  return /;\s*fwd=(?:bypass|request|method)/.test(field) ? 'BYPASS' : 'MISS';
}
