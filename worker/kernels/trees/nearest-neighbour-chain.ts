import type { Matrix } from '../algebra/matrix.ts';
import type { Merge } from './merges.ts';

/** A cluster v beside a pair (x, y) about to be joined: distances and numbers of symbols. */
export interface Beside {
  readonly toX: number;
  readonly toY: number;
  readonly between: number;
  readonly sizeX: number;
  readonly sizeY: number;
  readonly size: number;
}

/** How far v is from the union of x and y. */
export type UnionDistance = (beside: Beside) => number;

/** Complete linkage. */
export function completeDistance({ toX, toY }: Beside): number {
  return Math.max(toX, toY);
}

/** Average linkage (UPGMA). */
export function averageDistance({ toX, toY, sizeX, sizeY }: Beside): number {
  return (sizeX * toX + sizeY * toY) / (sizeX + sizeY);
}

/** Weighted linkage (WPGMA). */
export function weightedDistance({ toX, toY }: Beside): number {
  return 0.5 * (toX + toY);
}

/**
 * Centroid linkage (UPGMC): of the clusters' means. Of distances that no points have, or by rounding, its
 * square may be below 0, and counts as 0 then.
 */
export function centroidDistance({ toX, toY, between, sizeX, sizeY }: Beside): number {
  const both = sizeX + sizeY;
  const sum = sizeX * toX * toX + sizeY * toY * toY;
  return Math.sqrt(Math.max(0, (sum - (sizeX * sizeY * between * between) / both) / both));
}

/** Median linkage (WPGMC): of points midway between those of the clusters joined; likewise. */
export function medianDistance({ toX, toY, between }: Beside): number {
  return Math.sqrt(Math.max(0, 0.5 * (toX * toX + toY * toY) - 0.25 * between * between));
}

/** Ward's linkage. The factors stand in scipy's order, so that equal distances tie as there. */
export function wardDistance({ toX, toY, between, sizeX, sizeY, size }: Beside): number {
  const t = 1 / (sizeX + sizeY + size);
  const withX = (size + sizeX) * t * toX * toX;
  const withY = (size + sizeY) * t * toY * toY;
  return Math.sqrt(withX + withY - size * t * between * between);
}

/**
 * Joins mutual nearest neighbours, found by walking from neighbour to nearer neighbour. Right for
 * linkages under which joining two clusters brings neither nearer to a third.
 *
 * @param distances  n × n, symmetric
 * @returns          n − 1 merges, in the order found; of equal neighbours the one the walk came
 *                   from counts as nearest, else the first
 * @see Murtagh (1983), The Computer Journal 26(4)
 */
export function nearestNeighbourChain(distances: Matrix, unionDistance: UnionDistance): Merge[] {
  const size = distances.rows;
  const between = { ...distances, values: distances.values.slice() };
  const counts = new Int32Array(size).fill(1);
  const chain: number[] = [];
  const merges: Merge[] = [];
  while (merges.length < size - 1) {
    if (chain.length === 0) chain.push(counts.findIndex((count) => count > 0));
    const tip = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    const nearest = nearestTo(between, counts, [tip, before]);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const x = Math.min(tip, before);
    const y = Math.max(tip, before);
    merges.push({ one: x, other: y, distance: between.values[x * size + y] });
    joinInto(between, counts, { x, y, unionDistance });
  }
  return merges;
}

function nearestTo(
  { rows: size, values }: Matrix,
  counts: Int32Array,
  [tip, before]: readonly [number, number],
): number {
  let nearest = before;
  let shortest = before < 0 ? Number.POSITIVE_INFINITY : values[tip * size + before];
  for (let i = 0; i < size; i++) {
    if (values[tip * size + i] >= shortest || counts[i] === 0 || i === tip) continue;
    nearest = i;
    shortest = values[tip * size + i];
  }
  return nearest;
}

/** Drops x, of which 0 is counted then, and lets y stand for the union of both. */
export function joinInto(
  { rows: size, values }: Matrix,
  counts: Int32Array,
  { x, y, unionDistance }: { x: number; y: number; unionDistance: UnionDistance },
): void {
  const between = values[x * size + y];
  const sizeX = counts[x];
  const sizeY = counts[y];
  counts[x] = 0;
  counts[y] = sizeX + sizeY;
  for (let i = 0; i < size; i++) {
    if (counts[i] === 0 || i === y) continue;
    const toX = values[x * size + i];
    const toY = values[y * size + i];
    const distance = unionDistance({ toX, toY, between, sizeX, sizeY, size: counts[i] });
    values[y * size + i] = distance;
    values[i * size + y] = distance;
  }
}
