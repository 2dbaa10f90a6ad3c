/** Corrections of one weight before another is tried. */
const attempts = 8;
/** Weights that are moved by a few last digits where no single one can absorb the residue. */
const mostMoved = 12;
/** Half the distance between numbers just above 1: the digit in which a sum near 1 is off. */
const lastDigit = 2 ** -53;
const moves = [1, -1, 2, -2, 3, -3, 4, -4, 0.5, -0.5, 0.25, -0.25, 8, -8];

/** What weights are to keep to, each of length n. */
export interface WeightRange {
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/**
 * Weights that sum to a total exactly, added from left to right in double precision. The rounding
 * residue goes into the largest weight that has room for it; where rounding keeps any single
 * one from absorbing it, two weights are moved by last digits. A weight of 0 stays 0.
 *
 * @param weights  at least one positive, summing to the total within rounding
 * @param total    1 by default
 * @param range    default: each keeps its sign. Kept wherever some of the weights have room; where all stand
 *                 at their bounds, the largest goes past its own by last digits
 */
export function sumExactly(weights: Float64Array, total = 1, range?: WeightRange): Float64Array {
  const ofItsSign = {
    lower: weights.map((weight) => (weight < 0 ? Number.NEGATIVE_INFINITY : 0)),
    upper: weights.map((weight) => (weight < 0 ? 0 : Number.POSITIVE_INFINITY)),
  };
  const within = range ?? ofItsSign;
  const bySize = Array.from(weights.keys())
    .filter((i) => weights[i] !== 0)
    .sort((i, j) => weights[j] - weights[i] || i - j);
  return (
    withOneMoved(weights, total, { ...within, candidates: bySize }) ??
    withTwoMoved(weights, total, { ...within, candidates: bySize }) ??
    withOneMoved(weights, total, { ...ofItsSign, candidates: bySize }) ??
    weights.slice()
  );
}

/** Which weights may move, the first before the others. */
interface Moves extends WeightRange {
  readonly candidates: readonly number[];
}

function withOneMoved(
  weights: Float64Array,
  total: number,
  { lower, upper, candidates }: Moves,
): Float64Array | undefined {
  if (leftToRight(weights) === total) return weights.slice();
  for (const i of candidates) {
    const adjusted = weights.slice();
    for (let attempt = 0; attempt < attempts; attempt++) {
      const moved = adjusted[i] + (total - leftToRight(adjusted));
      if (moved < lower[i] || moved > upper[i]) break;
      adjusted[i] = moved;
      if (leftToRight(adjusted) === total) return adjusted;
    }
  }
  return undefined;
}

function withTwoMoved(
  weights: Float64Array,
  total: number,
  range: Moves,
): Float64Array | undefined {
  const { candidates } = range;
  for (const i of candidates.slice(0, mostMoved)) {
    for (const move of moves) {
      const moved = weights[i] + move * lastDigit;
      if (moved < range.lower[i] || moved > range.upper[i]) continue;
      const others = candidates.filter((j) => j !== i).slice(0, mostMoved);
      const found = withOneMoved(weights.with(i, moved), total, { ...range, candidates: others });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function leftToRight(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}
