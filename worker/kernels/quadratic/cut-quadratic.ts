import type { Matrix } from '../algebra/matrix.ts';
import type { AbsoluteLimit, AbsoluteSum, KinkedTerms } from './kinked-problem.ts';
import { kinkedQuadratic } from './kinked-quadratic.ts';

/** γ·wᵀw beside a risk that is known by slopes only: no weights w have less of it than any aₖᵀw. */
export interface CutProblem {
  /** What weights keep to; −cᵀw + cost is minimised as well. */
  readonly terms: KinkedTerms;
  /** γ, above 0. */
  readonly l2: number;
  /** aₖ, each of length n; at least one. */
  readonly slopes: readonly Float64Array[];
  /** Where the risk is minimised: about what it will be, to which it is drawn ever so slightly. */
  readonly guess?: number;
  /** The most risk; without one the risk is minimised. */
  readonly limit?: number;
}

/** A minimiser, and what presses on it. */
export interface CutMinimum {
  readonly weights: Float64Array;
  /** What the risk is at least; not a number with a limit. */
  readonly risk: number;
  /** What each slope counts, at least 0: by 1 in all where the risk is minimised. */
  readonly shares: Float64Array;
  /** One a row of the terms. */
  readonly rowMultipliers: Float64Array;
  /** One a limit of the terms. */
  readonly limitMultipliers: Float64Array;
}

/** No risk is beyond it: of a portfolio of tenfold positions it is a hundredth. */
const widest = 1e3;
/** How much of the risk's own curvature, about, its drawing to the guess has. */
const drawn = 0.1;
/** Squared: slopes of less than a millionth a day are as if they were of that. */
const flattest = 1e-12;

/**
 * Minimises max aₖᵀw + γ·wᵀw − cᵀw + cost, to within the square of how far the guess is off, or
 * γ·wᵀw − cᵀw + cost over max aₖᵀw ≤ limit.
 *
 * @returns  undefined where no weights do, or numbers are past what doubles hold
 * @see Kelley (1960), J. Society for Industrial and Applied Mathematics 8(4), for the cuts
 */
export function cutQuadratic(problem: CutProblem): CutMinimum | undefined {
  const { terms, l2, slopes, limit, guess = 0 } = problem;
  const { linear, lower, upper, rows } = terms;
  const size = linear.length;
  const free = limit === undefined;
  // The risk is one more unknown where it is minimised.
  const width = free ? size + 1 : size;
  const values = new Float64Array(width * width);
  for (let i = 0; i < size; i++) values[i * (width + 1)] = 2 * l2;
  const wide = widened(linear, width);
  if (free) {
    // Without a curvature of its own the risk would leave the matrix singular.
    const bend = (2 * l2 * drawn) / steepness(slopes);
    values[width * width - 1] = bend;
    wide[size] = bend * guess - 1;
  }
  const found = kinkedQuadratic({
    quadratic: { rows: width, columns: width, values },
    linear: wide,
    lower: free ? Float64Array.of(...lower, -widest) : lower,
    upper: free ? Float64Array.of(...upper, widest) : upper,
    rows: rowsOf(problem, width),
    cost: widenedSum(terms.cost, width),
    limits: terms.limits.map(
      (one): AbsoluteLimit => ({
        ...widenedSum(one, width),
        coefficients: widened(one.coefficients, width),
        limit: one.limit,
      }),
    ),
  });
  if (!found.solved) return undefined;
  const { weights, rowMultipliers, limitMultipliers } = found;
  const first = rows.lower.length;
  return {
    weights: weights.slice(0, size),
    risk: free ? weights[size] : Number.NaN,
    shares: Float64Array.from(slopes, (_, k) => Math.max(0, -rowMultipliers[first + k])),
    rowMultipliers: rowMultipliers.slice(0, first),
    limitMultipliers,
  };
}

/** The square of the steepest slope; of flat ones any will do. */
function steepness(slopes: readonly Float64Array[]): number {
  const squares = slopes.map((slope) => slope.reduce((sum, one) => sum + one * one, 0));
  const most = Math.max(...squares);
  return most === 0 ? 1 : Math.max(most, flattest);
}

function widened(values: Float64Array, width: number): Float64Array {
  const wide = new Float64Array(width);
  wide.set(values);
  return wide;
}

function widenedSum({ origin, rates }: AbsoluteSum, width: number): AbsoluteSum {
  return { origin: widened(origin, width), rates: widened(rates, width) };
}

/** The rows of the terms, and one row a slope. */
function rowsOf({ terms: { linear, rows }, slopes, limit }: CutProblem, width: number) {
  const size = linear.length;
  const first = rows.lower.length;
  const count = first + slopes.length;
  const matrix: Matrix = { rows: count, columns: width, values: new Float64Array(count * width) };
  for (let r = 0; r < first; r++) {
    matrix.values.set(rows.matrix.values.subarray(r * size, (r + 1) * size), r * width);
  }
  for (const [k, slope] of slopes.entries()) {
    matrix.values.set(slope, (first + k) * width);
    if (width > size) matrix.values[(first + k) * width + size] = -1;
  }
  return {
    matrix,
    lower: Float64Array.of(...rows.lower, ...slopes.map(() => Number.NEGATIVE_INFINITY)),
    upper: Float64Array.of(...rows.upper, ...slopes.map(() => limit ?? 0)),
  };
}
