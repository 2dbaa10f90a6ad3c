import { toCsv } from '../prices/frame.ts';

/**
 * The table of an answer as CSV: date, Optimized and, where there is one, the benchmark; empty
 * where the benchmark has no price.
 *
 * @param answer  the JSON of a {@link import('./report.ts').Report}
 */
export async function performanceCsv(answer: string): Promise<string> {
  const { performance } = JSON.parse(answer);
  return toCsv(performance);
}
