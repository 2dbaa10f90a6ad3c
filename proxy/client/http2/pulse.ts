import type { ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

/** What is looked at of a session. */
type Beating = Pick<ServerHttp2Session, 'destroyed' | 'state' | 'ping'>;

/**
 * Tells whether an HTTP/2 session still speaks. After a connection error (RFC 9113 §5.4.1) Node 20
 * sends GOAWAY and then neither reads nor writes, but tells nobody, and a client that leaves is not
 * noticed any more. So it is asked to send a ping: one that stays in the session, though the kernel
 * would take it, will never leave.
 */
export class Pulse {
  readonly #session: Beating;
  readonly #socket: Socket;
  #pinged = false;
  #writtenBytes = 0;

  constructor(session: Beating, socket: Socket) {
    this.#session = session;
    this.#socket = socket;
  }

  /**
   * Looks after it: once to ask for a ping, and once, when that has had the time to leave, to see.
   *
   * @returns `asked` where the next look is to come soon
   */
  look(): 'asked' | 'alive' | 'dead' {
    if (this.#session.destroyed) return 'dead';
    if (!this.#pinged) {
      this.#writtenBytes = this.#socket.bytesWritten;
      this.#pinged = this.#session.ping(() => undefined);
      return this.#pinged ? 'asked' : 'alive';
    }
    this.#pinged = false;
    const silent = this.#socket.bytesWritten === this.#writtenBytes;
    const holdsFrames = (this.#session.state.outboundQueueSize ?? 0) > 0;
    return silent && holdsFrames && !isBlocked(this.#socket) ? 'dead' : 'alive';
  }
}

/** Whether what was written waits for a client that reads too slowly: there no ping could leave. */
function isBlocked(socket: Socket): boolean {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return false;
  return Number(Reflect.get(handle, 'writeQueueSize')) > 0;
}
