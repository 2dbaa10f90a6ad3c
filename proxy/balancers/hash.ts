/**
 * 32 bits of a text or of bytes: FNV-1a, whose low bits are good and whose high ones {@link mixed}
 * makes so. No defence against somebody who looks for collisions; they would only crowd a peer.
 *
 * @param content  a text of latin1 characters, as HTTP has them, or bytes
 * @see draft-eastlake-fnv-21
 */
export function hashOf(content: string | Uint8Array): number {
  let hash = 0x811c9dc5;
  if (typeof content === 'string') {
    for (let i = 0; i < content.length; i += 1) hash = step(hash, content.charCodeAt(i));
  } else for (let i = 0; i < content.length; i += 1) hash = step(hash, content[i] ?? 0);
  return mixed(hash);
}

function step(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/**
 * Spreads every bit over all 32: the finalizer of MurmurHash3.
 *
 * @returns from 0 to 2³² − 1
 */
export function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
