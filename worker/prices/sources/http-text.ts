import type { Agent, Dispatcher } from 'undici';

/** An answer, read to its end. */
export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Limits of one request. */
export interface HttpTextOptions {
  /** For the connection, in ms. */
  readonly connectTimeoutMs: number;
  /** From the first byte sent to the last one read, in ms. */
  readonly timeoutMs: number;
  /** Of the answer's body, in bytes. */
  readonly maxBytes: number;
}

/**
 * A client that gets texts. It follows no redirection: where sources redirect, it is to a page for
 * people.
 *
 * @returns rejects with undici's errors, or with the signal's `TimeoutError`
 */
export function createHttpText(
  options: HttpTextOptions,
): (url: URL, headers: Readonly<Record<string, string>>) => Promise<TextAnswer> {
  const { timeoutMs } = options;
  let dispatcher: Dispatcher | undefined;
  return async (url, headers) => {
    // Loaded when first needed: a worker whose prices are all in the store saves 8 MB by it.
    const { Agent, request } = await import('undici');
    dispatcher ??= new Agent(agentOptions(options));
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await request(url, { dispatcher, headers, signal });
    const type = answer.headers['content-type'];
    return {
      status: answer.statusCode,
      contentType: typeof type === 'string' ? type : '',
      text: await answer.body.text(),
    };
  };
}

function agentOptions({ connectTimeoutMs, timeoutMs, maxBytes }: HttpTextOptions): Agent.Options {
  return {
    connect: { timeout: connectTimeoutMs },
    maxResponseSize: maxBytes,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  };
}
