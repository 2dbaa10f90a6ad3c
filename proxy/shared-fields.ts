/** Bytes that no field may hold (RFC 9110 §5.5). */
const forbiddenByte = /[^\t\x20-\x7e\x80-\xff]/;

/** Fields that many messages have, made a text of once. */
export class SharedFields {
  /** Name, value, name, value…; names are tokens. */
  readonly fields: readonly string[];
  /** Their lines; undefined where a value holds what could end its line. */
  readonly text: string | undefined;

  constructor(fields: readonly string[]) {
    this.fields = fields;
    const lines: string[] = [];
    for (let i = 0; i + 1 < fields.length; i += 2) lines.push(`${fields[i]}: ${fields[i + 1]}\r\n`);
    // Joined, it is one piece for V8; added up, it would be put together with every message.
    this.text = fields.some(isForbidden) ? undefined : lines.join('');
  }
}

/** Whether a value may stand in no field. */
export function isForbidden(value: string): boolean {
  return forbiddenByte.test(value);
}
