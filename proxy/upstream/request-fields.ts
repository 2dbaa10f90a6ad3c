/** A request's fields as they reach the wire. */
export interface RequestFields {
  /** Those that undici addresses and frames by: name, value… */
  readonly known: string[];
  /** The lines of all others. */
  readonly text: string;
}

/** Bytes that no field may hold (RFC 9110 §5.5). */
const forbiddenByte = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Parts the fields of a request into those that undici must know and the text of the others: it would
 * examine each again and join them. It is given all where one holds what could end its line, and
 * refuses the request.
 *
 * @param fields  name, value, name, value…; names were found to be tokens
 */
export function partFields(fields: readonly string[]): RequestFields {
  const known: string[] = [];
  let text = '';
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    const value = fields[i + 1] ?? '';
    if (name === 'Host' || name === 'Content-Length') known.push(name, value);
    else {
      if (forbiddenByte.test(value)) return { known: [...fields], text: '' };
      text += `${name}: ${value}\r\n`;
    }
  }
  return { known, text };
}

/** What undici writes behind the Host of every head. */
const behindHost = '\r\nconnection: ';

/**
 * Sets lines of fields into a head that undici has written, behind its Host.
 *
 * @throws {Error} it is none
 */
export function withFields(head: string, text: string): string {
  const at = head.indexOf(behindHost) + 2;
  if (at < 2) throw new Error('undici writes its heads in another way');
  return head.slice(0, at) + text + head.slice(at);
}
