import { Agent, type IncomingMessage, request } from 'node:http';
import { busyBody } from './faults.ts';
import type { Seen } from './outcome.ts';
import { answerTo, type Question, targetOf } from './question.ts';

/** How long a request may take: the front gives up long before. */
const limitMs = 30_000;

/** Asks questions over kept connections. */
export class ChaosClient {
  readonly #agent: Agent;
  readonly #port: number;

  constructor(port: number, connections: number) {
    this.#port = port;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Asks one; never rejects. */
  ask(question: Question): Promise<Seen> {
    const { id, method, bodyBytes } = question;
    const options = {
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method,
      path: targetOf(question),
      headers: { 'X-Request-Id': id, ...(bodyBytes > 0 && { 'Content-Length': bodyBytes }) },
      signal: AbortSignal.timeout(limitMs),
    };
    return new Promise((resolve) => {
      const sent = request(options, (response) => read(question, response).then(resolve));
      sent.on('error', (error) => resolve(unanswered(question, error)));
      sent.end(bodyBytes > 0 ? Buffer.alloc(bodyBytes, 'q') : undefined);
    });
  }

  /** Closes all connections. */
  close(): void {
    this.#agent.destroy();
  }
}

function unanswered(question: Question, error: NodeJS.ErrnoException): Seen {
  const code = error.code ?? error.name;
  return { question, status: 0, whole: false, own: false, proxyStatus: undefined, code };
}

async function read(question: Question, response: IncomingMessage): Promise<Seen> {
  const { headers, statusCode = 0 } = response;
  let body = '';
  let code = '';
  response.setEncoding('latin1');
  try {
    for await (const piece of response) body += piece;
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
  const right = bodyOf(question, statusCode);
  const field = headers['proxy-status'];
  const itsBody = code === '' ? body === right : right.startsWith(body);
  return {
    question,
    status: statusCode,
    whole: code === '',
    own: headers['x-answer-to'] === question.id && itsBody,
    proxyStatus: typeof field === 'string' ? field : undefined,
    code,
  };
}

/** What a peer answers to a question. */
function bodyOf(question: Question, status: number): string {
  if (question.method === 'HEAD') return '';
  return status === 503 ? busyBody : answerTo(targetOf(question));
}
