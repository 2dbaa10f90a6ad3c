import type { ClientOrigin } from '../client/client-stream.ts';

/** Who asks, as far as it can be believed: what the connection shows, or what a trusted hop says. */
export interface ClientView extends ClientOrigin {
  /** The way that the request took before; absent when the client itself is connected. */
  readonly way?: Way;
}

/** What peers are told of the hops before the one that is connected. */
export interface Way {
  /** The hop that is connected. */
  readonly hop: ClientOrigin;
  /** The host that the client asked; undefined = that of the request. */
  readonly host: string | undefined;
  /** The port that the client asked, where a hop tells it or it follows from what one tells. */
  readonly port?: number | undefined;
  /** `X-Forwarded-For` without that hop; empty = there was no hop before. */
  readonly forwardedFor: string;
  /** `Forwarded` as it came, where that is the field which is believed. */
  readonly forwarded: string | undefined;
  /** Addresses from the client to the hop before the connected one. */
  readonly addresses: readonly string[];
}
