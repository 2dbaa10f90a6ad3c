import type { Matrix } from '../algebra/matrix.ts';

/** Two clusters joined, each named by any symbol in it, and their distance. */
export interface Merge {
  readonly one: number;
  readonly other: number;
  readonly distance: number;
}

/** Merges by distance, equal ones as they came. */
export function nearestFirst(merges: readonly Merge[]): readonly Merge[] {
  return merges.toSorted((a, b) => a.distance - b.distance);
}

/**
 * Numbers the clusters that merges make, in their order.
 *
 * @param merges  n − 1 of them, which join all symbols
 * @param size    n
 * @returns       (n − 1) × 4, as {@link linkage} gives it
 */
export function labelledMerges(merges: readonly Merge[], size: number): Matrix {
  const forest = new Forest(size);
  const values = new Float64Array(4 * merges.length);
  for (const [k, { one, other, distance }] of merges.entries()) {
    const a = forest.root(one);
    const b = forest.root(other);
    values[4 * k] = Math.min(a, b);
    values[4 * k + 1] = Math.max(a, b);
    values[4 * k + 2] = distance;
    values[4 * k + 3] = forest.join(a, b);
  }
  return { rows: merges.length, columns: 4, values };
}

/** Union-find with path compression; the k-th union has the number n + k. */
class Forest {
  readonly #parents: Int32Array;
  readonly #counts: Int32Array;
  #next: number;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: 2 * size - 1 }, (_, i) => i);
    this.#counts = new Int32Array(2 * size - 1).fill(1);
    this.#next = size;
  }

  root(member: number): number {
    const parents = this.#parents;
    let root = member;
    while (parents[root] !== root) root = parents[root];
    for (let i = member; parents[i] !== root; ) {
      const above = parents[i];
      parents[i] = root;
      i = above;
    }
    return root;
  }

  /** @returns how many symbols the union holds */
  join(a: number, b: number): number {
    const union = this.#next;
    this.#next += 1;
    this.#parents[a] = union;
    this.#parents[b] = union;
    this.#counts[union] = this.#counts[a] + this.#counts[b];
    return this.#counts[union];
  }
}
