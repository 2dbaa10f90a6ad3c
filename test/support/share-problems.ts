import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import {
  costOf,
  placedBy,
  type ShareProblem,
  type TradeTerms,
  tradable,
} from '../../worker/kernels/shares/share-positions.ts';

/** A problem of positions that fees are paid for; what is not told is as simple as can be. */
export function shareProblem(told: {
  readonly prices: readonly number[];
  readonly targets: readonly number[];
  readonly lots?: readonly number[];
  readonly held?: readonly number[];
  /** The sum of the targets where it is absent. */
  readonly budget?: number;
  readonly terms?: Partial<TradeTerms>;
}): ShareProblem {
  const { prices, targets } = told;
  return {
    prices: Float64Array.from(prices),
    targets: Float64Array.from(targets),
    lots: Float64Array.from(told.lots ?? prices.map(() => 1)),
    held: Float64Array.from(told.held ?? prices.map(() => 0)),
    budget: told.budget ?? targets.reduce((sum, target) => sum + target, 0),
    terms: { feePerTrade: 0, feeRate: 0, minTrade: 0, ...told.terms },
    paysFees: true,
  };
}

/**
 * Small random problems: without anything, with fees, with holdings (odd ones among them), and with
 * all of it and a least trade.
 */
export function* someShareProblems(count: number): Generator<ShareProblem> {
  const uniform = uniformRandom(11);
  const times = (most: number): number => uniform() * most;
  const chance = (share: number): boolean => uniform() < share;
  for (let t = 0; t < count; t++) {
    const [fees, holdings, all] = [t % 2 === 1, t % 4 >= 2, t % 4 === 3];
    const each = <Value>(value: () => Value): Value[] => Array.from({ length: 1 + (t % 4) }, value);
    const prices = each(() => Math.round(100 + times(20_000)) / 100);
    const held = prices.map(() =>
      holdings && chance(0.6) ? Math.floor(times(6)) + (chance(0.2) ? 0.5 : 0) : 0,
    );
    const parts = prices.map(() => (chance(0.15) ? 0 : uniform()));
    const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
    const cash = times(600) + (holdings ? 0 : 50);
    const budget = prices.reduce((sum, price, i) => sum + price * (held[i] ?? 0), cash);
    yield shareProblem({
      prices,
      held,
      targets: parts.map((part) => (part / whole) * budget * 0.99),
      lots: prices.map(() => (chance(0.2) ? 2 : 1)),
      budget,
      terms: {
        feePerTrade: fees ? times(8) : 0,
        feeRate: fees ? times(0.03) : 0,
        minTrade: all ? times(150) : 0,
      },
    });
  }
}

/** The most that positions within the budget place, by trying all of them. */
export function mostPlacedByTrying(problem: ShareProblem): number {
  const choices = Array.from(problem.prices, (_, i) => allPositions(problem, i));
  let most = Number.NEGATIVE_INFINITY;
  const go = (i: number, left: number, placed: number): void => {
    const here = choices[i];
    if (here === undefined) {
      if (left >= -1e-9) most = Math.max(most, placed);
      return;
    }
    for (const shares of here) {
      go(i + 1, left - costOf(problem, i, shares), placed + placedBy(problem, i, shares));
    }
  };
  go(0, problem.budget, 0);
  return most;
}

/** Every position worth trying: none between what is held and the first at or above the target. */
function allPositions(problem: ShareProblem, i: number): readonly number[] {
  const [held, lot] = [problem.held[i] ?? 0, problem.lots[i] ?? 1];
  const [price, target] = [problem.prices[i] ?? 1, problem.targets[i] ?? 0];
  const odd = held - Math.floor(held / lot) * lot;
  const far = (target + problem.terms.minTrade) / price + held + 4;
  const lattice = [];
  for (let shares = odd; shares <= far; shares += lot) lattice.push(shares);
  const enough = target <= 0 ? 0 : (lattice.find((shares) => shares * price >= target) ?? far);
  return [...new Set([0, held, ...lattice])].filter(
    (shares) => tradable(problem, i, shares) && (shares <= enough || shares >= held),
  );
}
