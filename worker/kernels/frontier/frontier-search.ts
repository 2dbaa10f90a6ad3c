/** A portfolio that minimises ½·wᵀQw − λ·gain(w) under constraints. */
export interface SearchPoint {
  /** λ, at least 0. */
  readonly multiplier: number;
}

/** What is looked for along λ. */
export interface FrontierSearch<Point extends SearchPoint> {
  /** The portfolio of a λ; undefined where it can't be told. */
  readonly at: (multiplier: number) => Point | undefined;
  /** Above 0 below the λ that is looked for, below 0 above it; in relation to what is looked for. */
  readonly ahead: (point: Point) => number;
  /** How far, from 0 to 1, what is looked for lies between two points if weights are linear there. */
  readonly share: (lower: Point, upper: Point) => number;
}

const maxSteps = 200;
/** Relative: what is nearer is there. */
const there = 1e-14;
/** Every so many steps the range is halved, so that one end can't stay for ever. */
const halving = 3;

/**
 * Finds a portfolio of the frontier by closing in on its λ. Weights are linear in λ between two
 * neighbouring corners, so that the share of the way there is exact once both ends are on one piece.
 *
 * @param lower  where `ahead` is above 0
 * @param upper  where it is not
 * @returns      undefined when a portfolio can't be told
 */
export function searchFrontier<Point extends SearchPoint>(
  lower: Point,
  upper: Point,
  { at, ahead, share }: FrontierSearch<Point>,
): Point | undefined {
  let [low, high] = [lower, upper];
  for (let step = 1; step <= maxSteps; step++) {
    const multiplier = between(low, high, step % halving > 0 ? share(low, high) : Number.NaN);
    if (multiplier === undefined) break;
    const found = at(multiplier);
    if (found === undefined) return undefined;
    const distance = ahead(found);
    if (Math.abs(distance) <= there) return found;
    [low, high] = distance > 0 ? [found, high] : [low, found];
  }
  return Math.abs(ahead(low)) < Math.abs(ahead(high)) ? low : high;
}

/** At a share of the way, or in the middle for want of one; undefined where nothing lies between. */
function between(lower: SearchPoint, upper: SearchPoint, share: number): number | undefined {
  const [low, high] = [lower.multiplier, upper.multiplier];
  const multiplier = share > 0 && share < 1 ? low + share * (high - low) : middleOf(low, high);
  return multiplier > low && multiplier < high ? multiplier : undefined;
}

/** Between orders of magnitude where the two are far apart. */
function middleOf(low: number, high: number): number {
  return low > 0 && high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
}
