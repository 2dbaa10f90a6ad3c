import type { Deadlines } from '../deadlines.ts';
import type { Settings } from '../settings.ts';
import type { ClientStream } from './client-stream.ts';

/** What all connections of clients share. */
export interface ClientContext {
  readonly settings: Pick<Settings, 'headerTimeoutMs' | 'keepAliveMs' | 'halfCloseMs'>;
  /** Looks after the waits between exchanges. */
  readonly deadlines: Deadlines;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Deals with one request. */
  readonly answer: (stream: ClientStream) => void;
}
