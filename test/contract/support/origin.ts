import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { listenOnFreePort } from '../../support/ports.ts';
import { ByteReader } from './byte-reader.ts';
import { type Framing, type Head, readBody, readHead, requestFraming } from './message.ts';

/** One request at an origin, and the connection to answer it on. */
export class OriginExchange implements Head {
  readonly startLine: string;
  readonly fields: Head['fields'];
  readonly method: string;
  readonly target: string;
  /** Counts from 1 over the requests of one connection. */
  readonly ofConnection: number;
  readonly socket: Socket;
  readonly reader: ByteReader;

  constructor(head: Head, from: OriginConnection) {
    this.startLine = head.startLine;
    this.fields = head.fields;
    const [method = '', target = ''] = head.startLine.split(' ');
    this.method = method;
    this.target = target;
    this.ofConnection = from.requests;
    this.socket = from.socket;
    this.reader = from.reader;
  }

  /** How the request declared its body. */
  get framing(): Framing {
    return requestFraming(this);
  }

  /** Reads the request's body to its end. */
  body(): Promise<Buffer> {
    return readBody(this.reader, this, this.framing);
  }

  /** Writes text as latin1, or bytes as they are. */
  write(data: string | Buffer): void {
    this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data);
  }

  /** Resolves once the connection is closed, by whichever side. */
  async closed(): Promise<void> {
    if (this.socket.closed) return;
    await new Promise((resolve) => this.socket.once('close', resolve));
  }
}

interface OriginConnection {
  readonly socket: Socket;
  readonly reader: ByteReader;
  requests: number;
}

/** Answers one request; what it does to the connection is its own affair. */
export type Script = (exchange: OriginExchange) => void | Promise<void>;

/** A peer whose every byte the case decides. */
export class Origin {
  readonly port: number;
  /** What it does with each request; change it at will. */
  script: Script;
  /** Called for each request, before its script. */
  onRequest: () => void = () => undefined;
  /** All requests so far. */
  readonly received: OriginExchange[] = [];
  /** When the latest of them came, by `performance.now`. */
  lastAskedAt = 0;
  /** Number of connections accepted so far. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(server: Server, port: number, script: Script) {
    this.#server = server;
    this.port = port;
    this.script = script;
    server.on('connection', (socket) => this.#serve(socket));
  }

  /** The connections that are open now. */
  get open(): readonly Socket[] {
    return [...this.#sockets];
  }

  /** The targets asked for so far, each with its method. */
  get asked(): readonly string[] {
    return this.received.map(({ method, target }) => `${method} ${target}`);
  }

  /** Stops listening and breaks all connections. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const connection = { socket, reader: new ByteReader(socket), requests: 0 };
    // The end of a connection is how each of them ends: no failure of the origin.
    this.#converse(connection).catch(() => socket.destroy());
  }

  async #converse(connection: OriginConnection): Promise<void> {
    for (;;) {
      const head = await readHead(connection.reader);
      connection.requests += 1;
      const exchange = new OriginExchange(head, connection);
      this.received.push(exchange);
      this.lastAskedAt = performance.now();
      this.onRequest();
      await this.script(exchange);
    }
  }
}

/** Starts an origin on a free port. */
export async function startOrigin(script: Script): Promise<Origin> {
  const server = createServer({ noDelay: true });
  return new Origin(server, await listenOnFreePort(server), script);
}
