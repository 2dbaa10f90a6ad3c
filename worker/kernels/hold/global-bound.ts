import { PriorityQueue } from '../positions/priority-queue.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { boundedCells } from './bounded-cells.ts';
import { type Cell, cellBound } from './cell-bound.ts';
import { type HoldProblem, holdPoint } from './hold-sharpe.ts';

/** How {@link globalBound} ends. */
export interface GlobalBoundOptions {
  /** The ratio of the best portfolio known, annualised. */
  readonly known: number;
  /** How far above `known` the bound may stay. */
  readonly targetGap: number;
  /** Cells to look at, at most. */
  readonly maxNodes: number;
}

/** What is proved of all portfolios. */
export interface GlobalBound {
  /** No portfolio's annualised ratio is above it; Infinity where nothing could be proved. */
  readonly upperBound: number;
  /** Cells looked at. */
  readonly nodes: number;
  /** A portfolio better than the one known, met on the way: the bound was left off there. */
  readonly better?: Float64Array;
}

/** A portfolio counts as better from this much of 1 + |known| on. */
const margin = 1e-9;

/**
 * Bounds the ratio over the whole simplex, or over what bounds leave of it, by branch and bound: the
 * cell of the highest bound is halved across its longest edge until no cell's bound is more than the target above the best
 * portfolio known. Deterministic: it is limited by a count, not by a clock.
 *
 * The work grows steeply with the number of symbols; meant for 2 or 3.
 */
export function globalBound(problem: HoldProblem, options: GlobalBoundOptions): GlobalBound {
  const { known, targetGap, maxNodes } = options;
  const whole = wholeOf(problem.growth.rows, problem.bounds);
  // One portfolio is all there is.
  if (!whole.some((cell) => cell.rows > 1)) return { upperBound: known, nodes: 0 };
  const waiting = new PriorityQueue<Cell>();
  for (const cell of whole) waiting.push(cell, cellBound(problem, cell));
  let nodes = whole.length;
  while (waiting.highest > known + targetGap && nodes + 2 <= maxNodes) {
    const highest = waiting.highest;
    const cell = waiting.pop();
    if (cell === undefined) break;
    const { halves, middle } = bisect(cell);
    const { ratio } = holdPoint(problem, middle);
    if (ratio > known + margin * (1 + Math.abs(known))) {
      return { upperBound: Number.POSITIVE_INFINITY, nodes, better: middle };
    }
    nodes += 2;
    for (const half of halves) waiting.push(half, Math.min(highest, cellBound(problem, half)));
  }
  return { upperBound: Math.max(known, waiting.highest), nodes };
}

/** Cells that together hold every portfolio. */
function wholeOf(size: number, bounds: WeightBounds | undefined): readonly Cell[] {
  return bounds === undefined ? [identity(size)] : boundedCells(bounds);
}

function identity(size: number): Cell {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return { rows: size, columns: size, values };
}

interface Bisection {
  readonly halves: readonly [Cell, Cell];
  readonly middle: Float64Array;
}

function bisect(cell: Cell): Bisection {
  const { columns: symbols, values } = cell;
  const [i, j] = longestEdge(cell);
  const middle = new Float64Array(symbols);
  for (let k = 0; k < symbols; k++) {
    middle[k] = (values[i * symbols + k] + values[j * symbols + k]) / 2;
  }
  const replacing = (replaced: number): Cell => {
    const half = values.slice();
    half.set(middle, replaced * symbols);
    return { ...cell, values: half };
  };
  return { halves: [replacing(i), replacing(j)], middle };
}

function longestEdge({ rows: size, columns: symbols, values }: Cell): readonly [number, number] {
  let edge: readonly [number, number] = [0, 1];
  let longest = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      let square = 0;
      for (let k = 0; k < symbols; k++) {
        square += (values[i * symbols + k] - values[j * symbols + k]) ** 2;
      }
      if (square <= longest) continue;
      longest = square;
      edge = [i, j];
    }
  }
  return edge;
}
