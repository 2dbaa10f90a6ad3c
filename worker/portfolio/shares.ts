/** What an amount buys. */
export interface Shares {
  /** Whole shares, by column. */
  readonly whole: readonly number[];
  /** Exact shares for brokers that sell fractions, by column. */
  readonly fractional: readonly number[];
  /** What is left of the amount after buying the whole shares. */
  readonly cashLeft: number;
}

/**
 * Buys shares for an amount: first as many whole shares as each weight pays for, then, one at a
 * time, the affordable share whose holding falls shortest of its weight. Short sales are rounded
 * towards none, and bring cash in.
 *
 * @param weights  N fractions of `amount`, of any sign
 * @param prices   N prices of one share, each above 0
 * @param amount   above 0, in the currency of the prices
 */
export function buyShares(weights: Float64Array, prices: Float64Array, amount: number): Shares {
  const fractional = Array.from(weights, (weight, i) => (weight * amount) / priceAt(prices, i));
  const whole = fractional.map(Math.trunc);
  let cash = amount - whole.reduce((spent, count, i) => spent + count * priceAt(prices, i), 0);
  for (;;) {
    const next = mostWanted({ whole, fractional, prices, cash });
    if (next === undefined) return { whole, fractional, cashLeft: Math.max(0, cash) };
    whole[next] = (whole[next] ?? 0) + 1;
    cash -= priceAt(prices, next);
  }
}

/** The affordable column furthest below its weight, in money; undefined when none is below. */
function mostWanted(state: {
  readonly whole: readonly number[];
  readonly fractional: readonly number[];
  readonly prices: Float64Array;
  readonly cash: number;
}): number | undefined {
  let most = 0;
  let column: number | undefined;
  for (const [i, wanted] of state.fractional.entries()) {
    const price = priceAt(state.prices, i);
    const missing = (wanted - (state.whole[i] ?? 0)) * price;
    if (price <= state.cash && missing > most) {
      most = missing;
      column = i;
    }
  }
  return column;
}

function priceAt(prices: Float64Array, i: number): number {
  return prices[i] ?? Number.NaN;
}
