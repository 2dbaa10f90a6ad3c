/** A binary heap: takes items in any order, gives the one of the highest priority first. */
export class PriorityQueue<Item> {
  readonly #items: { readonly priority: number; readonly item: Item }[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The highest priority waiting; −Infinity when there is none. */
  get highest(): number {
    return this.#items[0]?.priority ?? Number.NEGATIVE_INFINITY;
  }

  push(item: Item, priority: number): void {
    const items = this.#items;
    let position = items.length;
    items.push({ priority, item });
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (items[parent].priority >= items[position].priority) return;
      this.#swap(parent, position);
      position = parent;
    }
  }

  /** Removes the item of the highest priority. */
  pop(): Item | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top?.item;
    items[0] = last;
    this.#sink();
    return top.item;
  }

  #sink(): void {
    const items = this.#items;
    for (let position = 0; ; ) {
      const left = 2 * position + 1;
      if (left >= items.length) return;
      const right = left + 1;
      const better =
        right < items.length && items[right].priority > items[left].priority ? right : left;
      if (items[better].priority <= items[position].priority) return;
      this.#swap(better, position);
      position = better;
    }
  }

  #swap(i: number, j: number): void {
    const held = this.#items[i];
    this.#items[i] = this.#items[j];
    this.#items[j] = held;
  }
}
