import { type CornerPortfolio, criticalLine } from '../../kernels/critical-line.ts';
import type { Matrix } from '../../kernels/matrix.ts';
import { inner, portfolioVolatility } from '../expected.ts';
import type { MixFault, MixProblem } from '../mix-problem.ts';
import { regularised } from './regularised.ts';

/** All portfolios that minimise ½·wᵀ(Σ + γI)w − λ·μᵀw within the bounds, from λ = ∞ to 0. */
export interface EfficientLine {
  /** From the highest return to the least variance; weights are linear in λ between two. */
  readonly corners: readonly CornerPortfolio[];
  /** Σ + γI. */
  readonly quadratic: Matrix;
}

/** One portfolio of the line. */
export interface EfficientPoint {
  readonly weights: Float64Array;
  /** λ; infinite at the highest return where no less would do. */
  readonly multiplier: number;
}

/**
 * Traces the efficient frontier of μ over Σ + γI within the bounds.
 *
 * @param gains  μ by default; another length n for another numerator
 */
export function efficientLine(
  problem: MixProblem,
  gains: Float64Array = problem.mean,
): EfficientLine | MixFault {
  const { lower, upper, l2 } = problem;
  const quadratic = regularised(problem.covariance, l2);
  const line = criticalLine({ mean: gains, covariance: quadratic, lower, upper });
  if (line.solved) return { corners: line.corners, quadratic };
  // Bounds were read as finite and feasible.
  return { reason: 'overflow' };
}

/** The portfolio of the highest return, and that of the least variance. */
export function ends({ corners }: EfficientLine): readonly [CornerPortfolio, CornerPortfolio] {
  const [highest] = corners;
  const least = corners.at(-1);
  if (highest === undefined || least === undefined) throw new RangeError('A line has corners.');
  return [highest, least];
}

/**
 * The point of the line at which a figure that falls from corner to corner takes a value.
 *
 * @param figure  of weights
 * @param share   how far from the first weights to the second the value is taken, 0…1
 * @returns       an end of the line where the value lies beyond it
 */
export function pointWhere(
  line: EfficientLine,
  value: number,
  {
    figure,
    share,
  }: {
    readonly figure: (weights: Float64Array) => number;
    readonly share: (from: Float64Array, to: Float64Array) => number;
  },
): EfficientPoint {
  const { corners } = line;
  const [highest, least] = ends(line);
  if (value >= figure(highest.weights)) {
    return { weights: highest.weights, multiplier: highest.multiplier };
  }
  const next = corners.findIndex(({ weights }) => figure(weights) <= value);
  const [from, to] = [corners[next - 1], corners[next]];
  if (from === undefined || to === undefined) return { weights: least.weights, multiplier: 0 };
  return between(from, to, share(from.weights, to.weights));
}

/** The point a share of the way from one corner to the next. */
export function between(from: CornerPortfolio, to: CornerPortfolio, share: number): EfficientPoint {
  const t = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
  return {
    weights: from.weights.map((weight, i) => weight + t * ((to.weights[i] ?? 0) - weight)),
    multiplier: from.multiplier + t * (to.multiplier - from.multiplier),
  };
}

/** The point of the least variance whose return is at least this. */
export function pointOfReturn(line: EfficientLine, mean: Float64Array, target: number) {
  const figure = (weights: Float64Array): number => inner(mean, weights);
  const share = (from: Float64Array, to: Float64Array): number =>
    (figure(from) - target) / (figure(from) - figure(to));
  return pointWhere(line, target, { figure, share });
}

/** The point of the highest return whose volatility, √(wᵀQw), is at most this. */
export function pointOfVolatility(line: EfficientLine, target: number): EfficientPoint {
  const { quadratic } = line;
  const figure = (weights: Float64Array): number => portfolioVolatility(quadratic, weights);
  const share = (from: Float64Array, to: Float64Array): number => {
    // |to + s·(from − to)|² = target², the root between the two.
    const step = from.map((weight, i) => weight - (to[i] ?? 0));
    const [a, b, c] = [
      portfolioVolatility(quadratic, step) ** 2,
      polar(quadratic, to, step),
      figure(to) ** 2 - target ** 2,
    ];
    const root = Math.sqrt(Math.max(0, b * b - a * c));
    return 1 - (b > 0 ? -c / (b + root) : (root - b) / a);
  };
  return pointWhere(line, target, { figure, share });
}

/** xᵀQy. */
function polar({ columns, values }: Matrix, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < columns; i++) {
    sum += (x[i] ?? 0) * inner(values.subarray(i * columns, (i + 1) * columns), y);
  }
  return sum;
}
