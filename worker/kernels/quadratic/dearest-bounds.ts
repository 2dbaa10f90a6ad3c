import {
  type ActiveBound,
  boundPrice,
  boundSide,
  type KktQuestion,
  stationarity,
} from './kkt-bounded.ts';

/** How well weights meet the conditions of an optimum, and some of the bounds that hold them. */
export interface DearestBounds {
  /** As {@link kktBounded} has it. */
  readonly residual: number;
  /** Those of the highest shadow prices, in the order of the symbols. */
  readonly active: readonly ActiveBound[];
  /** How many bounds hold weights besides. */
  readonly further: number;
}

/** What the slopes are made of. */
export interface PricedQuestion extends KktQuestion {
  /** Σw. */
  readonly risk: Float64Array;
  /** λ, at least 0. */
  readonly multiplier: number;
}

/**
 * The same as {@link kktBounded} where but a few of many bounds are wanted: objects are made for
 * those alone. Of equal prices the first symbols' count.
 *
 * @param most  how many bounds, at least 0
 */
export function dearestBounds(question: PricedQuestion, most: number): DearestBounds {
  const { risk, multiplier, weights } = question;
  const { residual, budgetMultiplier } = stationarity(question, risk, multiplier);
  const dearest: ActiveBound[] = [];
  let count = 0;
  for (let symbol = 0; symbol < weights.length; symbol++) {
    const side = boundSide(question, symbol);
    if (side === undefined) continue;
    count += 1;
    const shadowPrice = boundPrice(question, { risk, multiplier, budgetMultiplier }, symbol);
    if (dearest.length === most && !(shadowPrice > lowest(dearest))) continue;
    insert(dearest, { symbol, side, shadowPrice });
    if (dearest.length > most) dearest.pop();
  }
  return {
    residual,
    active: dearest.toSorted((one, other) => one.symbol - other.symbol),
    further: count - dearest.length,
  };
}

/** Of bounds from the highest price down; nothing is below it where there are none. */
function lowest(sorted: readonly ActiveBound[]): number {
  return sorted.at(-1)?.shadowPrice ?? Number.POSITIVE_INFINITY;
}

/** Keeps bounds sorted from the highest price down. */
function insert(sorted: ActiveBound[], bound: ActiveBound): void {
  let place = sorted.length;
  while (place > 0 && sorted[place - 1].shadowPrice < bound.shadowPrice) place -= 1;
  sorted.splice(place, 0, bound);
}
