import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import type { AbsoluteSum, KinkedProblem } from './kinked-problem.ts';
import type { ConstrainedProblem } from './scaled-problem.ts';

/** A stretch of one weight between two kinks of absolute values, on which these are linear. */
interface Segment {
  readonly symbol: number;
  readonly from: number;
  readonly to: number;
  /** Where it counts from: the weight is the symbol's base plus all its segments. */
  readonly anchor: number;
}

/** Weights written as sums of segments: as many as there are kinks, and one more. */
export interface WeightSegments {
  readonly segments: readonly Segment[];
  /** Length n: the weight when all segments are 0. */
  readonly bases: Float64Array;
}

/** A kink nearer to a weight than this is where the weight stands. */
const atKink = 1e-13;

/**
 * Cuts weights at the origins of the absolute values that have a rate there. A convex sum of
 * absolute values is the least that segments of the same total can add up to, so that a minimum over
 * segments is one over weights.
 */
export function cutWeights({ cost, limits, linear }: KinkedProblem): WeightSegments {
  const segments: Segment[] = [];
  const bases = new Float64Array(linear.length);
  for (let symbol = 0; symbol < linear.length; symbol++) {
    const kinks = kinksOf(symbol, [cost, ...limits]);
    bases[symbol] = kinks[0] ?? 0;
    const ends = [Number.NEGATIVE_INFINITY, ...kinks, Number.POSITIVE_INFINITY];
    for (let k = 1; k < ends.length; k++) {
      const [from, to] = [ends[k - 1], ends[k]];
      segments.push({ symbol, from, to, anchor: k === 1 ? bases[symbol] : from });
    }
  }
  return { segments, bases };
}

function kinksOf(symbol: number, sums: readonly AbsoluteSum[]): readonly number[] {
  const kinks = sums.filter(({ rates }) => rates[symbol] > 0).map(({ origin }) => origin[symbol]);
  return [...new Set(kinks)].sort((one, other) => one - other);
}

/** Q and A over segments; the limits are rows after the rows. */
export interface SegmentMatrices {
  readonly quadratic: Matrix;
  readonly matrix: Matrix;
}

/** Q and A over segments: what does not depend on bounds, sides or rewards. */
export function segmentMatrices(cut: WeightSegments, problem: KinkedProblem): SegmentMatrices {
  const { quadratic, rows, limits } = problem;
  const { segments } = cut;
  const size = segments.length;
  const values = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const start = segments[a].symbol * quadratic.columns;
    for (let b = 0; b < size; b++) {
      values[a * size + b] = quadratic.values[start + segments[b].symbol];
    }
  }
  const count = rows.matrix.rows;
  const matrix = new Float64Array((count + limits.length) * size);
  for (const [b, segment] of segments.entries()) {
    for (let r = 0; r < count; r++) {
      matrix[r * size + b] = rows.matrix.values[r * rows.matrix.columns + segment.symbol];
    }
    for (const [k, limit] of limits.entries()) {
      matrix[(count + k) * size + b] = limit.coefficients[segment.symbol] + slopeOn(segment, limit);
    }
  }
  return {
    quadratic: { rows: size, columns: size, values },
    matrix: { rows: count + limits.length, columns: size, values: matrix },
  };
}

/** The problem over segments. */
export function segmentProblem(
  cut: WeightSegments,
  problem: KinkedProblem,
  { quadratic, matrix }: SegmentMatrices,
): ConstrainedProblem {
  const { segments, bases } = cut;
  const { rows, limits, cost } = problem;
  const atBases = product(problem.quadratic, bases);
  const ofRows = product(rows.matrix, bases);
  const within = (weight: number, { from, to }: Segment): number =>
    Math.min(Math.max(weight, from), to);
  const offsets = limits.map((limit) => valueAt(limit, bases));
  return {
    quadratic,
    linear: Float64Array.from(
      segments,
      (segment) =>
        problem.linear[segment.symbol] - atBases[segment.symbol] - slopeOn(segment, cost),
    ),
    lower: Float64Array.from(
      segments,
      (segment) => within(problem.lower[segment.symbol], segment) - segment.anchor,
    ),
    upper: Float64Array.from(
      segments,
      (segment) => within(problem.upper[segment.symbol], segment) - segment.anchor,
    ),
    rows: {
      matrix,
      lower: Float64Array.of(
        ...rows.lower.map((side, r) => side - ofRows[r]),
        ...limits.map(() => Number.NEGATIVE_INFINITY),
      ),
      upper: Float64Array.of(
        ...rows.upper.map((side, r) => side - ofRows[r]),
        ...limits.map(({ limit }, k) => limit - offsets[k]),
      ),
    },
  };
}

/** The weights that segments add up to; on a kink where rounding left them beside it. */
export function joinSegments(cut: WeightSegments, problem: KinkedProblem, parts: Float64Array) {
  const weights = cut.bases.slice();
  for (const [k, { symbol }] of cut.segments.entries()) weights[symbol] += parts[k];
  for (const { symbol, from, to } of cut.segments) {
    for (const kink of [from, to, problem.lower[symbol], problem.upper[symbol]]) {
      if (!Number.isFinite(kink)) continue;
      const beside = Math.abs(weights[symbol] - kink);
      if (beside <= atKink * Math.max(1, Math.abs(kink))) weights[symbol] = kink;
    }
  }
  return weights;
}

/** How fast Σ rateᵢ·|wᵢ − originᵢ| rises along a segment. */
function slopeOn({ symbol, from }: Segment, { origin, rates }: AbsoluteSum): number {
  return from >= origin[symbol] ? rates[symbol] : -rates[symbol];
}

function valueAt(
  { coefficients, origin, rates }: KinkedProblem['limits'][number],
  weights: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += coefficients[i] * weights[i] + rates[i] * Math.abs(weights[i] - origin[i]);
  }
  return sum;
}
