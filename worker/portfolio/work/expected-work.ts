import { boundedUpTo, type SolveInput } from '../hold/solve.ts';

/** What the work of a solve depends on. */
export interface WorkShape {
  /** Closes a symbol. */
  readonly rows: number;
  /** Symbols. */
  readonly columns: number;
  readonly globalBound: SolveInput['globalBound'];
  /** Single symbols that searches start from at most; 20 where absent. */
  readonly mostVertices?: number;
}

/** A multiplication and an addition of the search's inner loops, in ms. */
const msPerProduct = 7e-7;
/** A cell of branch and bound, a day. */
const msPerNodeDay = 1.3e-4;
/** Cells that branch and bound looks at for 2 and for 3 symbols: the 75th percentile of real windows. */
const nodes = [0, 0, 20, 150];

/**
 * How long a solve takes, in ms, on a warm core of 2020s make: an estimate within a factor of 3 or
 * so, to choose between answering at once and a thread. The first solves of a process take up to
 * ten times as long.
 */
export function expectedWorkMs({
  rows,
  columns,
  globalBound,
  mostVertices = 20,
}: WorkShape): number {
  const starts = Math.min(columns, mostVertices) + 2;
  // Searches on large problems join after a few steps; see `bestHold`.
  const steps = starts * (rows * columns > 16_000 ? 4 : 12);
  // Few days or strong trends keep most symbols in the search.
  const working = Math.min(columns, 100);
  const search = steps * rows * (30 + 2 * columns + 1.3 * working ** 2);
  // The search from equal weights begins with all symbols; and the covariance.
  const dense = rows * columns ** 2 * 3 + 10 * columns ** 3;
  const bounding = globalBound === 'when-small' && columns <= boundedUpTo;
  const cells = bounding ? (nodes[columns] ?? 0) : 0;
  return (search + dense) * msPerProduct + cells * rows * msPerNodeDay;
}
