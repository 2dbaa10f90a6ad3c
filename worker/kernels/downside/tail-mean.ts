/** The worst 1 − β of all cases. */
export interface Tail {
  /** Their mean, the last of them counted in part. */
  readonly mean: number;
  /** What at least β of all cases stay at or below: the value at risk, where cases are losses. */
  readonly level: number;
  /** How many cases count, wholly or in part. */
  readonly cases: number;
}

/** A share of cases this near to a whole number of them is that number. */
const rounding = 1e-9;

/**
 * How many of all cases are in the tail, which need not be a whole number.
 *
 * @param count       T, at least 1
 * @param confidence  β, below 1
 */
export function tailSize(count: number, confidence: number): number {
  const size = (1 - confidence) * count;
  const whole = Math.round(size);
  return Math.abs(size - whole) < rounding && whole > 0 ? whole : size;
}

/**
 * The mean of the worst cases, which is the least of α + Σ max(xₜ − α, 0)/((1 − β)·T) over α.
 *
 * @param values      at least one; the larger, the worse
 * @param confidence  β, below 1
 * @see Rockafellar & Uryasev (2002), J. Banking & Finance 26(7), proposition 8
 */
export function tailMean(values: Float64Array, confidence: number): Tail {
  const sorted = values.slice().sort();
  const size = tailSize(values.length, confidence);
  const last = sorted.length - 1;
  const whole = Math.floor(size);
  let sum = 0;
  for (let k = 0; k < whole; k++) sum += sorted[last - k];
  if (size > whole) sum += (size - whole) * sorted[last - whole];
  // With a whole number of them the next case is where the share of β is reached.
  return {
    mean: sum / size,
    level: sorted[Math.max(0, last - whole)],
    cases: Math.max(1, Math.ceil(size)),
  };
}
