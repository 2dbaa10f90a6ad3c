import type { Duplex } from 'node:stream';
import type { Problem } from '../../service/problem.ts';
import type { Taken } from '../taken.ts';
import type { Peer } from '../upstream/peer.ts';
import type { ResponseHead } from './headers.ts';

/** A peer's final answer. */
export interface PeerAnswer extends Omit<ResponseHead, 'understood'> {
  readonly status: number;
  readonly phrase: string;
}

/** Who wants an answer of some peer. */
export interface Answered {
  /** This is it. @returns false to hold its body back until `resume` */
  onAnswer(answer: PeerAnswer): boolean;
  /** A piece of its body. @returns `full` to hold the next back until `resume` */
  onData(chunk: Buffer): Taken;
  /** The answer is complete. @param trailers  name, value… for the client */
  onEnd(trailers?: readonly string[]): void;
  /** There will be none. */
  onNoAnswer(problem: Problem): void;
  /** The answer stops in its middle. */
  onBrokenOff(): void;
}

/** A peer that has left HTTP. */
export interface Switched {
  readonly peer: Peer;
  /** Of the 101: name, value, name, value… */
  readonly fields: readonly string[];
  readonly connection: Duplex;
}

/** Who hears what no answer is made of. */
export interface Accompanied {
  /** An interim response for the client, before the answer. */
  onInterim(status: number, fields: readonly string[]): void;
  /** There will be a tunnel instead of an answer. */
  onSwitched(switched: Switched): void;
}
