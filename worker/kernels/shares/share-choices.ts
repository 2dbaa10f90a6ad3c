import {
  costOf,
  placedBy,
  positionAtLeast,
  positionAtMost,
  type ShareProblem,
  smallestMove,
  tradable,
} from './share-positions.ts';

/** A position that a symbol may be brought to. */
export interface Choice {
  readonly shares: number;
  /** What it takes out of the budget. */
  readonly cost: number;
  /** Its money that is where it is wanted, less fees. */
  readonly placed: number;
}

/** What a choice is worth when money costs so much. */
export function reducedValue({ placed, cost }: Choice, multiplier: number): number {
  return placed - multiplier * cost;
}

/**
 * The choices between which all others of a symbol lie: nothing, what is held, the smallest trades
 * and the positions next to the target. Cost and placed money are linear in the shares in between,
 * so that for no price of money any other choice is better than all of these. What is sold because
 * there is too much of it is sold down to the target, whatever fees less would have saved.
 */
export function cornerChoices(problem: ShareProblem, i: number): readonly Choice[] {
  const { held, targets, prices } = problem;
  const [move, aim] = [smallestMove(problem, i), targets[i] / prices[i]];
  const enough = positionAtLeast(problem, i, aim);
  const mostSold = Math.min(enough, held[i] - move);
  const corners = [
    positionAtMost(problem, i, aim),
    enough,
    held[i],
    0,
    positionAtLeast(problem, i, held[i] + move),
    ...(mostSold >= 0 ? [positionAtMost(problem, i, mostSold)] : []),
  ];
  return choicesOf(problem, i, corners);
}

/**
 * Corner choices, and those next to them whose loss against the best is at most `most`.
 *
 * @param options.breadth  so many are taken at most on either side of a corner
 * @returns                the best first; `complete` unless some were left out by the breadth
 */
export function nearChoices(
  problem: ShareProblem,
  i: number,
  options: { readonly multiplier: number; readonly most: number; readonly breadth: number },
): { readonly choices: readonly Choice[]; readonly complete: boolean } {
  const { multiplier, most, breadth } = options;
  const worth = (choice: Choice): number => reducedValue(choice, multiplier);
  const corners = cornerChoices(problem, i);
  const best = Math.max(...corners.map(worth));
  const isNear = (choice: Choice): boolean => best - worth(choice) <= most;
  const near = corners.filter(isNear).map(({ shares }) => shares);
  const runs = near.flatMap((shares) =>
    [previous, next].map((step) =>
      run(
        shares,
        (at) => {
          const beside = step(problem, i, at);
          return beside !== undefined && isNear(choice(problem, i, beside)) ? beside : undefined;
        },
        breadth,
      ),
    ),
  );
  const all = choicesOf(problem, i, [...near, ...runs.flat()]);
  const sorted = [...all].sort((a, b) => worth(b) - worth(a) || a.shares - b.shares);
  return { choices: sorted, complete: runs.every(({ length }) => length < breadth) };
}

/** The positions that steps lead to, at most so many. */
function run(
  from: number,
  step: (shares: number) => number | undefined,
  most: number,
): readonly number[] {
  const found: number[] = [];
  for (let at = step(from); at !== undefined && found.length < most; at = step(at)) found.push(at);
  return found;
}

/** The largest position that costs at most an amount and holds no more than is wanted. */
export function dearestChoice(problem: ShareProblem, i: number, money: number): Choice | undefined {
  const { prices, held, targets, terms, paysFees } = problem;
  const fee = paysFees ? terms : { feePerTrade: 0, feeRate: 0 };
  // What of the money is left for shares depends on whether shares are bought or sold for it.
  const rate = (sign: number): number => {
    const fixed = money - fee.feePerTrade + sign * fee.feeRate * prices[i] * held[i];
    return fixed / (prices[i] * (1 + sign * fee.feeRate));
  };
  const payable = rate(1) >= held[i] ? rate(1) : Math.min(rate(-1), held[i]);
  const shares = positionAtMost(problem, i, Math.min(payable, targets[i] / prices[i]));
  return tradable(problem, i, shares) ? choice(problem, i, shares) : undefined;
}

function choicesOf(
  problem: ShareProblem,
  i: number,
  positions: readonly number[],
): readonly Choice[] {
  const enough = positionAtLeast(problem, i, problem.targets[i] / problem.prices[i]);
  const distinct = [...new Set(positions)].filter(
    (shares) => tradable(problem, i, shares) && (shares <= enough || shares >= problem.held[i]),
  );
  return distinct.map((shares) => choice(problem, i, shares));
}

function choice(problem: ShareProblem, i: number, shares: number): Choice {
  return { shares, cost: costOf(problem, i, shares), placed: placedBy(problem, i, shares) };
}

/** One lot less; undefined below none. */
function previous(problem: ShareProblem, i: number, shares: number): number | undefined {
  if (shares <= 0) return undefined;
  const less = positionAtLeast(problem, i, shares - problem.lots[i]);
  return less < shares ? less : undefined;
}

/** One lot more; undefined past the target. */
function next(problem: ShareProblem, i: number, shares: number): number | undefined {
  if (shares >= problem.targets[i] / problem.prices[i]) return undefined;
  const more = positionAtMost(problem, i, shares + problem.lots[i]);
  return more > shares ? more : undefined;
}
