/**
 * What is known of fields by their names. Most fields of a message are nobody's business: a name of
 * a length that no known one has is not even made lower-case, and none is hashed.
 */
export class FieldTable<Known> {
  /** By the length of the name. */
  readonly #known: (readonly (readonly [name: string, known: Known])[] | undefined)[] = [];

  /** @param known  names in lower case, each once */
  constructor(known: readonly (readonly [name: string, known: Known])[]) {
    const lengths = new Set(known.map(([name]) => name.length));
    for (let length = 0; length <= Math.max(...lengths); length += 1) {
      const some = known.filter(([name]) => name.length === length);
      this.#known.push(some.length > 0 ? some : undefined);
    }
  }

  /** @param name  in any case */
  get(name: string): Known | undefined {
    const { length } = name;
    const some = length < this.#known.length ? this.#known[length] : undefined;
    if (some === undefined) return undefined;
    const lower = name.toLowerCase();
    for (const [one, known] of some) if (one === lower) return known;
    return undefined;
  }
}
