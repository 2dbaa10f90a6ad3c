import { type BudgetBound, bestPlace, boundAt, budgetBound } from './budget-bound.ts';
import type { Choice } from './share-choices.ts';

/** Lists of which one choice each is taken, and what there is to better. */
export interface BudgetChoice {
  /** At least one list, none empty. */
  readonly lists: readonly (readonly Choice[])[];
  readonly budget: number;
  /** A further choice of the last list for the money that is left; undefined for none. */
  readonly fill: (left: number) => Choice | undefined;
  /** Only what places more than this is looked for. */
  readonly above: number;
  /** Money that is rounding. */
  readonly slack: number;
  /** Partial answers kept after each list, at most. */
  readonly width: number;
}

/** What was found. */
export interface BudgetAnswer {
  /** One a list; undefined where nothing places more. */
  readonly choices: readonly Choice[] | undefined;
  /** No answer that was passed over places more; −Infinity where none was. */
  readonly passedOver: number;
  /** Partial answers looked at. */
  readonly states: number;
}

/** Partial answers that cost more the more they place: none is worse than another in both. */
interface Layer {
  readonly left: Float64Array;
  readonly placed: Float64Array;
  /** Which state of the layer before each came from, and by which choice. */
  readonly parent: Int32Array;
  readonly pick: Int32Array;
}

/**
 * The choices that place the most within a budget: list after list, all partial answers that no other
 * dominates and whose bound is above the best known (dynamic programming with dominance and bounds;
 * Pisinger (1995), Eur. J. Oper. Res. 83(2)). When there are more than `width` of them, those of the
 * highest bounds go on, and the best bound of the others is told. Nothing depends on the clock.
 */
export function bestWithinBudget(question: BudgetChoice): BudgetAnswer {
  const { lists, budget, width } = question;
  const bound = budgetBound(lists);
  const leastCosts = leastCostsOf(lists);
  const layers: Layer[] = [startLayer(budget)];
  let passedOver = Number.NEGATIVE_INFINITY;
  let states = 0;
  for (let d = 0; d < lists.length - 1; d++) {
    const all = extended(layers[d], lists[d]);
    states += all.left.length;
    const bounds = boundsOf(all, { question, bound, from: d + 1, leastCost: leastCosts[d + 1] });
    const kept = mostPromising(bounds, width);
    passedOver = Math.max(passedOver, kept.passedOver);
    layers.push(filtered(all, kept.keep));
  }
  const end = bestEnd(question, layers[lists.length - 1]);
  return { choices: end && traced(lists, layers, end), passedOver, states };
}

function startLayer(budget: number): Layer {
  const none = new Int32Array(1);
  return { left: Float64Array.of(budget), placed: new Float64Array(1), parent: none, pick: none };
}

function leastCostsOf(lists: BudgetChoice['lists']): Float64Array {
  const least = new Float64Array(lists.length + 1);
  for (let d = lists.length - 1; d >= 0; d--) {
    least[d] = least[d + 1] + Math.min(...lists[d].map(({ cost }) => cost));
  }
  return least;
}

/** Every state with every choice, from the most money left to the least, without the dominated. */
function extended(layer: Layer, list: readonly Choice[]): Layer {
  const size = layer.left.length;
  const heads = new Int32Array(list.length);
  const most = size * list.length;
  const next = {
    left: new Float64Array(most),
    placed: new Float64Array(most),
    parent: new Int32Array(most),
    pick: new Int32Array(most),
  };
  let count = 0;
  for (let taken = 0; taken < most; taken++) {
    const pick = richest(layer, list, heads);
    const state = heads[pick]++;
    const placed = layer.placed[state] + list[pick].placed;
    if (count > 0 && placed <= next.placed[count - 1]) continue;
    const left = layer.left[state] - list[pick].cost;
    if (count > 0 && left === next.left[count - 1]) count -= 1;
    next.left[count] = left;
    next.placed[count] = placed;
    next.parent[count] = state;
    next.pick[count] = pick;
    count += 1;
  }
  return {
    left: next.left.subarray(0, count),
    placed: next.placed.subarray(0, count),
    parent: next.parent.subarray(0, count),
    pick: next.pick.subarray(0, count),
  };
}

/** The choice whose next state has the most money left; of several the first. */
function richest(layer: Layer, list: readonly Choice[], heads: Int32Array): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let pick = 0; pick < list.length; pick++) {
    if (heads[pick] === layer.left.length) continue;
    const left = layer.left[heads[pick]] - list[pick].cost;
    if (best >= 0 && left <= most) continue;
    best = pick;
    most = left;
  }
  return best;
}

/** What each state may still come to; −Infinity for those that can't be bettered or paid. */
function boundsOf(
  { left, placed }: Layer,
  rest: {
    readonly question: BudgetChoice;
    readonly bound: BudgetBound;
    readonly from: number;
    readonly leastCost: number;
  },
): Float64Array {
  const { question, bound, from, leastCost } = rest;
  const { above, slack } = question;
  let place = 0;
  return left.map((money, state) => {
    if (money < leastCost - slack) return Number.NEGATIVE_INFINITY;
    place = bestPlace(bound, { from, budget: money }, place);
    const most = placed[state] + boundAt(bound, { from, budget: money }, place);
    return most > above + slack ? most : Number.NEGATIVE_INFINITY;
  });
}

/** Which states go on, and the best bound of those that might have but for the width. */
function mostPromising(
  bounds: Float64Array,
  width: number,
): { readonly keep: Int32Array; readonly passedOver: number } {
  const open = Int32Array.from(bounds.keys()).filter(
    (state) => bounds[state] > Number.NEGATIVE_INFINITY,
  );
  if (open.length <= width) return { keep: open, passedOver: Number.NEGATIVE_INFINITY };
  const ranked = open.slice().sort((a, b) => bounds[b] - bounds[a] || a - b);
  return { keep: ranked.slice(0, width).sort(), passedOver: bounds[ranked[width]] };
}

function filtered({ left, placed, parent, pick }: Layer, keep: Int32Array): Layer {
  return {
    left: Float64Array.from(keep, (state) => left[state]),
    placed: Float64Array.from(keep, (state) => placed[state]),
    parent: Int32Array.from(keep, (state) => parent[state]),
    pick: Int32Array.from(keep, (state) => pick[state]),
  };
}

/** The last choice, and the state it is added to. */
interface End {
  readonly state: number;
  readonly choice: Choice;
}

function bestEnd({ lists, fill, above, slack }: BudgetChoice, layer: Layer): End | undefined {
  const last = lists[lists.length - 1];
  let most = above + slack;
  let end: End | undefined;
  for (let state = 0; state < layer.left.length; state++) {
    const left = layer.left[state];
    const filling = fill(left);
    for (const choice of filling === undefined ? last : [filling, ...last]) {
      const placed = layer.placed[state] + choice.placed;
      if (choice.cost > left + slack || placed <= most) continue;
      most = placed;
      end = { state, choice };
    }
  }
  return end;
}

function traced(
  lists: BudgetChoice['lists'],
  layers: readonly Layer[],
  end: End,
): readonly Choice[] {
  const choices: Choice[] = [end.choice];
  let { state } = end;
  for (let d = lists.length - 1; d > 0; d--) {
    choices.unshift(lists[d - 1][layers[d].pick[state]]);
    state = layers[d].parent[state];
  }
  return choices;
}
