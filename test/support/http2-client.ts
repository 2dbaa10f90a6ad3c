import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** Types of frames (RFC 9113 §6). */
export const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames. */
export const frameFlags = { endStream: 1, ack: 1, endHeaders: 4 } as const;

/** One frame that has come. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** The bytes of a frame. */
export function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Fields by HPACK, all of them as literals that are not indexed (RFC 7541 §6.2.2). */
export function fieldBlock(fields: readonly (readonly [string, string])[]): Buffer {
  const parts = fields.flatMap(([name, value]) => [
    Buffer.from([0]),
    literal(name),
    literal(value),
  ]);
  return Buffer.concat(parts);
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([hpackLength(bytes.length), bytes]);
}

function hpackLength(length: number): Buffer {
  if (length < 127) return Buffer.from([length]);
  const bytes = [127];
  let rest = length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The pseudo-header fields of an ordinary request. */
export const plainRequest: readonly (readonly [string, string])[] = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', 'edge.test'],
  [':path', '/'],
];

/** An HTTP/2 connection whose every frame the test decides. */
export class Http2Client {
  readonly socket: TLSSocket;
  /** All frames that have come, in order. */
  readonly frames: Frame[] = [];
  /** Resolves once the connection is closed. */
  readonly closed: Promise<void>;
  #rest: Buffer = Buffer.alloc(0);
  #onFrame: () => void = () => undefined;
  #ended = false;

  constructor(socket: TLSSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#ended = true;
        this.#onFrame();
        resolve();
      });
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.send(preface, frame(frameTypes.settings, 0, 0, Buffer.alloc(0)));
  }

  /** Sends bytes in one write. */
  send(...parts: readonly Buffer[]): void {
    if (this.socket.writable) this.socket.write(Buffer.concat(parts));
  }

  /** Sends a header section in one frame. */
  request(
    stream: number,
    fields: readonly (readonly [string, string])[],
    flags: number = frameFlags.endHeaders | frameFlags.endStream,
  ): void {
    this.send(frame(frameTypes.headers, flags, stream, fieldBlock(fields)));
  }

  /** The first frame that `wanted` says yes to, come or yet to come; undefined at the end. */
  async frame(wanted: (frame: Frame) => boolean): Promise<Frame | undefined> {
    for (;;) {
      const found = this.frames.find(wanted);
      if (found !== undefined || this.#ended) return found;
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve;
      });
    }
  }

  /** The error code of the GOAWAY that ends the connection; undefined where there was none. */
  async goaway(): Promise<number | undefined> {
    return (await this.frame(({ type }) => type === frameTypes.goaway))?.payload.readUInt32BE(4);
  }

  /** How a stream ended: the status of an answer, or the code of a reset or of a GOAWAY. */
  async outcome(stream: number): Promise<string> {
    const end = await this.frame(
      ({ type, stream: of }) =>
        (of === stream && (type === frameTypes.headers || type === frameTypes.reset)) ||
        type === frameTypes.goaway,
    );
    if (end === undefined) return 'closed';
    if (end.type === frameTypes.headers) return 'answered';
    return end.type === frameTypes.reset
      ? `reset ${end.payload.readUInt32BE(0)}`
      : `goaway ${end.payload.readUInt32BE(4)}`;
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 9) {
      const end = 9 + this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < end) break;
      const [type = 0, flags = 0] = this.#rest.subarray(3, 5);
      const payload = this.#rest.subarray(9, end);
      this.frames.push({ type, flags, stream: this.#rest.readUInt32BE(5), payload });
      this.#rest = this.#rest.subarray(end);
    }
    this.#onFrame();
  }
}

/** Connects to a port of this host and sends what begins HTTP/2. */
export async function openHttp2(port: number, servername = 'edge.test'): Promise<Http2Client> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2'],
  });
  await once(socket, 'secureConnect');
  return new Http2Client(socket);
}
