import { RequestRejected } from '../../errors.ts';
import { withoutBlanks } from '../../without-blanks.ts';
import type { ReceivedHead } from '../client-stream.ts';

/** A head, and what it says of its connection. */
export interface Http1Head extends ReceivedHead {
  /** The options of all Connection fields, joined by commas. */
  readonly connection: string;
}

const token = /^[!#$%&'*+\-.^_`|~\w]+$/;

/** As nginx has it: methods in small letters are nobody's (RFC 9110 §9.1 tells cases apart). */
const methodName = /^[A-Z][A-Z_-]*$/;

// Bytes above ASCII stand in no valid target, but browsers send them and nginx passes them on.
// A fragment is never sent; what is made of one differs (RFC 9112 §3.2).
const targetBytes = /^[\x21\x22\x24-\x7e\x80-\xff]+$/;

const versionName = /^HTTP\/\d\.\d$/;

/** What nearly all say. */
const usualVersion = 'HTTP/1.1';

/**
 * The methods of nearly all requests, as constants: a name that was cut out of a head is compared letter by
 * letter wherever it is asked for, and looked up as if it had never been seen.
 */
const usualMethods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;

/** Bytes that no field may hold (RFC 9110 §5.5); line ends are found by their pairs. */
const forbiddenByte = /[^\t\r\n\x20-\x7e\x80-\xff]/;

/**
 * Reads a request line and its fields, with no leniency that another server might not share.
 *
 * @param text  bytes as latin1, without the empty line at the end
 * @throws {RequestRejected} 400
 * @see RFC 9112 §3 and §5
 */
export function readHead(text: string): Http1Head {
  if (forbiddenByte.test(text)) throw malformedHead('holds a byte that HTTP does not allow');
  const lineEnd = endOfLine(text, 0);
  const line = text.slice(0, lineEnd);
  const afterMethod = line.indexOf(' ');
  const beforeVersion = line.indexOf(' ', afterMethod + 1);
  const method = methodNamed(line.slice(0, Math.max(0, afterMethod)));
  const target = line.slice(afterMethod + 1, Math.max(0, beforeVersion));
  const version = spokenVersion(line.slice(beforeVersion + 1));
  if (method === undefined || !targetBytes.test(target) || version === undefined) {
    throw malformedHead('has a malformed request line');
  }
  const fields: string[] = [];
  const connection = readFields(text, lineEnd + 2, fields);
  return { method, target, version, fields, connection };
}

/** @returns undefined where it is no name of a method */
function methodNamed(name: string): string | undefined {
  for (const usual of usualMethods) if (usual === name) return usual;
  return methodName.test(name) ? name : undefined;
}

/** The version that a request line names; a later one of HTTP/1 is read as the last (RFC 9110 §2.5). */
function spokenVersion(name: string): string | undefined {
  if (name === usualVersion) return '1.1';
  if (!versionName.test(name)) return undefined;
  return name.startsWith('HTTP/1.') && name !== 'HTTP/1.0' ? '1.1' : name.slice(5);
}

/**
 * Reads field lines.
 *
 * @param text    bytes as latin1, without the empty line at the end
 * @param fields  is given name, value, name, value…
 * @returns       the options of all Connection fields
 * @throws {RequestRejected} 400
 */
export function readFields(text: string, from: number, fields: string[]): string {
  let connection = '';
  for (let start = from; start < text.length; ) {
    const end = endOfLine(text, start);
    const colon = text.indexOf(':', start);
    if (colon < 0 || colon >= end) throw malformedHead('has a field line without a colon');
    const name = text.slice(start, colon);
    // A line that begins with a space was once a continuation; a space before the colon hides a name.
    if (!token.test(name)) throw malformedHead('has a malformed field name');
    const value = withoutBlanks(text, colon + 1, end);
    fields.push(name, value);
    if (colon - start === 10 && name.toLowerCase() === 'connection') {
      connection = connection === '' ? value : `${connection},${value}`;
    }
    start = end + 2;
  }
  return connection;
}

/** Where the line ends; both bytes of the end stand together, and neither stands alone. */
function endOfLine(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  const end = lf < 0 ? text.length : lf - 1;
  const cr = text.indexOf('\r', from);
  if (lf < 0 ? cr >= 0 : cr !== end) throw malformedHead('has a line that does not end in CR LF');
  return end;
}

/** Why a head is refused. @param what  the end of a sentence that begins with it */
export function malformedHead(what: string): RequestRejected {
  return new RequestRejected(400, `The request is not well-formed HTTP: its head ${what}.`);
}
