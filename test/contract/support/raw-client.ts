import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { awaitedLater } from '../../support/awaited-later.ts';
import { ByteReader } from './byte-reader.ts';
import { type Head, readBody, readHead, responseFraming, statusOf } from './message.ts';

/** A response as it came over the wire. */
export interface RawResponse extends Head {
  readonly status: number;
  readonly body: Buffer;
}

/** A connection whose every byte the case decides. */
export class RawClient {
  readonly socket: Socket;
  readonly reader: ByteReader;
  /** When the connection was asked for, by `performance.now`. */
  readonly since: number;

  constructor(socket: Socket, since: number) {
    this.socket = socket;
    this.since = since;
    this.reader = new ByteReader(socket);
  }

  /** Sends text as latin1, or bytes as they are; does not wait for them to leave. */
  send(data: string | Buffer): void {
    this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data);
  }

  /** Reads the head of the next response, 1xx included. */
  head(): Promise<Head> {
    return readHead(this.reader);
  }

  /** Reads the next final response whole. @param method  that of its request */
  async response(method = 'GET'): Promise<RawResponse> {
    for (;;) {
      const head = await this.head();
      const status = statusOf(head);
      if (Number.isNaN(status)) throw new Error(`no status line: ${head.startLine}`);
      const body = await readBody(this.reader, head, responseFraming(head, method));
      if (status >= 200) return { ...head, status, body };
    }
  }

  /** Ends the connection, with no regard for what is under way. */
  destroy(): void {
    this.socket.destroy();
  }
}

/** Connects to a port of this host. @throws the socket's error, such as ECONNREFUSED */
export async function openClient(port: number): Promise<RawClient> {
  const since = performance.now();
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return new RawClient(socket, since);
}

/** What {@link ask} sends; everything but the port may be left out. */
export interface Question {
  readonly port: number;
  /** Default: GET. */
  readonly method?: string;
  /** Default: `/`. */
  readonly target?: string;
  /** Default: `edge.test`. */
  readonly host?: string;
  /** Whole field lines without their ends, after Host. */
  readonly fields?: readonly string[];
  /** Sent with a Content-Length. */
  readonly body?: string | Buffer;
}

/** The bytes of a request with a Host field and, for a body, its length. */
export function requestBytes(question: Question): Buffer {
  const { method = 'GET', target = '/', host = 'edge.test', fields = [], body } = question;
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...fields, ...length];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === undefined ? head : Buffer.concat([head, Buffer.from(body)]);
}

/** One request on a connection of its own, and its whole response. */
export function ask(question: Question): Promise<RawResponse> {
  return send(question.port, requestBytes(question), question.method);
}

/** Sends any bytes on a connection of its own; the first final response. */
export function askRaw(port: number, bytes: string): Promise<RawResponse> {
  return send(port, bytes);
}

function send(port: number, bytes: string | Buffer, method?: string): Promise<RawResponse> {
  const answered = async (): Promise<RawResponse> => {
    const client = await openClient(port);
    try {
      client.send(bytes);
      return await client.response(method);
    } finally {
      client.destroy();
    }
  };
  return awaitedLater(answered());
}
