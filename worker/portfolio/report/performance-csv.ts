import { tableCsv } from '../../prices/frame.ts';

/** One day of an answer's `performance`: a date, then figures or null. */
type PerformanceRecord = Readonly<Record<string, string | number | null>>;

/**
 * The table of an answer as CSV: date, Optimized and, where there is one, the benchmark; empty
 * where the benchmark has no price.
 *
 * @param answer  the JSON of a {@link import('./report.ts').Report}
 */
export async function performanceCsv(answer: string): Promise<string> {
  const { performance } = JSON.parse(answer) as { performance: readonly PerformanceRecord[] };
  const columns = Object.keys(performance[0] ?? {});
  const rows = performance.map((record) => columns.map((column) => record[column] ?? null));
  return tableCsv({ columns, rows });
}
