import type { Matrix } from '../algebra/matrix.ts';
import { constrainedQuadratic } from './constrained-quadratic.ts';
import type { WeightBounds } from './weight-bounds.ts';

/** γ·wᵀw beside a risk that is known by slopes only: no weights w have less of it than any aₖᵀw. */
export interface CutProblem extends WeightBounds {
  /** γ, above 0. */
  readonly l2: number;
  /** Length n. */
  readonly gains: Float64Array;
  /** aₖ, each of length n; at least one. */
  readonly slopes: readonly Float64Array[];
  /** The least gain μᵀw; minimises risk + γ·wᵀw. */
  readonly floor?: number;
  /** Where the risk is minimised: about what it will be, to which it is drawn ever so slightly. */
  readonly guess?: number;
  /** The most risk; maximises μᵀw − γ·wᵀw. Without one the risk is minimised. */
  readonly limit?: number;
}

/** A minimiser, and what presses on it. */
export interface CutMinimum {
  readonly weights: Float64Array;
  /** What the risk is at least; absent with a limit. */
  readonly risk: number;
  /** What each slope counts, at least 0: by 1 in all where the risk is minimised. */
  readonly shares: Float64Array;
  /** τ, what a unit of the floor costs. */
  readonly floorPrice: number;
}

/** No risk is beyond it: of a portfolio of tenfold positions it is a hundredth. */
const widest = 1e3;
/** How much of the risk's own curvature, about, its drawing to the guess has. */
const drawn = 0.1;

/**
 * Minimises max aₖᵀw + γ·wᵀw over μᵀw ≥ floor, to within the square of how far the guess is off, or maximises μᵀw − γ·wᵀw over max aₖᵀw ≤ limit.
 *
 * @returns  undefined where no weights do, or numbers are past what doubles hold
 * @see Kelley (1960), J. Society for Industrial and Applied Mathematics 8(4), for the cuts
 */
export function cutQuadratic(problem: CutProblem): CutMinimum | undefined {
  const { lower, upper, l2, gains, slopes, limit, guess = 0 } = problem;
  const size = gains.length;
  const free = limit === undefined;
  // The risk is one more unknown where it is minimised.
  const width = free ? size + 1 : size;
  const values = new Float64Array(width * width);
  for (let i = 0; i < size; i++) values[i * (width + 1)] = 2 * l2;
  const linear = new Float64Array(width);
  if (free) {
    // Without a curvature of its own the risk would leave the matrix singular.
    const steepness = slopes[0].reduce((sum, one) => sum + one * one, 0);
    const bend = (2 * l2 * drawn) / Math.max(steepness, Number.MIN_VALUE);
    values[width * width - 1] = bend;
    linear[size] = bend * guess - 1;
  } else {
    linear.set(gains);
  }
  const found = constrainedQuadratic({
    quadratic: { rows: width, columns: width, values },
    linear,
    lower: free ? Float64Array.of(...lower, -widest) : lower,
    upper: free ? Float64Array.of(...upper, widest) : upper,
    rows: rowsOf(problem, width),
  });
  if (!found.solved) return undefined;
  const { weights, rowMultipliers: y } = found;
  const first = problem.floor === undefined ? 1 : 2;
  return {
    weights: weights.slice(0, size),
    risk: free ? weights[size] : Number.NaN,
    shares: Float64Array.from(slopes, (_, k) => Math.max(0, -y[first + k])),
    floorPrice: first === 2 ? Math.max(0, y[1]) : 0,
  };
}

/** The budget, the floor, and one row a slope. */
function rowsOf({ budget = 1, gains, slopes, floor, limit }: CutProblem, width: number) {
  const size = gains.length;
  const sides = floor === undefined ? [] : [gains];
  const parts = [new Float64Array(size).fill(1), ...sides, ...slopes];
  const matrix: Matrix = {
    rows: parts.length,
    columns: width,
    values: new Float64Array(parts.length * width),
  };
  for (const [r, part] of parts.entries()) {
    matrix.values.set(part, r * width);
    if (width > size && r > sides.length) matrix.values[r * width + size] = -1;
  }
  const least = floor === undefined ? [] : [floor];
  return {
    matrix,
    lower: Float64Array.of(budget, ...least, ...slopes.map(() => Number.NEGATIVE_INFINITY)),
    upper: Float64Array.of(
      budget,
      ...least.map(() => Number.POSITIVE_INFINITY),
      ...slopes.map(() => limit ?? 0),
    ),
  };
}
