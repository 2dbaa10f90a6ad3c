/**
 * A binary heap of values whose keys are 0…n−1, each of which may change. Of equal values the one that the
 * heap has on top comes first; ties are scipy's, which sifts alike.
 */
export class KeyedHeap {
  readonly #values: Float64Array;
  readonly #keys: Int32Array;
  readonly #places: Int32Array;
  #size: number;

  /** @param values  by key, at least one */
  constructor(values: Float64Array) {
    this.#values = values.slice();
    this.#keys = Int32Array.from(values, (_, key) => key);
    this.#places = this.#keys.slice();
    this.#size = values.length;
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#sink(place);
  }

  /** The key of the least value. */
  get least(): number {
    return this.#keys[0];
  }

  /** A key's value; of one that was removed, what it was then. */
  valueOf(key: number): number {
    return this.#values[this.#places[key]];
  }

  /** Takes the least value away. */
  removeLeast(): void {
    this.#size -= 1;
    this.#swap(0, this.#size);
    this.#sink(0);
  }

  /** Gives a key that is still there another value. */
  change(key: number, value: number): void {
    const place = this.#places[key];
    const before = this.#values[place];
    this.#values[place] = value;
    if (value < before) this.#rise(place);
    else this.#sink(place);
  }

  #rise(from: number): void {
    for (let place = from; place > 0; ) {
      const above = (place - 1) >> 1;
      if (this.#values[above] <= this.#values[place]) return;
      this.#swap(place, above);
      place = above;
    }
  }

  #sink(from: number): void {
    const values = this.#values;
    for (let place = from; ; ) {
      let below = 2 * place + 1;
      if (below >= this.#size) return;
      if (below + 1 < this.#size && values[below + 1] < values[below]) below += 1;
      if (values[place] <= values[below]) return;
      this.#swap(place, below);
      place = below;
    }
  }

  #swap(one: number, other: number): void {
    const [value, key] = [this.#values[one], this.#keys[one]];
    this.#values[one] = this.#values[other];
    this.#keys[one] = this.#keys[other];
    this.#values[other] = value;
    this.#keys[other] = key;
    this.#places[this.#keys[one]] = one;
    this.#places[key] = other;
  }
}
