import { bestWithinBudget } from './best-within-budget.ts';
import { relaxation } from './budget-bound.ts';
import {
  type Choice,
  cornerChoices,
  dearestChoice,
  nearChoices,
  reducedValue,
} from './share-choices.ts';
import { cashRounding, placedBy, type ShareProblem } from './share-positions.ts';

/** How widely is searched, and from where. */
export interface ShareSearch {
  /** Length n: positions within the budget, which the search betters. */
  readonly start: Float64Array;
  /** Partial answers that a search keeps, at most. 0 bounds the start and betters nothing. */
  readonly mostStates: number;
}

/** The best positions found, and how good any could be. */
export interface FoundShares {
  /** Length n. */
  readonly positions: Float64Array;
  /** Money where it is wanted, less fees. */
  readonly placed: number;
  /** No positions within the budget place more; it is `placed` where that was shown to be the most. */
  readonly mostPlaced: number;
  /** Partial answers looked at. */
  readonly states: number;
}

/**
 * One search after the other: how far from the corners positions are looked for, and how many partial
 * answers are kept. What a narrow search finds leaves less to go through for a wide one.
 */
const searches = [
  { breadth: 1, width: 32 },
  { breadth: 4, width: 256 },
  { breadth: 64, width: 2048 },
  { breadth: 1024, width: Number.POSITIVE_INFINITY },
] as const;

/**
 * Positions within the budget that place the most money where it is wanted, less fees. Without
 * fees this is least Σ|target − position| + money left, for that is twice what is not placed.
 *
 * Choices whose loss at the relaxation's price of money exceeds the gap are left out beforehand, the
 * others gone through by {@link bestWithinBudget}. Work is limited by numbers, not by time, so that
 * equal questions have equal answers.
 */
export function exactShares(
  problem: ShareProblem,
  { start, mostStates }: ShareSearch,
): FoundShares {
  const corners = Array.from(start, (_, i) => cornerChoices(problem, i));
  const { multiplier, most: bound } = relaxation(corners, problem.budget);
  const slack = cashRounding * Math.abs(problem.budget);
  const best = { positions: start.slice(), placed: placedOf(problem, start), states: 0 };
  let mostPlaced = Math.max(best.placed, bound);
  const finest = finestLots(problem);
  for (const one of mostStates === 0 ? [] : searches) {
    const most = mostPlaced - best.placed;
    if (most <= slack) break;
    const { breadth } = one;
    const lists = corners.flatMap((_, symbol) =>
      symbol === finest
        ? []
        : [{ symbol, ...nearChoices(problem, symbol, { multiplier, most, breadth }) }],
    );
    const last = { symbol: finest, corners: corners[finest] };
    const limits = { above: best.placed, multiplier, slack, width: one.width, mostStates };
    const found = search({ problem, lists, last }, limits);
    best.states += found.states;
    for (const [symbol, shares] of found.positions) best.positions[symbol] = shares;
    best.placed = placedOf(problem, best.positions);
    if (lists.every(({ complete }) => complete))
      mostPlaced = Math.min(mostPlaced, found.passedOver);
    mostPlaced = Math.max(best.placed, mostPlaced);
  }
  return { ...best, mostPlaced };
}

/** Money where it is wanted, less fees, of all positions together. */
export function placedOf(problem: ShareProblem, positions: Float64Array): number {
  return positions.reduce((sum, shares, i) => sum + placedBy(problem, i, shares), 0);
}

/** What a symbol's position may become. */
interface Near {
  readonly symbol: number;
  readonly choices: readonly Choice[];
  readonly complete: boolean;
}

/** Better positions by symbol, none where there are none; and what was passed over. */
interface Found {
  readonly positions: readonly (readonly [symbol: number, shares: number])[];
  readonly passedOver: number;
  readonly states: number;
}

/** What is searched: lists in any order, and the symbol that takes up what they leave. */
interface Field {
  readonly problem: ShareProblem;
  readonly lists: readonly Near[];
  /** Between its corners it has more positions than are listed. */
  readonly last: { readonly symbol: number; readonly corners: readonly Choice[] };
}

function search(
  { problem, lists, last }: Field,
  options: {
    readonly above: number;
    readonly multiplier: number;
    readonly slack: number;
    readonly width: number;
    readonly mostStates: number;
  },
): Found {
  const { multiplier, above, slack, width, mostStates } = options;
  const sure = lists.filter(({ choices }) => choices.length === 1);
  const open = inOrder(
    lists.filter(({ choices }) => choices.length > 1),
    multiplier,
  );
  const spent = sure.reduce((sum, { choices: [choice] }) => sum + choice.cost, 0);
  const placed = sure.reduce((sum, { choices: [choice] }) => sum + choice.placed, 0);
  const answer = bestWithinBudget({
    lists: [...open.map(({ choices }) => choices), last.corners],
    budget: problem.budget - spent,
    fill: (left) => dearestChoice(problem, last.symbol, left),
    above: above - placed,
    slack,
    width: Math.max(searches[0].width, Math.min(width, Math.floor(mostStates / (open.length + 1)))),
  });
  const { choices, passedOver, states } = answer;
  const symbols = [...open, last, ...sure].map(({ symbol }) => symbol);
  const found = choices && [...choices, ...sure.map(({ choices: [choice] }) => choice)];
  const positions = (found ?? []).map(({ shares }, d) => [symbols[d], shares] as const);
  return { positions, passedOver: passedOver + placed, states };
}

/** The least sure first: those whose best choice is hardly better than their second. */
function inOrder(lists: readonly Near[], multiplier: number): readonly Near[] {
  return lists
    .map((list) => {
      const [first, second] = list.choices;
      return { list, lead: reducedValue(first, multiplier) - reducedValue(second, multiplier) };
    })
    .sort((a, b) => a.lead - b.lead || a.list.symbol - b.list.symbol)
    .map(({ list }) => list);
}

/** The symbol whose lots are worth the least. */
function finestLots({ lots, prices }: ShareProblem): number {
  let finest = 0;
  for (let i = 1; i < lots.length; i++) {
    if (lots[i] * prices[i] < lots[finest] * prices[finest]) finest = i;
  }
  return finest;
}
