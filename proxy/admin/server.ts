import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Problem, problemMediaType } from '../../service/problem.ts';
import { purge, purgePath } from './cache-purge.ts';
import { expositionMediaType, writeExposition } from './exposition.ts';
import { readMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { findSwitch, turn } from './peer-switch.ts';
import { mayChange, namesThisHost } from './screening.ts';
import type { AdminSource } from './source.ts';
import { readStatus } from './status.ts';

interface Content {
  readonly type: string;
  readonly body: string;
}

type Reader = (source: AdminSource) => Content;

/** The page may load and ask nothing but this port, and nobody may frame it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['/', (source) => ({ type: 'text/html; charset=utf-8', body: renderPage(readStatus(source)) })],
  ['/-/page.js', () => ({ type: 'text/javascript; charset=utf-8', body: pageScript })],
  ['/-/page.css', () => ({ type: 'text/css; charset=utf-8', body: pageStyle })],
  ['/-/status', (source) => json(readStatus(source))],
  [
    '/-/metrics',
    (source) => ({ type: expositionMediaType, body: writeExposition(readMetrics(source)) }),
  ],
]);

const whyRefused =
  'A change needs the field X-Edgefolio-Operator and must not come from another site.';

/** The admin server; it never listens by itself. */
export function createAdminServer(source: AdminSource): Server {
  return createServer((request, response) => {
    try {
      send(response, 200, answer(source, request));
    } catch (error) {
      refuse(response, error instanceof Problem ? error : new Problem({ status: 500 }));
    }
  });
}

function answer(source: AdminSource, request: IncomingMessage): Content {
  if (!namesThisHost(request.headers)) throw new Problem({ status: 421 });
  const target = request.url ?? '';
  const [path = ''] = target.split('?', 1);
  const reader = readers.get(path);
  if (reader !== undefined) {
    allow(request, ['GET', 'HEAD']);
    return reader(source);
  }
  const found = path === purgePath ? undefined : findSwitch(source.peers, path);
  if (found === undefined && path !== purgePath) throw new Problem({ status: 404 });
  allow(request, ['POST']);
  if (!mayChange(request.headers)) throw new Problem({ status: 403, detail: whyRefused });
  return json(found === undefined ? purge(source, target.slice(path.length)) : turn(source, found));
}

function allow({ method = '' }: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(method)) return;
  throw new Problem({ status: 405, headers: { Allow: methods.join(', ') } });
}

function json(value: object): Content {
  return { type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function refuse(response: ServerResponse, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  send(response, problem.status, { ...json(problem), type: problemMediaType });
}

function send(response: ServerResponse, status: number, { type, body }: Content): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
