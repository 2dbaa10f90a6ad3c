import * as assert from 'uvu/assert';
import { type Column, ColumnList } from '../../worker/kernels/linear/column-list.ts';
import {
  positionAtLeast,
  type ShareProblem,
  smallestMove,
} from '../../worker/kernels/shares/share-positions.ts';
import type { SolveLinear } from '../../worker/portfolio/mix/linear-solver.ts';

type Entry = readonly [row: number, value: number];

/** A column, its entries by row, and whether it is whole. */
interface Unknown extends Column {
  readonly entries: readonly Entry[];
  readonly whole: boolean;
}

type Needs = Omit<Unknown, 'cost'>;

/** Rows of a symbol: one of the four; money placed; bought enough, and any; sold likewise. */
const rowsEach = 6;
/** Unknowns of a symbol: money placed; kept, emptied, bought, sold; lots after buying, and after selling. */
const unknownsEach = 7;
const [emptied, bought, sold, lotsBought, lotsSold] = [2, 3, 4, 5, 6];
const yesOrNo = { lower: 0, upper: 1, whole: true };

/**
 * The positions that place the most, of at least no shares held now, as a mixed-integer linear program:
 * each is kept, emptied, raised by lots or lowered by lots, and what is placed is at most what is wanted
 * and at most what there is.
 *
 * @returns  length n
 */
export function sharesByHighs(problem: ShareProblem, solve: SolveLinear): Float64Array {
  const { prices, held, lots } = problem;
  const unknowns = Array.from(prices, (_, i) => unknownsOf(problem, i)).flat();
  const rows = 1 + rowsEach * prices.length;
  const list = new ColumnList(unknowns.length, unknowns.length * rowsEach);
  for (const unknown of unknowns) {
    list.begin(unknown);
    for (const [row, value] of unknown.entries) list.enter(row, value);
  }
  const rowLower = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const rowUpper = new Float64Array(rows);
  // Money is in units of the budget, so that what rounding leaves is small beside each row.
  rowUpper[0] = 1;
  for (let i = 0; i < prices.length; i++) {
    // One of the four; the other rows are of what is at most 0.
    rowLower[1 + rowsEach * i] = 1;
    rowUpper[1 + rowsEach * i] = 1;
  }
  const whole = Uint8Array.from(unknowns, (unknown) => Number(unknown.whole));
  const found = solve({ ...list.program(rowLower, rowUpper), whole }, { timeLimitMs: 60_000 });
  assert.ok(found.status === 'whole', found.status);
  const { x } = found;
  return prices.map((_, i) => {
    const at = (k: number): number => x[unknownsEach * i + k] ?? 0;
    if (at(emptied) === 1) return 0;
    const [now, lot] = [held[i] ?? 0, lots[i] ?? 1];
    const odd = now - Math.floor(now / lot) * lot;
    if (at(bought) === 1) return odd + lot * at(lotsBought);
    return at(sold) === 1 ? odd + lot * at(lotsSold) : now;
  });
}

/** What a symbol's unknowns are made of. Money is in units of the budget. */
interface Terms {
  readonly price: number;
  readonly now: number;
  readonly lot: number;
  /** What of the shares held makes no lot. */
  readonly odd: number;
  /** The fewest shares of a trade. */
  readonly move: number;
  readonly fee: number;
  readonly rate: number;
  readonly paysFees: boolean;
}

function termsOf(problem: ShareProblem, i: number): Terms {
  const { terms, budget, paysFees } = problem;
  const [price, now, lot] = [problem.prices, problem.held, problem.lots].map(
    (of) => of[i] ?? 0,
  ) as [number, number, number];
  return {
    ...{ price: price / budget, now, lot, odd: now - Math.floor(now / lot) * lot, paysFees },
    move: smallestMove(problem, i),
    fee: terms.feePerTrade / budget,
    rate: (terms.feeRate * price) / budget,
  };
}

function unknownsOf(problem: ShareProblem, i: number): readonly Unknown[] {
  const symbol = termsOf(problem, i);
  const { price, now, lot, odd, move, fee, rate } = symbol;
  const most = Math.ceil((now + 1 / price + move) / lot) + 1;
  const first = 1 + rowsEach * i;
  const one: Entry = [first, 1];
  const [placed, buysEnough, buysAny, sellsEnough, sellsAny] = [1, 2, 3, 4, 5].map(
    (row) => first + row,
  ) as [number, number, number, number, number];
  /** Shares after it, the fee of it, and what it needs beside. */
  const unknown = (shares: number, cost: number, { entries, ...column }: Needs): Unknown => {
    const spent = price * shares + (symbol.paysFees ? cost : 0);
    return { ...column, cost, entries: [[0, spent], [placed, -price * shares], ...entries] };
  };
  const target = (problem.targets[i] ?? 0) / problem.budget;
  // What is emptied moves enough, or is not to be.
  const empties = now > 0 && now >= move ? yesOrNo : { ...yesOrNo, upper: 0 };
  // What is sold is sold down to the target.
  const enough = positionAtLeast(problem, i, (target * problem.budget) / (problem.prices[i] ?? 1));
  const mostKept = Math.max(0, Math.round((enough - odd) / lot));
  const count = { lower: 0, upper: most, whole: true };
  const buys: readonly Entry[] = [one, [buysEnough, now + move - odd], [buysAny, -lot * most]];
  const sells: readonly Entry[] = [one, [sellsEnough, odd + move - now], [sellsAny, -lot * most]];
  const more: readonly Entry[] = [
    [buysEnough, -lot],
    [buysAny, lot],
  ];
  const less: readonly Entry[] = [
    [sellsEnough, lot],
    [sellsAny, lot],
  ];
  return [
    { cost: -1, lower: 0, upper: target, whole: false, entries: [[placed, 1]] },
    unknown(now, 0, { ...yesOrNo, entries: [one] }),
    unknown(0, fee + rate * now, { ...empties, entries: [one] }),
    unknown(odd, fee + rate * (odd - now), { ...yesOrNo, entries: buys }),
    unknown(odd, fee + rate * (now - odd), { ...yesOrNo, entries: sells }),
    unknown(lot, rate * lot, { ...count, entries: more }),
    unknown(lot, -rate * lot, { ...count, upper: mostKept, entries: less }),
  ];
}
