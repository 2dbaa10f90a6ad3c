/**
 * What was found out about a bounded number of keys. When it is full it forgets everything: whoever
 * floods it with keys costs the others one computation each, and no list has to be kept in order.
 */
export class Remembered<Value> {
  readonly #find: (key: string) => Value;
  readonly #limit: number;
  readonly #found = new Map<string, Value>();

  /**
   * @param find   finds out
   * @param limit  most keys at a time
   */
  constructor(find: (key: string) => Value, limit = 8192) {
    this.#find = find;
    this.#limit = limit;
  }

  /** What is known of `key`, found out if need be. */
  of(key: string): Value {
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#find(key);
    if (this.#found.size >= this.#limit) this.#found.clear();
    this.#found.set(key, found);
    return found;
  }
}
