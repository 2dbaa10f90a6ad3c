import type { Deadlines } from '../deadlines.ts';
import type { ConnectionLimits } from '../protection/connection-limits.ts';
import type { Settings } from '../settings.ts';
import type { ClientStream } from './client-stream.ts';

/** What all connections of clients share. */
export interface ClientContext {
  readonly settings: Pick<Settings, 'headerTimeoutMs' | 'keepAliveMs' | 'halfCloseMs'>;
  /** Decides who may connect. */
  readonly limits: Pick<ConnectionLimits, 'enter' | 'leave'>;
  /** Looks after the waits between exchanges. */
  readonly deadlines: Deadlines;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Deals with one request. */
  readonly answer: (stream: ClientStream) => void;
}
