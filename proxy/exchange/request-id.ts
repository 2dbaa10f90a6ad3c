import { randomBytes } from 'node:crypto';

const idBytes = 16;
const idLength = 2 * idBytes;

/** Random bytes are drawn for many ids at once: one system call for 256 requests. */
const poolBytes = 256 * idBytes;

/** Few are written out at once: who keeps an id, such as a tunnel, keeps the text that it was cut from. */
const writtenBytes = 16 * idBytes;

let pool: Buffer = Buffer.alloc(0);
let drawnBytes = 0;
let text = '';
let used = 0;

/** A new id of a request: 32 hexadecimal digits, unpredictable. */
export function newRequestId(): string {
  if (used >= text.length) {
    text = nextText();
    used = 0;
  }
  used += idLength;
  return text.slice(used - idLength, used);
}

function nextText(): string {
  if (drawnBytes >= pool.length) {
    pool = randomBytes(poolBytes);
    drawnBytes = 0;
  }
  drawnBytes += writtenBytes;
  return pool.toString('hex', drawnBytes - writtenBytes, drawnBytes);
}
