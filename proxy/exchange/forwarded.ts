import type { Way } from '../protection/client-view.ts';

/** Who asked whom, as one hop tells the next. */
export interface ForwardedNode {
  /** The address of who asked. */
  readonly client: string;
  readonly scheme: string;
  /** Whom it asked; empty = it did not say. */
  readonly host: string;
}

const quotable = /^[^"\\]*$/;

/** One element of `Forwarded` (RFC 7239 §4). */
export function forwardedElement({ client, scheme, host }: ForwardedNode): string {
  if (host === '') return `${forNode(client)};proto=${scheme}`;
  // A field value may hold what a quoted string must escape (RFC 9110 §5.6.4).
  const quoted = quotable.test(host) ? host : host.replace(/["\\]/g, '\\$&');
  return `${forNode(client)};host="${quoted}";proto=${scheme}`;
}

/**
 * `Forwarded` for a request that came by trusted hops. It is made anew from what is believed,
 * unless it is the very field that is believed.
 *
 * @param asked  what the client asked the first of them
 * @param host   the Host of the request as it came here
 */
export function forwardedChain(way: Way, asked: ForwardedNode, host: string): string {
  const { hop, addresses, forwarded } = way;
  const { address: client, scheme } = hop;
  const [, ...between] = addresses;
  if (forwarded !== undefined) return `${forwarded}, ${forwardedElement({ client, scheme, host })}`;
  if (addresses.length === 0) return forwardedElement(asked);
  const last = forwardedElement({ client, scheme, host });
  return [forwardedElement(asked), ...between.map(forNode), last].join(', ');
}

/** `X-Forwarded-For` for a request that came by trusted hops. */
export function forwardedForChain({ hop, forwardedFor }: Way): string {
  return forwardedFor === '' ? hop.address : `${forwardedFor}, ${hop.address}`;
}

function forNode(address: string): string {
  return address.includes(':') ? `for="[${address}]"` : `for=${address}`;
}
