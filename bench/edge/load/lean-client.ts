import { connect, type Socket } from 'node:net';

/** Called with the status; 0 when there was no answer. */
export type Answered = (status: number) => void;

const headEnd = Buffer.from('\r\n\r\n');

/** Most connections of a client: a front that stands still is not to be buried under new ones. */
const mostConnections = 256;

interface Waiting {
  readonly path: string;
  readonly answered: Answered;
}

/**
 * A client that does the least: GETs over as many kept connections as there are requests under
 * way. It understands bodies with a declared length only.
 */
export class LeanClient {
  readonly #port: number;
  readonly #idle: LeanConnection[] = [];
  readonly #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** Asks for a path, now or as soon as a connection is free. */
  get(path: string, answered: Answered): void {
    if (this.#underWay < mostConnections) this.#send({ path, answered });
    else this.#waiting.push({ path, answered });
  }

  #send({ path, answered }: Waiting): void {
    let connection = this.#idle.pop();
    while (connection?.closed) connection = this.#idle.pop();
    const used = connection ?? new LeanConnection(this.#port);
    this.#underWay += 1;
    used.get(path, (status) => {
      this.#underWay -= 1;
      if (!used.closed) this.#idle.push(used);
      const next = this.#waiting.shift();
      if (next !== undefined) this.#send(next);
      answered(status);
    });
  }
}

/** One connection, one request at a time. */
export class LeanConnection {
  closed = false;
  readonly #socket: Socket;
  #answered: Answered | undefined;
  #head: Buffer | undefined;
  #status = 0;
  /** Bytes of the body that are still to come; -1 before its length is known. */
  #left = -1;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.closed = true;
      this.#end(0);
    });
  }

  get(path: string, answered: Answered): void {
    this.#answered = answered;
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`, 'latin1');
  }

  #read(chunk: Buffer): void {
    let body = chunk.length;
    if (this.#left < 0) {
      const whole = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
      const end = whole.indexOf(headEnd);
      if (end < 0) {
        this.#head = whole;
        return;
      }
      const head = whole.toString('latin1', 0, end);
      this.#head = undefined;
      this.#status = Number(head.slice(9, 12));
      // nginx ends a connection after a thousand requests, and says so.
      if (/\r\nconnection: *close/i.test(head)) this.closed = true;
      this.#left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
      body = whole.length - end - 4;
    }
    this.#left -= body;
    if (this.#left === 0) this.#end(this.#status);
    else if (!(this.#left > 0)) this.#socket.destroy();
  }

  #end(status: number): void {
    const answered = this.#answered;
    this.#answered = undefined;
    this.#left = -1;
    answered?.(status);
  }
}
