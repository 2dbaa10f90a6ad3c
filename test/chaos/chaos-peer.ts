import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../support/ports.ts';
import { type Answering, answerRightly, drawFault, faults } from './faults.ts';
import { PeerReader, type PeerRequest } from './peer-reader.ts';
import { answerTo, idIn } from './question.ts';

/** How a peer behaves. */
export interface ChaosPeerOptions {
  readonly random: () => number;
  /** Whether it is to answer everything rightly now. */
  readonly sound: () => boolean;
  /** The share of requests that it does wrong while it is not sound. */
  readonly faultShare: number;
}

/** How often a peer that is not sound may begin or end to refuse connections, in ms. */
const refusalEveryMs = 300;

/** A peer that does what no peer should, at random, and counts it. */
export class ChaosPeer {
  readonly port: number;
  /** How often it did what: `right`, or the name of a fault. */
  readonly deeds = new Map<string, number>();
  readonly #options: ChaosPeerOptions;
  readonly #sockets = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #server: Server | undefined;
  #ended = false;

  constructor(port: number, options: ChaosPeerOptions) {
    this.port = port;
    this.#options = options;
    this.#timer = setInterval(() => this.#turn(), refusalEveryMs);
  }

  /** Begins to listen, unless it has ended meanwhile. */
  async open(): Promise<void> {
    if (this.#ended) return;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    this.#server.listen(this.port, '127.0.0.1', 1024);
    await once(this.#server, 'listening');
    if (this.#ended) this.close();
  }

  /** Refuses connections and breaks those that it has. */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends for good. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    this.close();
  }

  /** Refuses for a while, now and then; a sound one does not. */
  #turn(): void {
    const { sound, random, faultShare } = this.#options;
    if (this.#server === undefined) {
      if (sound() || random() < 0.6) this.open().catch(() => undefined);
    } else if (!sound() && random() < 0.3 * faultShare) {
      this.#note('refusal');
      this.close();
    }
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const reader = new PeerReader((request) => this.#answer(socket, request));
    socket.on('data', (chunk) => reader.read(chunk));
  }

  #answer(socket: Socket, { method, target }: PeerRequest): void {
    const { random, sound, faultShare } = this.#options;
    const answering: Answering = {
      socket,
      head: `HTTP/1.1 200 OK\r\nX-Answer-To: ${idIn(target)}\r\n`,
      body: answerTo(target),
      bodiless: method === 'HEAD',
      random,
    };
    if (sound() || random() >= faultShare) {
      this.#note('right');
      answerRightly(answering);
      // Idle connections are closed at any time, as a peer may; a sound one does so, too.
      if (random() < 0.05) setTimeout(() => socket.end(), 30 * random());
      return;
    }
    const fault = drawFault(answering);
    this.#note(fault);
    faults[fault]?.(answering);
  }

  #note(deed: string): void {
    this.deeds.set(deed, (this.deeds.get(deed) ?? 0) + 1);
  }
}

/** Starts a peer on a free port. */
export async function startChaosPeer(options: ChaosPeerOptions): Promise<ChaosPeer> {
  const peer = new ChaosPeer(await freePort(), options);
  await peer.open();
  return peer;
}
