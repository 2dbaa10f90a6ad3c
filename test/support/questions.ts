import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import {
  type PortfolioQuery,
  type QueryLimits,
  readQuery,
} from '../../worker/portfolio/query/query.ts';
import type { Question } from '../../worker/portfolio/questions.ts';
import type { Material } from '../../worker/portfolio/window/material.ts';
import { priceSeries } from './price-series.ts';

/** Fields of a query beside symbols and dates. */
type Fields = Readonly<Record<string, unknown>>;

/** A question of the kind `optimise` on closes. */
export function questionOn(closes: Matrix, fields: Fields = {}): Question<'optimise'> {
  return { name: 'optimise', ...asked(closes, fields, {}) };
}

/** The same of the kind `frontier`. */
export function frontierOn(closes: Matrix, fields: Fields = {}): Question<'frontier'> {
  const { query, material } = asked(closes, fields, { answer: 'frontier' });
  if (query.mix === undefined) throw new Error('it asks for no mix');
  return { name: 'frontier', query: { ...query, mix: query.mix }, material };
}

function asked(
  { rows, columns, values }: Matrix,
  fields: Fields,
  limits: Omit<QueryLimits, 'maxSymbols'>,
): { readonly query: PortfolioQuery; readonly material: Material } {
  const symbols = Array.from({ length: columns }, (_, i) => `S${i}`);
  const body = { symbols, start_date: '1970-01-01', end_date: '2069-12-31', benchmark: null };
  const { query, faults } = readQuery({ ...body, ...fields }, { maxSymbols: 999, ...limits });
  if (query === undefined) throw new Error(JSON.stringify(faults));
  const column = (i: number): number[] =>
    Array.from({ length: rows }, (_, t) => values[t * columns + i] ?? 0);
  // In the order of the query, which has sorted them.
  const series = query.symbols.map((symbol) =>
    priceSeries(symbol, column(Number(symbol.slice(1))), { first: 10_000 }),
  );
  return { query, material: { series, benchmark: undefined } };
}
