import { isForbidden, type SharedFields } from '../shared-fields.ts';

/** A request's fields as they reach the wire. */
export interface RequestFields {
  /** Those that undici addresses and frames by: name, value… */
  readonly known: string[];
  /** The lines of all others. */
  readonly text: string;
}

/** A request's fields as they are given. */
export interface GivenFields {
  /** Name, value, name, value…; names were found to be tokens. */
  readonly fields: readonly string[];
  /** More of them, which other requests may have, too. */
  readonly shared: SharedFields;
}

/**
 * Parts the fields of a request into those that undici must know and the text of the others: it would
 * examine each again and join them. It is given all where one holds what could end its line, and
 * refuses the request.
 */
export function partFields({ fields, shared }: GivenFields): RequestFields {
  const known: string[] = [];
  let text = '';
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    const value = fields[i + 1] ?? '';
    if (name === 'Host' || name === 'Content-Length') known.push(name, value);
    else if (isForbidden(value)) return unparted(fields, shared);
    else text += `${name}: ${value}\r\n`;
  }
  if (shared.text === undefined) return unparted(fields, shared);
  return { known, text: text + shared.text };
}

function unparted(fields: readonly string[], shared: SharedFields): RequestFields {
  return { known: [...fields, ...shared.fields], text: '' };
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
