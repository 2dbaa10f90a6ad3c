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
   * To be asked again and again, with time between for a ping to leave.
   *
   * @returns false once the session is dead
   */
  beats(): boolean {
    if (this.#session.destroyed) return false;
    const writtenBytes = this.#socket.bytesWritten;
    const silent = this.#pinged && writtenBytes === this.#writtenBytes;
    const holdsFrames = (this.#session.state.outboundQueueSize ?? 0) > 0;
    if (silent && holdsFrames && !isBlocked(this.#socket)) return false;
    this.#writtenBytes = writtenBytes;
    this.#pinged = this.#session.ping(() => undefined);
    return true;
  }
}

/** Whether what was written waits for a client that reads too slowly: there no ping could leave. */
function isBlocked(socket: Socket): boolean {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return false;
  return Number(Reflect.get(handle, 'writeQueueSize')) > 0;
}
