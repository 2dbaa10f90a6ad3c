import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Context } from 'koa';
import { proxyTokenField } from '../../service/proxy-token.ts';
import { Abandoned, SiblingSilent, UnknownJob } from '../errors.ts';

/** Where the other workers of the host are. */
export interface SiblingsOptions {
  /** The number of this worker. */
  readonly instance: number;
  /** Numbers from 0 on that workers of this host may have; 1 = there are no others. */
  readonly siblings: number;
  /** The address that workers listen on. */
  readonly host: string;
  /** Port of number 0. */
  readonly basePort: number;
  readonly proxyToken: string | undefined;
  /** The longest silence of a sibling, in ms: longer than it waits for a job. */
  readonly siblingTimeoutMs: number;
}

/** Tells a request that comes from a sibling, which is not sent on again. */
const field = 'X-Edgefolio-Sibling';

/** Requests that may be with siblings at a time. */
const most = 32;

/** What a sibling is told of a request. */
const toldFields = ['Prefer', 'If-None-Match', 'X-Request-Id'];

/** What its answer is told by. All other fields are this worker's own. */
const answerFields = [
  'Content-Type',
  'Content-Length',
  'ETag',
  'Location',
  'Retry-After',
  'Preference-Applied',
  'Cache-Control',
  'Vary',
  'Server-Timing',
  'Allow',
];

/**
 * The other workers of the host. Jobs are in the memory of the worker that took them, and a proxy
 * sends a request to any: that one asks the right one, over loopback, and once at most.
 */
export class Siblings {
  readonly #options: SiblingsOptions;
  #forwarding = 0;

  constructor(options: SiblingsOptions) {
    this.#options = options;
  }

  /** Whether a request is to be answered by another worker, that number. */
  has(ctx: Context, instance: number): boolean {
    const { instance: own, siblings } = this.#options;
    return instance !== own && instance < siblings && ctx.get(field) === '';
  }

  /**
   * Has another worker answer.
   *
   * @throws {UnknownJob} nobody listens there
   * @throws {SiblingSilent} it does not answer, or too many wait for such answers
   */
  async forward(ctx: Context, instance: number): Promise<void> {
    if (this.#forwarding >= most) throw new SiblingSilent();
    this.#forwarding += 1;
    ctx.res.once('close', () => {
      this.#forwarding -= 1;
    });
    const answer = await this.#ask(ctx, instance);
    ctx.status = answer.statusCode ?? 502;
    for (const name of answerFields) {
      const value = answer.headers[name.toLowerCase()];
      if (value !== undefined) ctx.set(name, value);
    }
    const empty = ctx.method === 'HEAD' || ctx.status === 204 || ctx.status === 304;
    if (empty) answer.resume();
    else ctx.body = answer;
  }

  async #ask(ctx: Context, instance: number): Promise<IncomingMessage> {
    const { host, basePort, proxyToken, siblingTimeoutMs } = this.#options;
    const headers: Record<string, string> = { [field]: String(this.#options.instance) };
    for (const name of toldFields) if (ctx.get(name) !== '') headers[name] = ctx.get(name);
    if (proxyToken !== undefined) headers[proxyTokenField] = proxyToken;
    const asked = request({
      host: everyAddress.has(host) ? '127.0.0.1' : host,
      port: basePort + instance,
      path: ctx.path,
      method: ctx.method,
      headers,
      agent: false,
      timeout: siblingTimeoutMs,
    });
    asked.once('timeout', () => asked.destroy(new Error('silent')));
    // What goes wrong after the head of the answer goes wrong for its body, which Koa sees to.
    asked.on('error', () => undefined);
    ctx.res.once('close', () => asked.destroy());
    asked.end();
    try {
      const [answer] = await once(asked, 'response');
      return answer as IncomingMessage;
    } catch (error) {
      if (ctx.res.closed) throw new Abandoned();
      throw told(error, instance);
    }
  }
}

/** A worker that listens on all addresses listens on loopback, too. */
const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

function told(error: unknown, instance: number): Error {
  const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  if (!refused) return new SiblingSilent(error);
  return new UnknownJob(`Worker ${instance}, which had it, has ended, and its jobs with it.`);
}
