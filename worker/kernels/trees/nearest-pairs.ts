import type { Matrix } from '../algebra/matrix.ts';
import { KeyedHeap } from './keyed-heap.ts';
import type { Merge } from './merges.ts';
import { joinInto, type UnionDistance } from './nearest-neighbour-chain.ts';

/** A cluster and, among those of higher number, the one that is taken to be nearest to it. */
interface Pairs {
  /** n × n; as clusters are joined, that of their union stands in the row of the second. */
  readonly between: Matrix;
  /** Symbols in each cluster; 0 once it is part of another. */
  readonly counts: Int32Array;
  /** By cluster but the last: a guess. */
  readonly neighbours: Int32Array;
  /** By cluster but the last: no neighbour is nearer. */
  readonly bounds: KeyedHeap;
}

/**
 * Joins the two nearest clusters again and again, whatever the linkage: under some, a union is nearer
 * to a third cluster than its parts were to each other. O(n²) as a rule, O(n³) at worst.
 *
 * @param distances  n × n, symmetric
 * @returns          n − 1 merges in the order made, of which one may be nearer than the one before
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms, figure 5
 */
export function nearestPairs(distances: Matrix, unionDistance: UnionDistance): Merge[] {
  const size = distances.rows;
  if (size < 2) return [];
  const pairs = pairsOf(distances);
  const { between, counts } = pairs;
  const merges: Merge[] = [];
  while (merges.length < size - 1) {
    const x = nearest(pairs);
    const y = pairs.neighbours[x];
    pairs.bounds.removeLeast();
    merges.push({ one: x, other: y, distance: between.values[x * size + y] });
    joinInto(between, counts, { x, y, unionDistance });
    reassign(pairs, x, y);
  }
  return merges;
}

function pairsOf(distances: Matrix): Pairs {
  const between = { ...distances, values: distances.values.slice() };
  const counts = new Int32Array(distances.rows).fill(1);
  const last = distances.rows - 1;
  const neighbours = Int32Array.from({ length: last }, (_, x) => nextTo(between, counts, x));
  const shortest = Float64Array.from(neighbours, (y, x) => between.values[x * (last + 1) + y]);
  return { between, counts, neighbours, bounds: new KeyedHeap(shortest) };
}

/** The first cluster of the nearest pair: guesses are looked at until one holds. */
function nearest({ between, counts, neighbours, bounds }: Pairs): number {
  const { rows: size, values } = between;
  for (;;) {
    const x = bounds.least;
    if (bounds.valueOf(x) === values[x * size + neighbours[x]]) return x;
    const y = nextTo(between, counts, x);
    if (y >= 0) neighbours[x] = y;
    bounds.change(x, y < 0 ? Number.POSITIVE_INFINITY : values[x * size + y]);
  }
}

/** The first of the nearest clusters of higher number; −1 where there is none. */
function nextTo({ rows: size, values }: Matrix, counts: Int32Array, x: number): number {
  let next = -1;
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = x + 1; i < size; i++) {
    if (counts[i] === 0 || !(values[x * size + i] < shortest)) continue;
    next = i;
    shortest = values[x * size + i];
  }
  return next;
}

/** Mends guesses and bounds after y has come to stand for x, too. */
function reassign({ between, counts, neighbours, bounds }: Pairs, x: number, y: number): void {
  const { rows: size, values } = between;
  for (let z = 0; z < x; z++) {
    if (counts[z] > 0 && neighbours[z] === x) neighbours[z] = y;
  }
  for (let z = 0; z < y; z++) {
    const distance = values[z * size + y];
    if (counts[z] === 0 || !(distance < bounds.valueOf(z))) continue;
    neighbours[z] = y;
    bounds.change(z, distance);
  }
  if (y === size - 1) return;
  const next = nextTo(between, counts, y);
  if (next < 0) return;
  neighbours[y] = next;
  bounds.change(y, values[y * size + next]);
}
