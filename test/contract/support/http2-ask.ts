import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import { awaitedLater } from '../../support/awaited-later.ts';

/** A whole answer by HTTP/2. */
export interface Http2Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Connects to a port of this host; the server is called `edge.test`. */
export function openSession(port: number): ClientHttp2Session {
  const session = connect(`https://127.0.0.1:${port}`, {
    rejectUnauthorized: false,
    servername: 'edge.test',
  });
  session.on('error', () => undefined);
  return session;
}

/** Asks on a session, with `edge.test` as the authority. */
export function askSession(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Buffer | string,
): Promise<Http2Answer> {
  const answer = new Promise<Http2Answer>((resolve, reject) => {
    const stream = session.request({ ':authority': 'edge.test', ...headers });
    const chunks: Buffer[] = [];
    let answer: Omit<Http2Answer, 'body'> = { status: 0, headers: {} };
    stream.on('response', (received) => {
      const { ':status': status = 0, ...rest } = received;
      answer = { status, headers: rest };
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => resolve({ ...answer, body: Buffer.concat(chunks) }));
    stream.end(body);
  });
  return awaitedLater(answer);
}

/** One request by HTTP/2 on a connection of its own. */
export async function askHttp2(
  port: number,
  headers: OutgoingHttpHeaders,
  body?: Buffer | string,
): Promise<Http2Answer> {
  const session = openSession(port);
  try {
    return await askSession(session, headers, body);
  } finally {
    session.destroy();
  }
}
