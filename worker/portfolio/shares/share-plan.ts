import { exactShares, type FoundShares } from '../../kernels/shares/exact-shares.ts';
import { greedyShares } from '../../kernels/shares/greedy-shares.ts';
import {
  costOf,
  feeOf,
  type ShareProblem,
  type TradeTerms,
} from '../../kernels/shares/share-positions.ts';
import { type ShareTargets, shareTargets } from './share-targets.ts';

/** How shares are bought and sold. */
export interface ShareTerms extends TradeTerms {
  /** Whole shares, or parts of them. */
  readonly divisible: 'whole' | 'fractional';
  /** How many shares are traded together, in the order of the symbols. */
  readonly lots: readonly number[];
  /** Shares held now, likewise; below 0 for short positions. */
  readonly holdings: readonly number[];
  /** At once, or the best there are. */
  readonly allocation: 'greedy' | 'milp';
  /** Whether what short sales bring in buys more of the others. */
  readonly shortProceeds: 'invested' | 'kept';
  /** Short positions as a share of the value; as the weights have them where it is absent. */
  readonly shortRatio?: number;
}

/** What shares are chosen for; survives `structuredClone`, so that it can cross to a thread. */
export interface ShareInput {
  /** n weights of any sign, summing to 1 less `keptShare`. */
  readonly weights: Float64Array;
  /** The share of the value that is to stay cash, below 1; 0 by default. */
  readonly keptShare?: number;
  /** n prices of one share, each above 0. */
  readonly prices: Float64Array;
  /** Money beside the shares held now; ≥ 0. */
  readonly cash: number;
  readonly terms: ShareTerms;
}

/** Shares of each symbol, and how well they follow the weights. */
export interface SharePlan extends ShareTargets {
  readonly planned: true;
  /** Length n: shares after all trades. */
  readonly positions: Float64Array;
  /** Length n: the fee of each symbol's trade. */
  readonly fees: Float64Array;
  readonly cashAfter: number;
  /** Money of the targets that is not where it is wanted, and fees. */
  readonly misplaced: number;
  /** No choice of shares misplaces less. */
  readonly leastMisplaced: number;
  /** Partial answers looked at. */
  readonly states: number;
}

/** Why no shares can be chosen. */
export type ShareFault =
  /** Short positions exceed cash and shares. */
  | { readonly reason: 'no-value'; readonly value: number }
  /** Trades that would raise the money needed are too small to be made. */
  | { readonly reason: 'locked'; readonly missing: number };

/** The shares, or why there are none. */
export type ShareSolution = SharePlan | ({ readonly planned: false } & ShareFault);

/** Chooses shares here or elsewhere, such as in a thread. */
export type PlanShares = (input: ShareInput) => Promise<ShareSolution>;

/** Partial answers of one search, so that all of it takes about 1 s at most. */
const mostStates = 150_000;
/** Money that is this share of all positions is rounding. */
const rounding = 1e-9;

/**
 * Chooses shares for weights: short positions first, as many as their targets pay for, then the
 * others with the money that there then is. Pure and deterministic.
 */
export function planShares(input: ShareInput): ShareSolution {
  const targets = shareTargets(input);
  const { value } = targets;
  if (!(value > 0)) return { planned: false, reason: 'no-value', value };
  const { prices, weights, terms } = input;
  const positions = new Float64Array(prices.length);
  const isShort = Array.from(weights, (w, i) => w < 0 || (w === 0 && held(input, i) < 0));
  const shorts = sideOf(input, targets, { sign: -1, member: (i) => isShort[i] === true });
  const short = settle(shorts, terms.allocation);
  short.place(positions);
  const proceeds = terms.shortProceeds === 'invested' ? short.money : 0;
  const budget = value * (1 - (input.keptShare ?? 0)) + proceeds - short.fees;
  const longs = sideOf(input, targets, { sign: 1, member: (i) => !isShort[i], budget });
  const long = settle(longs, terms.allocation);
  long.place(positions);
  const cashAfter = value - long.money + short.money - long.fees - short.fees;
  const slack = rounding * (value + short.money);
  if (cashAfter < -slack) return { planned: false, reason: 'locked', missing: -cashAfter };
  const fees = new Float64Array(prices.length);
  for (const side of [shorts, longs]) {
    side.columns.forEach((column, i) => {
      fees[column] = feeOf(side.problem, i, side.sign * (positions[column] ?? 0));
    });
  }
  return {
    planned: true,
    ...targets,
    positions,
    fees,
    cashAfter: Math.max(0, cashAfter),
    misplaced: short.misplaced + long.misplaced,
    leastMisplaced: Math.max(0, short.leastMisplaced + long.leastMisplaced),
    states: short.states + long.states,
  };
}

function held({ terms }: ShareInput, i: number): number {
  return terms.holdings[i] ?? 0;
}

/** Symbols whose positions have one sign. */
interface Side {
  readonly sign: 1 | -1;
  readonly columns: readonly number[];
  readonly problem: ShareProblem;
}

function sideOf(
  input: ShareInput,
  { targets }: ShareTargets,
  side: {
    readonly sign: 1 | -1;
    readonly member: (column: number) => boolean;
    /** The targets' own money where it is absent: fees then come out of cash. */
    readonly budget?: number;
  },
): Side {
  const { sign, member, budget } = side;
  const columns = [...input.weights.keys()].filter(member);
  const of = (value: (column: number) => number): Float64Array => Float64Array.from(columns, value);
  const wanted = of((i) => Math.max(0, sign * (targets[i] ?? 0)));
  const problem = {
    prices: of((i) => input.prices[i] ?? 0),
    lots: of((i) => input.terms.lots[i] ?? 1),
    held: of((i) => sign * held(input, i)),
    targets: wanted,
    budget: budget ?? wanted.reduce((sum, target) => sum + target, 0),
    terms: input.terms,
    paysFees: budget !== undefined,
  };
  return { sign, columns, problem };
}

/** A side's positions, and what they come to. */
interface Settled {
  readonly money: number;
  readonly fees: number;
  readonly misplaced: number;
  readonly leastMisplaced: number;
  readonly states: number;
  /** Writes the positions where they belong. */
  place(positions: Float64Array): void;
}

function settle({ sign, columns, problem }: Side, allocation: ShareTerms['allocation']): Settled {
  const start = greedyShares(problem);
  const total = (of: (i: number) => number): number =>
    columns.reduce((sum, _, i) => sum + of(i), 0);
  // Positions that trades are too small to end may cost more than there is to spend.
  const budget = Math.max(
    problem.budget,
    total((i) => costOf(problem, i, start[i] ?? 0)),
  );
  const found = chosen({ ...problem, budget }, start, allocation);
  const wanted = total((i) => problem.targets[i] ?? 0);
  return {
    money: total((i) => (problem.prices[i] ?? 0) * (found.positions[i] ?? 0)),
    fees: total((i) => feeOf(problem, i, found.positions[i] ?? 0)),
    misplaced: wanted - found.placed,
    leastMisplaced: wanted - found.mostPlaced,
    states: found.states,
    place: (positions) => {
      for (const [i, column] of columns.entries()) {
        // Adding 0 turns -0, which JSON would write as 0 but tests tell apart, into 0.
        positions[column] = sign * (found.positions[i] ?? 0) + 0;
      }
    },
  };
}

function chosen(
  problem: ShareProblem,
  start: Float64Array,
  allocation: ShareTerms['allocation'],
): FoundShares {
  if (start.length === 0) return { positions: start, placed: 0, mostPlaced: 0, states: 0 };
  return exactShares(problem, { start, mostStates: allocation === 'milp' ? mostStates : 0 });
}
