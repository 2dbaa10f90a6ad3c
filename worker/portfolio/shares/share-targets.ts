import type { ShareInput } from './share-plan.ts';

/** Money that is to be held in each symbol. */
export interface ShareTargets {
  /** Cash and all that is held now, before any trade. */
  readonly value: number;
  /** What of the value fees leave when the targets are met exactly. */
  readonly net: number;
  /** Length n, below 0 for short positions. */
  readonly targets: Float64Array;
}

const mostHalvings = 100;

/**
 * What weights come to in money: fractions of what fees leave. As PyPortfolioOpt does, short
 * positions can be scaled to a share of the value; and where what they bring in is kept, the others
 * are scaled to the value.
 */
export function shareTargets(input: ShareInput): ShareTargets {
  const { prices, cash, terms } = input;
  const held = prices.map((price, i) => price * (terms.holdings[i] ?? 0));
  const value = held.reduce((sum, money) => sum + money, cash);
  const fractions = fractionsOf(input);
  const net = value > 0 ? afterFees({ value, fractions, held }, input) : value;
  return { value, net, targets: fractions.map((fraction) => fraction * net) };
}

/** What share of the value is to be in each symbol. */
export function fractionsOf({ weights, terms, keptShare = 0 }: ShareInput): Float64Array {
  const short = weights.reduce((sum, weight) => sum + Math.max(0, -weight), 0);
  const long = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  const { shortRatio, shortProceeds } = terms;
  if (short === 0 || (shortRatio === undefined && shortProceeds === 'invested')) return weights;
  const ratio = shortRatio ?? short;
  const invested = 1 - keptShare + (shortProceeds === 'invested' ? ratio : 0);
  return weights.map((weight) =>
    weight < 0 ? (weight / short) * ratio : (weight / long) * invested,
  );
}

interface Rebalanced {
  readonly value: number;
  readonly fractions: Float64Array;
  /** Money in each symbol now. */
  readonly held: Float64Array;
}

/** The root of net + fees(net) = value; the value itself where fees would take all of it. */
function afterFees({ value, fractions, held }: Rebalanced, { terms }: ShareInput): number {
  const { feePerTrade, feeRate } = terms;
  if (feePerTrade === 0 && feeRate === 0) return value;
  const moved = (net: number, i: number): number =>
    Math.abs((fractions[i] ?? 0) * net - (held[i] ?? 0));
  const fees = (net: number): number =>
    fractions.reduce((sum, _, i) => {
      const traded = moved(net, i) > feePerTrade && moved(net, i) > 0;
      return traded ? sum + feePerTrade + feeRate * moved(net, i) : sum;
    }, 0);
  if (fees(0) >= value) return value;
  let [low, high] = [0, value];
  for (let i = 0; i < mostHalvings; i++) {
    const middle = (low + high) / 2;
    if (middle + fees(middle) > value) high = middle;
    else low = middle;
  }
  return low;
}
