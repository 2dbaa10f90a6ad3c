import { createServer, type Server } from 'node:http';
import { Problem, problemMediaType } from '../../service/problem.ts';
import { purge, purgePath } from './cache-purge.ts';
import { expositionMediaType, writeExposition } from './exposition.ts';
import { readMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { findSwitch, turn } from './peer-switch.ts';
import { reloadForAdmin } from './reload.ts';
import { type AskerFields, mayChange, namesThisHost } from './screening.ts';
import type { AdminSource } from './source.ts';
import { readStatus } from './status.ts';

/** What is asked of the admin port. */
export interface AdminRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: AskerFields;
}

/** What the admin port answers. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A body and its media type. */
export interface AdminContent {
  readonly type: string;
  readonly body: string;
}

type Reader = (source: AdminSource) => AdminContent;

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

const fixedFields: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Where the settings are reloaded. */
export const reloadPath = '/-/reload';

/** Where the figures stand as JSON. */
export const statusPath = '/-/status';

/** Where the figures stand for Prometheus. */
export const metricsPath = '/-/metrics';

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['/', (source) => htmlContent(renderPage(readStatus(source)))],
  ['/-/page.js', () => ({ type: 'text/javascript; charset=utf-8', body: pageScript })],
  ['/-/page.css', () => ({ type: 'text/css; charset=utf-8', body: pageStyle })],
  [statusPath, (source) => jsonContent(readStatus(source))],
  [
    metricsPath,
    (source) => ({ type: expositionMediaType, body: writeExposition(readMetrics(source)) }),
  ],
]);

const whyRefused =
  'A change needs the field X-Edgefolio-Operator and must not come from another site.';

/** The admin server; it never listens by itself. */
export function createAdminServer(answer: (request: AdminRequest) => Promise<AdminAnswer>): Server {
  return createServer(async (request, response) => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  });
}

/** Answers for one process; never rejects. */
export async function answerAdmin(
  source: AdminSource,
  request: AdminRequest,
): Promise<AdminAnswer> {
  return answerWith(request, (path) => contentOf(source, request, path));
}

/**
 * Answers with what `read` makes of the request's path; never rejects.
 *
 * @param read  may throw a {@link Problem}, which becomes the answer
 */
export async function answerWith(
  request: AdminRequest,
  read: (path: string) => AdminContent | Promise<AdminContent>,
): Promise<AdminAnswer> {
  try {
    if (!namesThisHost(request.headers)) throw new Problem({ status: 421 });
    const [path = ''] = (request.url ?? '').split('?');
    return answered(200, await read(path));
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem({ status: 500 });
    const { status, headers } = problem;
    return answered(status, { ...jsonContent(problem), type: problemMediaType }, headers);
  }
}

function contentOf(
  source: AdminSource,
  request: AdminRequest,
  path: string,
): AdminContent | Promise<AdminContent> {
  const reader = readers.get(path);
  if (reader !== undefined) {
    allow(request, ['GET', 'HEAD']);
    return reader(source);
  }
  if (path === reloadPath) {
    allowChange(request);
    return reloadForAdmin(source.reloading).then(jsonContent);
  }
  if (path === purgePath) {
    allowChange(request);
    return jsonContent(purge(source, (request.url ?? '').slice(path.length)));
  }
  const found = findSwitch(source.peers, path);
  if (found === undefined) throw new Problem({ status: 404 });
  allowChange(request);
  return jsonContent(turn(source, found));
}

/** @throws {Problem} 405 or 403 unless the request may change something */
export function allowChange(request: AdminRequest): void {
  allow(request, ['POST']);
  if (!mayChange(request.headers)) throw new Problem({ status: 403, detail: whyRefused });
}

function allow({ method = '' }: AdminRequest, methods: readonly string[]): void {
  if (methods.includes(method)) return;
  throw new Problem({ status: 405, headers: { Allow: methods.join(', ') } });
}

/** The media type of most answers. */
export const jsonMediaType = 'application/json';

/** A page for people. */
export function htmlContent(body: string): AdminContent {
  return { type: 'text/html; charset=utf-8', body };
}

/** A value as JSON. */
export function jsonContent(value: object): AdminContent {
  return { type: jsonMediaType, body: `${JSON.stringify(value)}\n` };
}

function answered(
  status: number,
  { type, body }: AdminContent,
  headers: Readonly<Record<string, string>> = {},
): AdminAnswer {
  return { status, body, headers: { ...headers, ...fixedFields, 'Content-Type': type } };
}
