import { isIP } from 'node:net';
import { Remembered } from './remembered.ts';

/**
 * By what clients are told apart where they are counted: their address, of IPv6 only the leading
 * bits. Who has one IPv6 address has 2⁶⁴ of them.
 */
export class ClientKeys {
  readonly #keys: Remembered<string>;

  /** @param prefix  how many bits of an IPv6 address count, 1 to 128 */
  constructor(prefix: number) {
    this.#keys = new Remembered((address) => networkOf(address, prefix));
  }

  /** The key of a client's address. */
  of(address: string): string {
    return this.#keys.of(address);
  }
}

function networkOf(address: string, prefix: number): string {
  if (isIP(address) !== 6 || prefix >= 128) return address;
  const groups = groupsOf(address.split('%', 1)[0] ?? '');
  const kept = groups.map((group, index) => {
    const bits = Math.min(16, Math.max(0, prefix - index * 16));
    return (group & (0xffff << (16 - bits)) & 0xffff).toString(16);
  });
  return `${kept.join(':')}/${prefix}`;
}

/** The eight groups of 16 bits. @param address  of IPv6, valid */
function groupsOf(address: string): readonly number[] {
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [left = '', right] = text.split('::');
  const before = hexGroups(left);
  const after = hexGroups(right ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function hexGroups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
