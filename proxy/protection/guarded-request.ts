import type { OriginatedRequest } from './allowed-origins.ts';

/** What is to be known of a request before it is let in. */
export interface GuardedRequest extends OriginatedRequest {
  readonly id: string;
  /** The client's address, as far as hops are believed. */
  readonly client: string;
  /** As the client sent it. */
  readonly target: string;
  /** Path and query for the peer. */
  readonly path: string;
  /** The host of the request; empty = none was named. */
  readonly host: string;
}
