import { type Choice, reducedValue } from './share-choices.ts';

/** One thing is chosen of each list within a budget; this bounds what the choices may be worth. */
export interface BudgetBound {
  /** Ascending prices of money, 0 among them. */
  readonly multipliers: Float64Array;
  /** (lists + 1) × multipliers: from each list to the last, the sum of the best reduced values. */
  readonly tails: Float64Array;
}

/**
 * Prepares the bound by linear relaxation: for every price λ of money, λ·budget plus the sum of each
 * list's largest value − λ·cost is an upper bound, convex in λ, whose least is the relaxation's value
 * (multiple-choice knapsack; Sinha & Zoltners (1979), Oper. Res. 27(3)). That least stands at a slope
 * of some list's upper hull.
 */
export function budgetBound(lists: readonly (readonly Choice[])[]): BudgetBound {
  const multipliers = multipliersOf(lists);
  const width = multipliers.length;
  const tails = new Float64Array((lists.length + 1) * width);
  for (let d = lists.length - 1; d >= 0; d--) {
    for (let l = 0; l < width; l++) {
      tails[d * width + l] = tails[(d + 1) * width + l] + bestOf(lists[d], multipliers[l]);
    }
  }
  return { multipliers, tails };
}

/** The relaxation's price of money, and what it bounds the choices by. */
export interface Relaxation {
  readonly multiplier: number;
  readonly most: number;
}

/** The bound for all lists and one budget, without preparing it for others. */
export function relaxation(lists: readonly (readonly Choice[])[], budget: number): Relaxation {
  const multipliers = multipliersOf(lists);
  const valueAt = (place: number): number => {
    let value = multipliers[place] * budget;
    for (const list of lists) value += bestOf(list, multipliers[place]);
    return value;
  };
  let low = 0;
  let high = multipliers.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= valueAt(middle + 1)) high = middle;
    else low = middle + 1;
  }
  return { multiplier: multipliers[low], most: valueAt(low) };
}

/** A budget, and the lists that it is for: those from `from` on. */
export interface Remainder {
  readonly from: number;
  readonly budget: number;
}

/**
 * The place among the multipliers at which the lists are bounded best.
 *
 * @param near  where to begin to look, such as at the place for a budget nearly as large
 */
export function bestPlace(bound: BudgetBound, rest: Remainder, near = 0): number {
  let place = near;
  let value = boundAt(bound, rest, place);
  for (const step of [1, -1]) {
    for (let next = place + step; next >= 0 && next < bound.multipliers.length; next += step) {
      const other = boundAt(bound, rest, next);
      if (other > value) break;
      place = next;
      value = other;
    }
  }
  return place;
}

/** What one choice of each list may be worth at most, as the multiplier at a place tells. */
export function boundAt(bound: BudgetBound, { from, budget }: Remainder, place: number): number {
  const { multipliers, tails } = bound;
  return multipliers[place] * budget + tails[from * multipliers.length + place];
}

function multipliersOf(lists: readonly (readonly Choice[])[]): Float64Array {
  return Float64Array.from(new Set([0, ...lists.flatMap(hullSlopes)])).sort();
}

function bestOf(list: readonly Choice[], multiplier: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const choice of list) best = Math.max(best, reducedValue(choice, multiplier));
  return best;
}

/** Slopes above 0 of the upper hull of value over cost. */
function hullSlopes(choices: readonly Choice[]): readonly number[] {
  const sorted = [...choices].sort((a, b) => a.cost - b.cost || b.placed - a.placed);
  const hull: Choice[] = [];
  for (const choice of sorted) {
    const last = hull.at(-1);
    if (last !== undefined && choice.placed <= last.placed) continue;
    while (hull.length > 1 && steeper(hull, choice)) hull.pop();
    hull.push(choice);
  }
  return hull.slice(1).map((choice, k) => slope(hull[k], choice));
}

/** Whether a choice lies above the line through the hull's last two. */
function steeper(hull: readonly Choice[], choice: Choice): boolean {
  const [before, last] = hull.slice(-2);
  return slope(before, choice) >= slope(before, last);
}

function slope(from: Choice, to: Choice): number {
  return (to.placed - from.placed) / (to.cost - from.cost);
}
