import { cheapestWeights } from '../linear/cheapest-weights.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { boundedCorners, corneredUpTo } from './bounded-corners.ts';
import { type HoldProblem, holdPoint, singularDeviation } from './hold-sharpe.ts';
import { levelWeights } from './level-weights.ts';

/** Kinds of starts that each symbol gives. */
export const kindsOfStarts = 3;

/** Weights this near to those of another start are the same. */
const same = 1e-9;

/** What starts are chosen from. */
export interface StartRanking {
  /** Of the problem. */
  readonly bounds: WeightBounds;
  /** All symbols, the best first. */
  readonly ranked: readonly number[];
}

/**
 * Where searches begin within bounds: of few symbols at the corners of the best ratio. Where no ratio is
 * above 0 the best is at a corner, but for what the drift of weights bends: more volatility then makes a
 * ratio better. More symbols have too many corners, and {@link variedStarts} stand for them. Portfolios whose
 * excess returns do not vary are left out.
 *
 * @param most  starts at most
 */
export function boundedStarts(
  problem: HoldProblem,
  ranking: StartRanking,
  most: number,
): readonly Float64Array[] {
  const { bounds, ranked } = ranking;
  if (ranked.length > corneredUpTo) {
    const starts = variedStarts(ranking, most);
    return starts.filter((weights) => holdPoint(problem, weights).deviation >= singularDeviation);
  }
  const points = distinctOnes(boundedCorners(bounds)).map((weights) => holdPoint(problem, weights));
  const varying = points.filter(({ deviation }) => deviation >= singularDeviation);
  varying.sort((one, other) => other.ratio - one.ratio);
  return varying.slice(0, most).map(({ weights }) => weights);
}

/**
 * Each symbol in turn has as much as it may, and what is left goes to the next ones, after the last to
 * the first; or to all others alike; or to the best ones. Of these kinds each finds maxima that the
 * others miss, and the first the most: so all of it come first.
 */
function variedStarts({ bounds, ranked }: StartRanking, most: number): readonly Float64Array[] {
  const kinds = [
    (k: number) => filledUp(bounds, [...ranked.slice(k), ...ranked.slice(0, k)]),
    (k: number) => levelBeside(bounds, ranked[k]),
    (k: number) => filledUp(bounds, [ranked[k], ...ranked]),
  ];
  const starts: Float64Array[] = [];
  for (const start of kinds) {
    for (const k of ranked.keys()) {
      if (starts.length >= most) return starts;
      starts.push(start(k));
    }
  }
  return distinctOnes(starts);
}

/**
 * As much as bounds allow in the first symbol, then in the second and so on.
 *
 * @param first  some symbols, where one stands twice its first place counts; the others come after them
 */
export function filledUp(bounds: WeightBounds, first: readonly number[]): Float64Array {
  const order = new Float64Array(bounds.lower.length).fill(first.length);
  for (const [place, symbol] of first.entries()) order[symbol] = Math.min(order[symbol], place);
  return cheapestWeights(order, bounds).weights;
}

/** As much as bounds allow in one symbol, the others as equal as they let them be. */
function levelBeside({ lower, upper }: WeightBounds, symbol: number): Float64Array {
  let left = 1;
  for (let i = 0; i < lower.length; i++) if (i !== symbol) left -= lower[i];
  const most = Math.max(lower[symbol], Math.min(upper[symbol], left));
  return levelWeights({ lower: lower.with(symbol, most), upper });
}

function distinctOnes(all: readonly Float64Array[]): readonly Float64Array[] {
  const distinct: Float64Array[] = [];
  for (const weights of all) {
    const known = distinct.some((other) =>
      other.every((weight, i) => Math.abs(weight - weights[i]) <= same),
    );
    if (!known) distinct.push(weights);
  }
  return distinct;
}
