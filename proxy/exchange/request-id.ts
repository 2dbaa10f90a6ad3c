import { randomBytes } from 'node:crypto';

const idBytes = 16;
/** Random bytes are drawn for many ids at once: one system call for 256 requests. */
const poolBytes = 256 * idBytes;

let pool: Buffer = Buffer.alloc(0);
let used = 0;

/** A new id of a request: 32 hexadecimal digits, unpredictable. */
export function newRequestId(): string {
  if (used >= pool.length) {
    pool = randomBytes(poolBytes);
    used = 0;
  }
  used += idBytes;
  return pool.toString('hex', used - idBytes, used);
}
