import { isIP } from 'node:net';

/** A range of IP addresses, as CIDR writes it. */
export interface AddressRange {
  readonly network: string;
  /** How many leading bits are the same in all of them. */
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** All addresses of both families. */
export const allAddresses: readonly AddressRange[] = [
  { network: '0.0.0.0', prefix: 0, family: 'ipv4' },
  { network: '::', prefix: 0, family: 'ipv6' },
];

/**
 * Reads `192.0.2.0/24`, `2001:db8::/32`, or a single address.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseAddressRange(text: string): AddressRange {
  const [network = '', bits, ...rest] = text.split('/');
  const version = network.includes('%') ? 0 : isIP(network);
  const longest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= longest)) {
    throw new Error(`has "${text}", which is no address or range such as 192.0.2.0/24`);
  }
  return { network, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * Reads ranges divided by commas or spaces; `none` is the empty list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseAddressRanges(text: string): readonly AddressRange[] {
  if (text.trim() === 'none') return [];
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseAddressRange);
}
