import { cr, endedWith, headEndBytes, lf } from './head-end.ts';
import { TrailingTabs } from './trailing-tabs.ts';

/** What undici is shown in place of 100: interim statuses that nobody has defined. */
const overlooked: ReadonlySet<number> = new Set([109, 199]);

const protocol = Buffer.from('HTTP/1.', 'latin1');

/** What must not be read of an interim response, in two parts. */
const connectionName = Buffer.from('\nconnection:', 'latin1');
const closeOption = Buffer.from('close', 'latin1');

/** Where in a status line the three digits of the status stand. */
const [minor, hundreds, tens, ones] = [7, 9, 10, 11];
const [zero, one, nine] = [48, 49, 57];
const dot = 46;

/** Whether a status stands for a `100 Continue` that is passed over. */
export function isOverlooked(status: number): boolean {
  return overlooked.has(status);
}

/**
 * Looks at the heads of one answer before undici reads them, in whatever pieces they come. Its
 * parser takes `RTSP/1.0` and `HTTP/2.0` for HTTP/1.1: such bytes are made unreadable. And it takes
 * an unasked `100 Continue` for a broken connection, though a peer may send one at any time (RFC
 * 9110 §15.2): its status is changed to one that {@link isOverlooked}. Behind an interim response
 * that says `Connection: close` it reads no answer: the option loses its last letter, for the final
 * answer is the one that says what becomes of the connection (RFC 9112 §9.6). Tabs behind a value,
 * which are no part of it (RFC 9110 §5.6.3) and which it does not take off, become spaces, and a later
 * version of HTTP/1 the last that it knows (RFC 9110 §2.5).
 */
export class HeadWatch {
  #phase: 'status line' | 'interim head' | 'final head' | 'over' = 'status line';
  /** Bytes of the status line so far. */
  #at = 0;
  #tens = 0;
  #old = false;
  /** How much of the empty line that ends an interim head has come. */
  #ended = 0;
  /** How much of the name of Connection has come in a line of an interim head. */
  #named = 0;
  /** How much of its option to close. */
  #closing = 0;
  readonly #tabs = new TrailingTabs();

  /** Whether the last head that was begun speaks of HTTP/1.0. */
  get old(): boolean {
    return this.#old;
  }

  /** Another answer is to come. */
  begin(): void {
    this.#phase = 'status line';
    this.#at = 0;
    this.#old = false;
    this.#ended = 0;
    this.#named = 0;
    this.#closing = 0;
    this.#tabs.begin();
  }

  /** More of it came. @param bytes  changed in place */
  see(bytes: Buffer): void {
    for (let i = 0; i < bytes.length && this.#phase !== 'over'; i += 1) {
      if (this.#phase === 'interim head') this.#passOver(bytes, i);
      else if (this.#phase === 'status line') this.#readStatusLine(bytes, i);
      else {
        this.#tabs.soften(bytes, i);
        return;
      }
    }
  }

  #readStatusLine(bytes: Buffer, i: number): void {
    const byte = bytes[i] ?? 0;
    // Empty lines may come before it.
    if (this.#at === 0 && (byte === cr || byte === lf)) return;
    const at = this.#at;
    this.#at += 1;
    if (at < protocol.length && byte !== protocol[at]) {
      bytes[i] = 0;
      this.#phase = 'over';
    } else if (at === minor) this.#readVersion(bytes, i);
    else if (at === hundreds && byte !== one) this.#phase = 'final head';
    else if (at === tens) this.#tens = byte;
    else if (at === ones) this.#decide(bytes, i);
  }

  #readVersion(bytes: Buffer, i: number): void {
    const byte = bytes[i] ?? 0;
    this.#old = byte === zero;
    if (byte > one && byte <= nine) bytes[i] = one;
  }

  /** An interim response is there: all of its status has come. */
  #decide(bytes: Buffer, i: number): void {
    const last = bytes[i];
    // Behind a 101 there are no others.
    this.#phase = this.#tens === zero && last === one ? 'over' : 'interim head';
    if (this.#tens !== zero || last !== zero) return;
    bytes[i] = nine;
    if (i > 0) bytes[i - 1] = nine;
  }

  #passOver(bytes: Buffer, i: number): void {
    const byte = bytes[i] ?? 0;
    if (this.#keepsOpen(byte)) bytes[i] = dot;
    this.#ended = endedWith(this.#ended, byte);
    if (this.#ended === headEndBytes) this.begin();
  }

  /** @returns whether this is the last letter of an option to close */
  #keepsOpen(byte: number): boolean {
    if (byte === lf) this.#named = 0;
    if (this.#named < connectionName.length) {
      this.#named = lowered(byte) === connectionName[this.#named] ? this.#named + 1 : -1;
      return false;
    }
    if (lowered(byte) === closeOption[this.#closing]) this.#closing += 1;
    else this.#closing = lowered(byte) === closeOption[0] ? 1 : 0;
    if (this.#closing < closeOption.length) return false;
    this.#closing = 0;
    return true;
  }
}

function lowered(letter: number): number {
  return letter >= 65 && letter <= 90 ? letter + 32 : letter;
}
