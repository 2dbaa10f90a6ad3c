import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Problem, problemMediaType } from '../../service/problem.ts';
import { codeOf, RequestRejected } from '../errors.ts';
import type { Settings } from '../settings.ts';

/** Size of a request head that is still read: nginx's 1 + 4 × 8 KB. */
const headLimitBytes = 32_768;

/** The server's limits, and what answers its requests. */
export interface ServerOptions {
  readonly settings: Pick<Settings, 'headerTimeoutMs' | 'keepAliveMs'>;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** The server that clients talk to; it never listens by itself. */
export function createProxyServer({ settings, answer }: ServerOptions): Server {
  const { headerTimeoutMs, keepAliveMs } = settings;
  const server = createServer({
    maxHeaderSize: headLimitBytes,
    headersTimeout: headerTimeoutMs,
    // Bodies have a time-out of silence, not one of the whole request.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(1000, headerTimeoutMs),
    keepAliveTimeout: keepAliveMs,
    // A missing Host is answered as every other refusal is.
    requireHostHeader: false,
    noDelay: true,
  });
  // The size limit is enough: more than 2000 fields would be dropped in silence.
  server.maxHeadersCount = 0;
  const latest = new WeakMap<Duplex, ServerResponse>();
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const before = latest.get(request.socket);
    latest.set(request.socket, response);
    const proceed = (): void => {
      // What follows an answer that closes the connection may be the refused request's own body.
      if (before?.shouldKeepAlive === false) response.shouldKeepAlive = false;
      else answer(request, response);
    };
    // Pipelined requests are dealt with one by one (RFC 9112 §9.3.2).
    if (before === undefined || before.writableFinished) proceed();
    else before.once('finish', proceed);
  };
  server.on('request', take);
  // With a listener of its own, `100 Continue` is sent only to requests that are welcome.
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('connect', (_request, socket) => {
    end(socket, new RequestRejected(405, 'CONNECT is not allowed here.', { Allow: 'GET, POST' }));
  });
  server.on('clientError', (error, socket) => {
    refuseUnreadable(socket, clientProblem(error), latest.get(socket));
  });
  return server;
}

/** Answers what the parser could not read, after the answers that come before it. */
function refuseUnreadable(socket: Duplex, problem: Problem, latest?: ServerResponse): void {
  if (latest === undefined) end(socket, problem);
  else if (latest.req.complete || latest.writableEnded) {
    // What can't be read is the next request; after an answer that closes there is none.
    const refuse = (): void => {
      if (latest.shouldKeepAlive) end(socket, problem);
    };
    if (latest.writableFinished) refuse();
    else latest.once('finish', refuse);
  } else if (!latest.headersSent && latest.socket !== null) end(socket, problem);
  // Half an answer is out: cutting it off is all that the client can still be told.
  else socket.destroy();
}

function clientProblem(error: Error): Problem {
  const code = codeOf(error);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new RequestRejected(408, 'The request did not come in time.');
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new RequestRejected(431, `The request head is larger than ${headLimitBytes} bytes.`);
  }
  return new RequestRejected(400, 'The request is not well-formed HTTP.');
}

/** Answers where there is no response object, and closes the connection. */
function end(socket: Duplex, problem: Problem): void {
  socket.on('error', () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problem);
  const fields = Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\n${fields.join('')}Content-Type: ${problemMediaType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
