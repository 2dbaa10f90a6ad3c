import type { AbsoluteSum, KinkedTerms } from '../quadratic/kinked-problem.ts';

/** What rows and limits are taken to be worth. */
export interface KinkedMultipliers {
  /** One a row: how fast the minimum rises with the side that holds. */
  readonly rowMultipliers: Float64Array;
  /** One a limit: how fast the minimum falls as it rises; those below 0 count as 0. */
  readonly limitMultipliers: Float64Array;
}

/**
 * What −cᵀw + cost(w) can not fall below, whatever the multipliers: the least of the Lagrangian over
 * the bounds, which falls apart into a piecewise linear function of each weight. At the multipliers
 * of an optimum it is the minimum itself, but for rounding.
 *
 * @see Boyd & Vandenberghe (2004), Convex Optimization, §5.2 (weak duality)
 */
export function kinkedBound(terms: KinkedTerms, multipliers: KinkedMultipliers): number {
  const { linear, lower, upper, cost } = terms;
  const ofRows = pulledByRows(terms, multipliers);
  const ofLimits = pulledByLimits(terms, multipliers);
  const sums = [cost, ...ofLimits.sums];
  let bound = ofRows.constant + ofLimits.constant;
  for (let i = 0; i < linear.length; i++) {
    const slope = ofLimits.slopes[i] - linear[i] - ofRows.slopes[i];
    bound += leastAt(i, slope, { sums, least: lower[i], most: upper[i] });
  }
  return bound;
}

/** Aᵀy, and what y earns at the sides that its signs are of. */
function pulledByRows({ linear, rows }: KinkedTerms, { rowMultipliers }: KinkedMultipliers) {
  const slopes = new Float64Array(linear.length);
  let constant = 0;
  for (const [r, y] of rowMultipliers.entries()) {
    const side = y > 0 ? rows.lower[r] : rows.upper[r];
    if (y === 0 || !Number.isFinite(side)) continue;
    constant += y * side;
    const start = r * linear.length;
    for (let i = 0; i < linear.length; i++) slopes[i] += y * rows.matrix.values[start + i];
  }
  return { slopes, constant };
}

/** The limits times their prices. */
function pulledByLimits({ linear, limits }: KinkedTerms, { limitMultipliers }: KinkedMultipliers) {
  const slopes = new Float64Array(linear.length);
  const sums: AbsoluteSum[] = [];
  let constant = 0;
  for (const [k, { coefficients, origin, rates, limit }] of limits.entries()) {
    const price = Math.max(0, limitMultipliers[k]);
    if (price === 0) continue;
    constant -= price * limit;
    for (let i = 0; i < linear.length; i++) slopes[i] += price * coefficients[i];
    sums.push({ origin, rates: rates.map((rate) => price * rate) });
  }
  return { slopes, sums, constant };
}

interface WeightTerms {
  readonly sums: readonly AbsoluteSum[];
  readonly least: number;
  readonly most: number;
}

/** The least of slope·w + Σ rate·|w − origin| between two bounds: at one of them, or at a kink. */
function leastAt(i: number, slope: number, { sums, least, most }: WeightTerms): number {
  const bent = sums.filter(({ rates }) => rates[i] > 0);
  const kinks = bent.map(({ origin }) => Math.min(most, Math.max(least, origin[i])));
  let lowest = Number.POSITIVE_INFINITY;
  for (const at of [least, most, ...kinks]) {
    let value = slope === 0 ? 0 : slope * at;
    for (const { origin, rates } of bent) value += rates[i] * Math.abs(at - origin[i]);
    lowest = Math.min(lowest, value);
  }
  return lowest;
}
