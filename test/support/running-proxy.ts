import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { type RunningProxy, startProxy } from '../../proxy/proxy.ts';
import { loadSettings } from '../../proxy/settings.ts';
import type { LogFields } from '../../service/log.ts';
import { awaitedLater } from './awaited-later.ts';

/** A proxy in the test's own process, and all that it logged. */
export interface TestedProxy extends RunningProxy {
  /** What it was started with; a change is seen by the next reload. */
  readonly env: Record<string, string>;
  readonly accessed: readonly LogFields[];
  /** Lines of an access log that is not JSON. */
  readonly accessedLines: readonly string[];
  readonly events: readonly string[];
}

/** Starts a proxy on free ports, without probes unless `env` asks for them. */
export async function testedProxy(own: Readonly<Record<string, string>>): Promise<TestedProxy> {
  const free = { PROXY_PORT: '0', PROXY_ADMIN_PORT: '0', PROXY_PROBE_PATH: 'off' };
  const env: Record<string, string> = { ...free, ...own };
  const accessed: LogFields[] = [];
  const accessedLines: string[] = [];
  const events: string[] = [];
  const note = (event: string): void => {
    events.push(event);
  };
  const proxy = await startProxy({
    load: () => loadSettings(env),
    log: {
      access: (fields) => accessed.push(fields),
      accessLine: (line) => accessedLines.push(line),
      accessText: (members) => accessed.push(JSON.parse(`{${members}}`)),
      info: note,
      warn: note,
      error: note,
      flush: () => undefined,
    },
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => Math.random(),
  });
  return Object.assign(proxy, { env, accessed, accessedLines, events });
}

/** How long an answer may take. */
const limitMs = 20_000;

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What to ask. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks on a connection of its own; rejects when the answer is cut off. */
export function ask(url: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = question;
  const answer = new Promise<Answer>((resolve, reject) => {
    const signal = AbortSignal.timeout(limitMs);
    const sent = request(url, { method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('latin1');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
  return awaitedLater(answer);
}
