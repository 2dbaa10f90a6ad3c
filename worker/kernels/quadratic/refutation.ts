import { pullOf, type ScaledProblem } from './scaled-problem.ts';
import type { WeightBounds } from './weight-bounds.ts';

/** Bounds and rows that contradict one another. */
export interface Infeasible {
  readonly solved: false;
  readonly reason: 'infeasible';
  /** Symbols whose bounds have a part in it. */
  readonly bounds: readonly number[];
  readonly rows: readonly number[];
}

/** Of what constraints add up to: a contradiction of less is rounding. */
const contradiction = 1e-11;
/** Of the largest multiplier: less is rounding. */
const noPull = 1e-9;

/**
 * Whether the most that weights within the bounds make of yᵀAx, for the multipliers −y of the rows,
 * is less than what the rows ask for: a proof whatever the multipliers, and however they are rounded.
 *
 * @see Boyd & Vandenberghe (2004), Convex Optimization, §5.8
 */
export function refuted({ problem, prepared }: ScaledProblem, multipliers: Float64Array): boolean {
  const { lower, upper, rows } = problem;
  const size = lower.length;
  const raw = rows.lower.map(
    (_, r) => multipliers[size + r] / (prepared.gram.lengths[size + r] || 1),
  );
  // Any multipliers make a proof, so that those which are there by rounding can be left out.
  const least = noPull * raw.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const ofRows = raw.map((one) => (Math.abs(one) > least ? one : 0));
  const pull = pullOf(prepared, Float64Array.of(...new Float64Array(size), ...ofRows));
  const asked = supportOf(ofRows, rows, 0);
  const given = supportOf(
    pull.map((one) => -one),
    { lower, upper },
    least,
  );
  return asked.sum + given.sum < -contradiction * (asked.size + given.size);
}

/**
 * The most that values between two sides make of Σ multiplierᵢ·valueᵢ, and how large its parts are.
 *
 * @param least  where a side is infinite, multipliers up to it count as rounding
 */
function supportOf(multipliers: Float64Array, { lower, upper }: WeightBounds, least: number) {
  let sum = 0;
  let size = 0;
  for (const [i, multiplier] of multipliers.entries()) {
    const side = multiplier > 0 ? upper[i] : lower[i];
    if (multiplier === 0 || (!Number.isFinite(side) && Math.abs(multiplier) <= least)) continue;
    sum += multiplier * side;
    size += Math.abs(multiplier * side);
  }
  return { sum, size };
}

/** The contradiction of constraints numbered as bounds first, then rows. */
export function infeasible(constraints: Int32Array, size: number): Infeasible {
  const sorted = Array.from(constraints).sort((i, j) => i - j);
  return {
    solved: false,
    reason: 'infeasible',
    bounds: sorted.filter((j) => j < size),
    rows: sorted.filter((j) => j >= size).map((j) => j - size),
  };
}
