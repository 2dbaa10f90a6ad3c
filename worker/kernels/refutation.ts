import { pullOf, type ScaledProblem } from './scaled-problem.ts';

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
  const ofRows = rows.lower.map(
    (_, r) => multipliers[size + r] / (prepared.gram.lengths[size + r] || 1),
  );
  let gap = 0;
  let total = 0;
  for (const [r, multiplier] of ofRows.entries()) {
    if (multiplier === 0) continue;
    const part = multiplier * (multiplier > 0 ? rows.upper[r] : rows.lower[r]);
    gap += part;
    total += Math.abs(part);
  }
  const pull = pullOf(prepared, Float64Array.of(...new Float64Array(size), ...ofRows));
  const pressure = ofRows.reduce((sum, multiplier) => sum + Math.abs(multiplier), 0);
  for (const [i, one] of pull.entries()) {
    const bound = one > 0 ? lower[i] : upper[i];
    // Where there is no bound a pull has to be none, but for rounding.
    if (one === 0 || (!Number.isFinite(bound) && Math.abs(one) <= noPull * pressure)) continue;
    const part = -one * bound;
    gap += part;
    total += Math.abs(part);
  }
  return gap < -contradiction * total;
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
