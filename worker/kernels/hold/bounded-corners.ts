import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** Symbols up to which all corners are looked at: there are 60 of 6 at most. */
export const corneredUpTo = 6;

/** Sums of bounds this near to what is left meet it. */
const rounding = 1e-12;

/**
 * All corners of what bounds leave of the portfolios: one symbol takes what is left, every other stands
 * at a bound. Where bounds meet, a corner comes several times.
 *
 * @param bounds  of {@link corneredUpTo} symbols at most; upper ones may be infinite
 */
export function boundedCorners(bounds: WeightBounds): readonly Float64Array[] {
  const size = bounds.lower.length;
  const corners: Float64Array[] = [];
  for (let marginal = 0; marginal < size; marginal++) {
    for (let sides = 0; sides < 1 << size; sides++) {
      const own = (sides >> marginal) & 1;
      const corner = own === 1 ? undefined : cornerAt(bounds, { marginal, sides });
      if (corner !== undefined) corners.push(corner);
    }
  }
  return corners;
}

interface CornerPlace {
  /** The symbol that takes what is left. */
  readonly marginal: number;
  /** A bit a symbol: 1 at the upper bound. */
  readonly sides: number;
}

/** @returns undefined where what is left is not within the bounds of the symbol that takes it */
function cornerAt(
  { lower, upper }: WeightBounds,
  { marginal, sides }: CornerPlace,
): Float64Array | undefined {
  const corner = lower.map((least, i) => ((sides >> i) & 1 ? upper[i] : least));
  let left = 1;
  for (let i = 0; i < corner.length; i++) if (i !== marginal) left -= corner[i];
  const [least, most] = [lower[marginal], upper[marginal]];
  if (left < least - rounding || left > most + rounding) return undefined;
  corner[marginal] = Math.min(Math.max(left, least), most);
  return corner;
}
