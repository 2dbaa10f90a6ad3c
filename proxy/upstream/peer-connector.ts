import type { Socket } from 'node:net';
import type { HeadWatch } from './head-watch.ts';
import { type FieldSource, JoinedWrites } from './joined-writes.ts';
import { type ListenedTo, listenForHeads } from './listen-for-heads.ts';
import { type Opened, openSocket, type Place } from './open-socket.ts';
import { PeerReads } from './peer-reads.ts';

/** What waits to be sent to a peer before no more is taken; more than one piece of a large body. */
const unsentLimitBytes = 131_072;

/** A connection that is there. */
export interface Connected {
  readonly socket: Socket;
  readonly reads: PeerReads;
  readonly writes: JoinedWrites;
  readonly heads: HeadWatch;
}

/** Who wants a connection. */
export interface Connecting extends ListenedTo, FieldSource {
  /** Whether a body is being read. */
  readonly receiving: boolean;
  /** It is being opened; undici knows nothing of it yet. */
  onConnecting(socket: Socket): void;
  onConnected(connected: Connected): void;
}

/** Connects for undici: its sockets read, join their writes and show their heads as ours do. */
export function peerConnector(connecting: Connecting): (place: Place, onOpened: Opened) => void {
  return ({ hostname, port }, onOpened) => {
    const reads = new PeerReads(() => connecting.receiving);
    const plan = { hostname, port, onread: reads.onread, highWaterMark: unsentLimitBytes };
    const opening = openSocket(plan, (...outcome) => {
      const [error, socket] = outcome;
      if (error === null) {
        reads.attach(socket);
        const writes = new JoinedWrites(socket, connecting);
        stayReferenced(socket);
        const heads = listenForHeads(socket, connecting);
        connecting.onConnected({ socket, reads, writes, heads });
      }
      onOpened(...outcome);
    });
    connecting.onConnecting(opening);
  };
}

/**
 * undici takes an idle connection from what the process waits for, and gives it back with the next
 * request. Who keeps them closes them all, so that nobody waits for them.
 */
function stayReferenced(socket: Socket): void {
  socket.ref = () => socket;
  socket.unref = () => socket;
}
