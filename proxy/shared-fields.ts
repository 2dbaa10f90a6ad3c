/** Bytes that no field may hold (RFC 9110 §5.5). */
const forbiddenByte = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Fields that many messages have, made a text of once. Idle connections keep theirs, so that the text is
 * all that is kept until somebody asks for more.
 */
export class SharedFields {
  #fields: readonly string[] | undefined;
  /** Their lines; undefined where a value holds what could end its line. */
  readonly text: string | undefined;

  /** @param fields  name, value, name, value…; names are tokens */
  constructor(fields: readonly string[]) {
    const lines: string[] = [];
    for (let i = 0; i + 1 < fields.length; i += 2) lines.push(`${fields[i]}: ${fields[i + 1]}\r\n`);
    // Joined, it is one piece for V8; added up, it would be put together with every message.
    this.text = fields.some(isForbidden) ? undefined : lines.join('');
    if (this.text === undefined) this.#fields = fields;
  }

  /** Name, value, name, value… */
  get fields(): readonly string[] {
    this.#fields ??= fieldsOf(this.text ?? '');
    return this.#fields;
  }
}

/** What lines were made of. */
function fieldsOf(text: string): readonly string[] {
  const lines = text.split('\r\n').slice(0, -1);
  return lines.flatMap((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
}

/** Whether a value may stand in no field. */
export function isForbidden(value: string): boolean {
  return forbiddenByte.test(value);
}
