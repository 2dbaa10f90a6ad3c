import { createServer, type Server, type Socket } from 'node:net';
import { deadPort } from './ports.ts';

/** One request as a backend saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  /** The head, line by line, without the request line. */
  readonly fields: readonly string[];
  readonly body: string;
  /** How many requests this connection carried before. */
  readonly earlier: number;
}

/** A tiny peer whose every byte is written by a test. */
export interface Backend {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Requests so far, probes left out. */
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Answers one request with raw bytes. */
export type BackendScript = (request: SeenRequest, socket: Socket) => void;

/** A response with a length, as raw bytes. */
export function plain(status: number, body: string): string {
  return `HTTP/1.1 ${status} Said\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Listens on a free loopback port; bodies need a Content-Length. */
export async function startBackend(script: BackendScript): Promise<Backend> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    readRequests(socket, (request) => {
      if (request.target !== '/readyz') seen.push(request);
      script(request, socket);
    });
  });
  const address = await listen(server);
  return {
    address,
    seen,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function readRequests(socket: Socket, take: (request: SeenRequest) => void): void {
  let text = '';
  let earlier = 0;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const headEnd = text.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (text.length < end) return;
    const [requestLine = '', ...fields] = text.slice(0, headEnd).split('\r\n');
    const [method = '', target = ''] = requestLine.split(' ');
    const body = text.slice(headEnd + 4, end);
    text = text.slice(end);
    take({ method, target, fields, body, earlier });
    earlier += 1;
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return `127.0.0.1:${address.port}`;
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  return `127.0.0.1:${await deadPort()}`;
}
