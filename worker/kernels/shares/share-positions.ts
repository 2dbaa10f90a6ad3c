/** What trading costs, in money. */
export interface TradeTerms {
  /** A trade costs this much whatever its size; ≥ 0. */
  readonly feePerTrade: number;
  /** And this share of the money that it moves; from 0, below 1. */
  readonly feeRate: number;
  /** Trades that move less money are not made; ≥ 0. */
  readonly minTrade: number;
}

/** Positions of one sign in n symbols, to be chosen with an amount. Shorts are counted as positive. */
export interface ShareProblem {
  /** Length n, each above 0: money a share. */
  readonly prices: Float64Array;
  /** Length n, each above 0: how many shares are traded together. */
  readonly lots: Float64Array;
  /** Length n: shares held now, below 0 for positions of the other sign. */
  readonly held: Float64Array;
  /** Length n, each ≥ 0: money that is to be held in each symbol. */
  readonly targets: Float64Array;
  /** Money for all positions, those held now included. */
  readonly budget: number;
  readonly terms: TradeTerms;
  /** Whether fees are paid out of the budget. */
  readonly paysFees: boolean;
}

/** Shares this near a lot's boundary, as a share of the lot, stand on it. */
const rounding = 1e-9;
/** And this near as a share of the number of lots. */
const relativeRounding = 4e-16;
/** Money that is this share of the budget is rounding. */
export const cashRounding = 1e-12;

/** What it costs to go from what is held to a position. */
export function feeOf({ prices, held, terms }: ShareProblem, i: number, shares: number): number {
  if (shares === held[i]) return 0;
  return terms.feePerTrade + terms.feeRate * prices[i] * Math.abs(shares - held[i]);
}

/** What a position takes out of the budget. */
export function costOf(problem: ShareProblem, i: number, shares: number): number {
  const fee = problem.paysFees ? feeOf(problem, i, shares) : 0;
  return problem.prices[i] * shares + fee;
}

/** The money of a position that is where it is wanted, less the fees of getting there. */
export function placedBy(problem: ShareProblem, i: number, shares: number): number {
  const money = Math.min(problem.prices[i] * shares, problem.targets[i]);
  return money - feeOf(problem, i, shares);
}

/** Whether a trade to a position may be made: it moves enough, and more than it costs. */
export function tradable(problem: ShareProblem, i: number, shares: number): boolean {
  if (shares === problem.held[i]) return true;
  const moved = problem.prices[i] * Math.abs(shares - problem.held[i]);
  return moved >= problem.terms.minTrade && moved > feeOf(problem, i, shares);
}

/** How many shares a trade moves at least; 0 where any number will do. */
export function smallestMove({ prices, terms }: ShareProblem, i: number): number {
  const worthIt = terms.feePerTrade / (1 - terms.feeRate);
  return Math.max(terms.minTrade, worthIt * (1 + rounding)) / prices[i];
}

/**
 * The greatest position of whole lots that is at most so many shares, and at least none. Lots are
 * traded, so that an odd lot that is held stays odd until it is sold.
 */
export function positionAtMost(problem: ShareProblem, i: number, shares: number): number {
  const odd = oddLot(problem, i);
  const lots = (shares - odd) / problem.lots[i];
  const whole = Math.floor(lots + slack(lots));
  return whole < 0 ? 0 : position(problem, i, whole);
}

/** The least position of whole lots that is at least so many shares. */
export function positionAtLeast(problem: ShareProblem, i: number, shares: number): number {
  if (shares <= 0) return 0;
  const lots = (shares - oddLot(problem, i)) / problem.lots[i];
  return position(problem, i, Math.max(0, Math.ceil(lots - slack(lots))));
}

function slack(lots: number): number {
  return rounding + relativeRounding * Math.abs(lots);
}

/** What of the shares held makes no lot. */
function oddLot({ held, lots }: ShareProblem, i: number): number {
  if (held[i] <= 0) return 0;
  const odd = held[i] - Math.floor(held[i] / lots[i] + rounding) * lots[i];
  return odd > rounding * lots[i] ? odd : 0;
}

/** Shares as one writes them: three lots of 0.1 are 0.3. */
function position(problem: ShareProblem, i: number, lots: number): number {
  const { held, lots: sizes } = problem;
  const sum = oddLot(problem, i) + lots * sizes[i];
  const shares = Number.isInteger(sum) ? sum : Number(sum.toPrecision(15));
  return Math.abs(shares - held[i]) < rounding * sizes[i] ? held[i] : shares;
}
