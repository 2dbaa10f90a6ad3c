import { isIP } from 'node:net';

const mappedHex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * The one way to write an address: IPv6 by RFC 5952, an IPv4 address in IPv6's clothes as IPv4.
 *
 * @returns undefined when it is no address, or one with a zone
 */
export function addressText(text: string): string | undefined {
  const version = isIP(text);
  if (version === 4) return text;
  if (version === 0 || text.includes('%')) return undefined;
  const short = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const mapped = mappedHex.exec(short);
  if (mapped === null) return short;
  const bits = Number.parseInt(mapped[1] ?? '', 16) * 65_536 + Number.parseInt(mapped[2] ?? '', 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

const withPort = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::[\w.-]+)?$/;

/**
 * The address of a hop as forwarding fields name it: bare, in brackets, or with a port.
 *
 * @returns undefined when there is none, as in `unknown` or `_hidden` (RFC 7239 §6)
 */
export function nodeAddress(text: string): string | undefined {
  if (isIP(text) !== 0) return addressText(text);
  const found = withPort.exec(text);
  if (found === null) return undefined;
  const [, bracketed, plain = ''] = found;
  // Brackets are IPv6's alone (RFC 3986 §3.2.2).
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? addressText(bracketed) : undefined;
  return addressText(plain);
}
