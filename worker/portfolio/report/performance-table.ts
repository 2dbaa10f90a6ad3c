import { type Day, isoDate } from '../../prices/day.ts';

/** A portfolio's path and its benchmark's. */
export interface Performance {
  readonly days: ArrayLike<Day>;
  /** A value a day, 1 on the first. */
  readonly path: Float64Array;
  /** The name of the benchmark's column; null for none. */
  readonly benchmark: string | null;
  /** A close a day, NaN where there is none; undefined without a benchmark. */
  readonly benchmarkCloses: Float64Array | undefined;
  /** Paths of other portfolios by the names of their columns, as long; none where absent. */
  readonly others?: Readonly<Record<string, Float64Array>>;
}

/**
 * An answer's `performance`: one record a day, the portfolio and the benchmark, each 1 on its own
 * first day.
 *
 * @param column  what the portfolio's column is called
 */
export function performanceTable(
  column: string,
  { days, path, benchmark, benchmarkCloses, others = {} }: Performance,
): readonly Readonly<Record<string, string | number | null>>[] {
  const base = benchmarkCloses?.find((close) => !Number.isNaN(close)) ?? Number.NaN;
  const paths = Object.entries({ [column]: path, ...others });
  return Array.from(days, (day, row) => {
    const values = paths.map(([name, one]) => [name, tenDecimals(one[row] ?? Number.NaN)]);
    const record = { date: isoDate(day), ...Object.fromEntries(values) };
    if (benchmark === null) return record;
    const close = benchmarkCloses?.[row] ?? Number.NaN;
    return {
      ...record,
      [benchmark]: Number.isNaN(close) ? null : tenDecimals(close / base),
    };
  });
}

/** The original rounded so; more digits would only make the answer longer. */
function tenDecimals(value: number): number {
  return Math.round(value * 1e10) / 1e10;
}
