/**
 * Goes through every state with every choice, from the most money left to the least; of equal ones in
 * the order of the choices. A heap of the choices takes log L steps for each of them, which tells where
 * L is in the thousands.
 *
 * @param left   S states' money, from the most to the least
 * @param costs  what each of L choices takes of it
 * @param visit  called S × L times
 * @see Knuth (1998), The Art of Computer Programming 3, §5.4.1 (selection trees)
 */
export function richestFirst(
  left: Float64Array,
  costs: Float64Array,
  visit: (state: number, pick: number) => void,
): void {
  const heads = new Int32Array(costs.length);
  const money = costs.map((cost) => left[0] - cost);
  const heap = Int32Array.from(costs.keys());
  const first = (a: number, b: number): boolean =>
    money[a] > money[b] || (money[a] === money[b] && a < b);
  let size = left.length === 0 ? 0 : heap.length;
  for (let position = (size >> 1) - 1; position >= 0; position--) sink(heap, size, position, first);
  while (size > 0) {
    const pick = heap[0];
    const state = heads[pick]++;
    visit(state, pick);
    if (state + 1 < left.length) money[pick] = left[state + 1] - costs[pick];
    else heap[0] = heap[--size];
    sink(heap, size, 0, first);
  }
}

function sink(
  heap: Int32Array,
  size: number,
  from: number,
  first: (a: number, b: number) => boolean,
): void {
  const moving = heap[from];
  let position = from;
  for (let child = 2 * position + 1; child < size; child = 2 * position + 1) {
    if (child + 1 < size && first(heap[child + 1], heap[child])) child += 1;
    if (!first(heap[child], moving)) break;
    heap[position] = heap[child];
    position = child;
  }
  heap[position] = moving;
}
