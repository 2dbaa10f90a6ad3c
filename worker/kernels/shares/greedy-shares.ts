import {
  cashRounding,
  costOf,
  positionAtLeast,
  positionAtMost,
  type ShareProblem,
  smallestMove,
  tradable,
} from './share-positions.ts';

/**
 * Chooses positions at once: of each symbol as many shares as its target pays for, then, one lot at
 * a time, of the affordable symbol whose share of what is invested falls shortest of its target's
 * (PyPortfolioOpt's `greedy_portfolio`, but for its giving up after ten symbols that are too dear).
 * What is held above its target is sold first; fees are paid as they arise.
 *
 * @returns  length n: shares of each symbol, which together cost no more than the budget
 */
export function greedyShares(problem: ShareProblem): Float64Array {
  const { held, targets, prices } = problem;
  const wanted = targets.map((target, i) => positionAtMost(problem, i, target / prices[i]));
  const positions = held.map((shares, i) =>
    wanted[i] < shares && tradable(problem, i, wanted[i]) ? wanted[i] : shares,
  );
  const state: Purse = { problem, positions, left: budgetLeft(problem, positions) };
  const byTarget = Array.from(targets.keys()).sort((i, j) => targets[j] - targets[i] || i - j);
  for (const i of byTarget) if (wanted[i] > positions[i]) buyTowards(state, i, wanted[i]);
  for (;;) {
    const next = mostMissed(state, byTarget);
    if (next === undefined) return positions;
    take(state, next.symbol, next.shares);
  }
}

/** What of the budget positions leave; below 0 when they cost more. */
export function budgetLeft(problem: ShareProblem, positions: Float64Array): number {
  let left = problem.budget;
  for (let i = 0; i < positions.length; i++) left -= costOf(problem, i, positions[i]);
  return left;
}

/** Positions on their way, and the money that is left for more. */
interface Purse {
  readonly problem: ShareProblem;
  readonly positions: Float64Array;
  left: number;
}

function take(state: Purse, i: number, shares: number): void {
  state.left -= extraCost(state, i, shares);
  state.positions[i] = shares;
}

function extraCost({ problem, positions }: Purse, i: number, shares: number): number {
  return costOf(problem, i, shares) - costOf(problem, i, positions[i]);
}

function affordable(state: Purse, i: number, shares: number): boolean {
  return extraCost(state, i, shares) <= state.left + cashRounding * state.problem.budget;
}

/** Buys what is wanted, or as much of it as the money is enough for. */
function buyTowards(state: Purse, i: number, wanted: number): void {
  const { problem, positions } = state;
  const { prices, held, terms } = problem;
  let shares = wanted;
  if (!affordable(state, i, shares)) {
    const fee = problem.paysFees ? terms : { feePerTrade: 0, feeRate: 0 };
    const payable = (state.left - fee.feePerTrade) / (prices[i] * (1 + fee.feeRate));
    shares = positionAtMost(problem, i, held[i] + payable);
  }
  if (shares > positions[i] && tradable(problem, i, shares) && affordable(state, i, shares)) {
    take(state, i, shares);
  }
}

/** The symbol to buy more of, and how many shares it then has. */
interface Step {
  readonly symbol: number;
  readonly shares: number;
}

/** The symbol whose share of what is invested is furthest below its target's; of several the first. */
function mostMissed(state: Purse, order: readonly number[]): Step | undefined {
  const { problem, positions } = state;
  const { prices, targets } = problem;
  const invested = prices.reduce((sum, price, i) => sum + price * positions[i], 0);
  const aim = targets.reduce((sum, target) => sum + target, 0);
  let most = 0;
  let best: Step | undefined;
  for (const i of order) {
    const current = invested > 0 ? (prices[i] * positions[i]) / invested : 0;
    const missed = targets[i] / aim - current;
    if (!(missed > most)) continue;
    const shares = nextPosition(problem, i, positions[i]);
    if (shares === undefined || !affordable(state, i, shares)) continue;
    most = missed;
    best = { symbol: i, shares };
  }
  return best;
}

/** The next larger position that may be had; undefined where it would be further off than this one. */
function nextPosition(problem: ShareProblem, i: number, shares: number): number | undefined {
  const { held, lots, prices, targets } = problem;
  const next = positionAtMost(problem, i, shares + lots[i]);
  // Past what numbers tell apart one lot more is none.
  if (next <= shares) return undefined;
  if (tradable(problem, i, next)) return next;
  const jump =
    next < held[i] ? held[i] : positionAtLeast(problem, i, held[i] + smallestMove(problem, i));
  const missing = targets[i] - prices[i] * shares;
  return Math.abs(targets[i] - prices[i] * jump) < missing ? jump : undefined;
}
