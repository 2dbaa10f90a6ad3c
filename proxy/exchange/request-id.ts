import { randomBytes } from 'node:crypto';

/** An id's length, in hexadecimal digits. */
const idLength = 32;

/** Many ids are drawn and written out at once: one system call for 256 requests. */
const poolBytes = (256 * idLength) / 2;

let pool = '';
let used = 0;

/** A new id of a request: 32 hexadecimal digits, unpredictable. */
export function newRequestId(): string {
  if (used >= pool.length) {
    pool = randomBytes(poolBytes).toString('hex');
    used = 0;
  }
  used += idLength;
  return pool.slice(used - idLength, used);
}
