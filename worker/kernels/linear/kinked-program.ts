import type { AbsoluteSum, KinkedTerms } from '../quadratic/kinked-problem.ts';
import { ColumnList } from './column-list.ts';
import type { KinkedMultipliers } from './kinked-bound.ts';
import type { LinearProgram } from './linear-program.ts';

/** An unknown beside the weights. */
export interface FurtherColumn {
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
}

/** lower ≤ aᵀw + Σ values·further columns ≤ upper. */
export interface FurtherRow {
  /** a, length n. */
  readonly weights: Float64Array;
  /** Places among the further columns, and what each counts. */
  readonly others: readonly (readonly [column: number, value: number])[];
  readonly lower: number;
  readonly upper: number;
}

/** What is asked of weights, and of the unknowns beside them. */
export interface KinkedQuestion {
  readonly terms: KinkedTerms;
  readonly columns: readonly FurtherColumn[];
  readonly rows: readonly FurtherRow[];
}

/** A solution in the question's terms. */
export interface KinkedOptimum extends KinkedMultipliers {
  /** Length n, as they came out. */
  readonly weights: Float64Array;
  /** The further columns. */
  readonly others: Float64Array;
  /** By how much the minimum rises with the active side of each further row. */
  readonly prices: Float64Array;
}

/** A weight less an origin is what is bought less what is sold; both cost, so that one of them is 0. */
export interface Kink {
  readonly symbol: number;
  readonly origin: number;
}

/**
 * Minimise −cᵀw + cost(w) and what further columns cost, as a linear program. Columns: the weights,
 * two a kink, the further ones. Rows: those of the weights, the limits, one a kink, the further ones:
 * further columns and rows can be added at the end.
 */
export function kinkedProgram({ terms, columns, rows }: KinkedQuestion): LinearProgram {
  const kinks = kinksOf(terms);
  const { length: size } = terms.linear;
  const first = terms.rows.lower.length + terms.limits.length;
  const others = rows.reduce((sum, row) => sum + row.others.length, 0);
  const list = new ColumnList(
    size + 2 * kinks.length + columns.length,
    size * (first + rows.length) + kinks.length * (2 * terms.limits.length + 3) + others,
  );
  addWeights(list, { terms, rows, kinks });
  for (const [k, kink] of kinks.entries()) addKink(list, terms, { ...kink, row: first + k });
  addFurther(list, columns, { rows, first: first + kinks.length });
  return list.program(
    Float64Array.of(
      ...terms.rows.lower,
      ...terms.limits.map(() => Number.NEGATIVE_INFINITY),
      ...kinks.map(({ origin }) => origin),
      ...rows.map(({ lower }) => lower),
    ),
    Float64Array.of(
      ...terms.rows.upper,
      ...terms.limits.map(({ limit }) => limit),
      ...kinks.map(({ origin }) => origin),
      ...rows.map(({ upper }) => upper),
    ),
  );
}

/** Reads the solution of {@link kinkedProgram}. */
export function readKinked(
  { terms, columns, rows }: KinkedQuestion,
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
): KinkedOptimum {
  const [asked, limited] = [terms.rows.lower.length, terms.limits.length];
  return {
    weights: x.slice(0, terms.linear.length),
    others: x.slice(x.length - columns.length),
    rowMultipliers: y.slice(0, asked),
    limitMultipliers: y.slice(asked, asked + limited).map((price) => Math.max(0, -price)),
    prices: y.slice(y.length - rows.length),
  };
}

/** How many columns of {@link kinkedProgram} stand before the further ones, and how many rows. */
export function leadingParts(terms: KinkedTerms): {
  readonly columns: number;
  readonly rows: number;
} {
  const { length } = kinksOf(terms);
  return {
    columns: terms.linear.length + 2 * length,
    rows: terms.rows.lower.length + terms.limits.length + length,
  };
}

/** Where the absolute values bend, each place once. */
export function kinksOf({ linear, cost, limits }: KinkedTerms): readonly Kink[] {
  const sums = [cost, ...limits];
  return [...linear.keys()].flatMap((symbol) => {
    const bent = sums.filter(({ rates }) => rates[symbol] > 0);
    const origins = new Set(bent.map(({ origin }) => origin[symbol]));
    return Array.from(origins, (origin) => ({ symbol, origin }));
  });
}

function addWeights(
  list: ColumnList,
  {
    terms,
    rows,
    kinks,
  }: Pick<KinkedQuestion, 'terms' | 'rows'> & { readonly kinks: readonly Kink[] },
): void {
  const { linear, lower, upper, limits } = terms;
  const { matrix } = terms.rows;
  const first = matrix.rows + limits.length;
  for (let i = 0; i < linear.length; i++) {
    list.begin({ cost: 0 - linear[i], lower: lower[i], upper: upper[i] });
    for (let r = 0; r < matrix.rows; r++) list.enter(r, matrix.values[r * linear.length + i]);
    for (const [k, limit] of limits.entries()) list.enter(matrix.rows + k, limit.coefficients[i]);
    for (const [k, { symbol }] of kinks.entries()) if (symbol === i) list.enter(first + k, 1);
    const after = first + kinks.length;
    for (let r = 0; r < rows.length; r++) list.enter(after + r, rows[r].weights[i]);
  }
}

/** What is bought and what is sold: w − bought + sold = origin. */
function addKink(
  list: ColumnList,
  { rows, cost, limits }: KinkedTerms,
  { symbol, origin, row }: Kink & { readonly row: number },
): void {
  const rate = (sum: AbsoluteSum): number =>
    sum.origin[symbol] === origin ? sum.rates[symbol] : 0;
  for (const sign of [-1, 1]) {
    list.begin({ cost: rate(cost), lower: 0, upper: Number.POSITIVE_INFINITY });
    for (const [k, limit] of limits.entries()) list.enter(rows.lower.length + k, rate(limit));
    list.enter(row, sign);
  }
}

function addFurther(
  list: ColumnList,
  columns: readonly FurtherColumn[],
  { rows, first }: { readonly rows: readonly FurtherRow[]; readonly first: number },
): void {
  const entries: [row: number, value: number][][] = columns.map(() => []);
  for (const [r, { others }] of rows.entries()) {
    for (const [column, value] of others) entries[column].push([first + r, value]);
  }
  for (const [k, column] of columns.entries()) {
    list.begin(column);
    for (const [row, value] of entries[k]) list.enter(row, value);
  }
}
