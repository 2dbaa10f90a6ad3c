import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';

type Corner = Float64Array;

/**
 * All portfolios within bounds, cut into simplexes: the polygon that bounds leave of the simplex of up
 * to 3 symbols, as triangles of which every corner is one of its own; a line or a point where no more is left.
 *
 * @param bounds  of 1 to 3 symbols
 * @returns       one vertex a row; empty where rounding left no portfolio
 * @see Sutherland & Hodgman (1974), Communications of the ACM 17(1), for the cuts
 */
export function boundedCells({ lower, upper }: WeightBounds): readonly Matrix[] {
  const size = lower.length;
  let corners: readonly Corner[] = Array.from({ length: size }, (_, i) =>
    new Float64Array(size).fill(1, i, i + 1),
  );
  for (let i = 0; i < size; i++) {
    corners = cut(corners, { symbol: i, bound: lower[i], side: 1 });
    if (Number.isFinite(upper[i])) corners = cut(corners, { symbol: i, bound: upper[i], side: -1 });
  }
  if (corners.length < 3) return corners.length === 0 ? [] : [cellOf(corners)];
  const [first, ...others] = corners;
  return others.slice(1).map((corner, k) => cellOf([first, others[k], corner]));
}

/** What of a weight is kept: at least the bound on side 1, at most on side −1. */
interface HalfSpace {
  readonly symbol: number;
  readonly bound: number;
  readonly side: 1 | -1;
}

/** The part of a convex polygon in a half-space, its corners in turn. */
function cut(corners: readonly Corner[], { symbol, bound, side }: HalfSpace): readonly Corner[] {
  const inside = (corner: Corner): number => side * (corner[symbol] - bound);
  const kept: Corner[] = [];
  for (const [k, corner] of corners.entries()) {
    const next = corners[(k + 1) % corners.length];
    const [here, there] = [inside(corner), inside(next)];
    if (here >= 0) kept.push(corner);
    if (here > 0 && there < 0) kept.push(onTheWay(corner, next, here / (here - there)));
    if (here < 0 && there > 0) kept.push(onTheWay(next, corner, there / (there - here)));
  }
  return withoutRepeats(kept);
}

/** A line is cut at the same point on the way there and back. */
function withoutRepeats(corners: readonly Corner[]): readonly Corner[] {
  const once = corners.filter((corner, k) => k === 0 || !equal(corner, corners[k - 1]));
  const closed = once.length > 1 && equal(once[0], once[once.length - 1]);
  return closed ? once.slice(0, -1) : once;
}

function onTheWay(from: Corner, to: Corner, share: number): Corner {
  return from.map((weight, i) => weight + share * (to[i] - weight));
}

function equal(one: Corner, other: Corner): boolean {
  return one.every((weight, i) => weight === other[i]);
}

function cellOf(corners: readonly Corner[]): Matrix {
  const columns = corners[0].length;
  const values = new Float64Array(corners.length * columns);
  for (const [k, corner] of corners.entries()) values.set(corner, k * columns);
  return { rows: corners.length, columns, values };
}
