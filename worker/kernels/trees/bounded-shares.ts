import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** Doublings and halvings of the factor, far above what doubles need. */
const maxSteps = 2200;

/**
 * Shares out an amount in proportion to sizes, as far as bounds let it: wᵢ = τ·sizeᵢ, held within its
 * bounds, with the τ for which they add up to the amount. Where no bound holds, the plain proportion.
 *
 * @param sizes   length n, at least 0, summing to 1
 * @param bounds  at least 0, for which there are such weights
 * @param amount  at least 0
 * @returns       length n
 */
export function boundedShares(
  sizes: Float64Array,
  { lower, upper }: WeightBounds,
  amount: number,
): Float64Array {
  const at = (factor: number): Float64Array =>
    sizes.map((size, i) => Math.min(Math.max(factor * size, lower[i]), upper[i]));
  let shares = at(amount);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let factor = amount;
  for (let step = 0; step < maxSteps; step++) {
    const missing = amount - sumOf(shares);
    if (missing === 0) return shares;
    if (missing > 0) low = factor;
    else high = factor;
    const next = nextFactor(
      { low, high, factor },
      missing / slopeOf(sizes, shares, { lower, upper }),
    );
    if (next === undefined) break;
    factor = next;
    shares = at(factor);
  }
  return topped(shares, { lower, upper }, amount);
}

interface Bracket {
  readonly low: number;
  readonly high: number;
  readonly factor: number;
}

/** The sum is piecewise linear in τ: exact on the piece that it lies on. */
function nextFactor({ low, high, factor }: Bracket, change: number): number | undefined {
  const newton = factor + change;
  const middle = Number.isFinite(high) ? (low + high) / 2 : 2 * Math.max(low, Number.MIN_VALUE);
  const next = newton > low && newton < high ? newton : middle;
  return next > low && next < high && Number.isFinite(next) ? next : undefined;
}

/** Sizes of those between their bounds. */
function slopeOf(
  sizes: Float64Array,
  shares: Float64Array,
  { lower, upper }: WeightBounds,
): number {
  let slope = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (shares[i] > lower[i] && shares[i] < upper[i]) slope += sizes[i];
  }
  return slope;
}

/** What sizes of 0 leave over goes where there is room, from the first on. */
function topped(
  shares: Float64Array,
  { lower, upper }: WeightBounds,
  amount: number,
): Float64Array {
  const full = shares.slice();
  let missing = amount - sumOf(full);
  for (let i = 0; i < full.length && missing !== 0; i++) {
    const moved = Math.min(Math.max(full[i] + missing, lower[i]), upper[i]);
    missing -= moved - full[i];
    full[i] = moved;
  }
  return full;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
