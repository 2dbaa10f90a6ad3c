import { createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientContext } from '../client-context.ts';
import { letIn, originOf } from '../client-server.ts';
import type { ClientConnection, ClientConnections } from '../connections.ts';
import { Http1Connection } from '../http1/http1-connection.ts';
import { Http2Connection, type Http2Context } from '../http2/http2-connection.ts';
import type { CertificateSet } from './certificate-set.ts';
import { FirstBytes } from './first-bytes.ts';
import { plainHttpAnswer } from './plain-http-answer.ts';
import { newTicketKeys, ticketKeysLastMs } from './ticket-keys.ts';
import { TlsAcceptor } from './tls-acceptor.ts';

/** How clients connect by TLS. */
export interface TlsListenerOptions {
  readonly context: Http2Context;
  readonly connections: ClientConnections;
  readonly certificates: CertificateSet;
}

/** The first byte of a TLS connection: a record of the kind `handshake` (RFC 8446 §5.1). */
const handshakeRecord = 22;

/** Takes connections by TLS, and gives them to the protocol that was agreed on. */
export class TlsListener {
  /** It is for the owner to have it listen. */
  readonly server: Server;
  readonly #context: Http2Context;
  readonly #connections: ClientConnections;
  readonly #pending = new Set<Socket>();
  #certificates: CertificateSet;
  #ticketKeys = newTicketKeys();
  #ticketKeysUntil: number;
  #acceptor: TlsAcceptor;

  constructor({ context, connections, certificates }: TlsListenerOptions) {
    this.#context = context;
    this.#connections = connections;
    this.#certificates = certificates;
    this.#ticketKeysUntil = context.now() + ticketKeysLastMs;
    this.#acceptor = this.#createAcceptor();
    this.server = createServer({ noDelay: true }, (raw) => this.#await(raw));
  }

  /** What is served to new connections. */
  get certificates(): CertificateSet {
    return this.#certificates;
  }

  /**
   * Serves other certificates, by the settings as they are now, to connections that are yet to come;
   * those that are open, and handshakes under way, notice nothing.
   */
  use(certificates: CertificateSet): void {
    this.#certificates = certificates;
    this.#acceptor = this.#createAcceptor();
  }

  /** Seals session tickets with these 48 bytes from now on: new ones are for who gave them to make. */
  useTicketKeys(keys: Buffer): void {
    this.#ticketKeys = keys;
    this.#ticketKeysUntil = Number.POSITIVE_INFINITY;
    this.#acceptor = this.#createAcceptor();
  }

  /** Ends connections that have not begun a handshake; call it after the server was closed. */
  closePending(): void {
    for (const raw of this.#pending) raw.destroy();
  }

  #createAcceptor(): TlsAcceptor {
    return new TlsAcceptor({
      settings: this.#context.settings,
      certificates: this.#certificates,
      ticketKeys: this.#ticketKeys,
      onSecure: (socket) => this.#connections.add(this.#connect(socket)),
    });
  }

  #await(raw: Socket): void {
    const { settings, deadlines, now } = this.#context;
    if (!letIn(raw, originOf(raw, 'https'), this.#context)) return;
    this.#pending.add(raw);
    raw.once('close', () => this.#pending.delete(raw));
    new FirstBytes(raw, {
      deadlines,
      now,
      timeoutMs: settings.tls.handshakeTimeoutMs,
      onBytes: (first) => {
        if (first[0] !== handshakeRecord) refusePlain(raw);
        else {
          this.#pending.delete(raw);
          this.#currentAcceptor().accept(raw);
        }
      },
    });
  }

  #currentAcceptor(): TlsAcceptor {
    const now = this.#context.now();
    if (now > this.#ticketKeysUntil) {
      this.#ticketKeysUntil = now + ticketKeysLastMs;
      this.#ticketKeys = newTicketKeys();
      this.#acceptor = this.#createAcceptor();
    }
    return this.#acceptor;
  }

  #connect(socket: TLSSocket): ClientConnection {
    const origin = originOf(socket, 'https');
    if (socket.alpnProtocol === 'h2') return new Http2Connection(socket, origin, this.#context);
    // A client may end its side and still wait for its answer; not before the handshake is over, and
    // not in HTTP/2, where without more from it not even its windows open again.
    socket.allowHalfOpen = true;
    const context: ClientContext = this.#context;
    return new Http1Connection(socket, origin, context);
  }
}

/** How long a client that is refused may take to read why. */
const partingMs = 1000;

function refusePlain(raw: Socket): void {
  raw.end(plainHttpAnswer());
  // What it sends is read and dropped: closed over unread bytes, the answer would be lost.
  raw.resume();
  const limit = setTimeout(() => raw.destroy(), partingMs);
  raw.once('close', () => clearTimeout(limit));
}
