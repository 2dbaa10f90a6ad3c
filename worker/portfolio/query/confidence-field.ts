import type { Fault } from '../../errors.ts';
import { readNumber } from './simple-fields.ts';
import { sentField } from './weights-query.ts';

/**
 * Reads `confidence`, that of values at risk and of intervals: 0.95 when absent.
 *
 * @returns undefined when faulty
 */
export function readConfidence(body: unknown, faults: Fault[]): number | undefined {
  const example = '0.95 looks at the worst 5 % of days';
  const range = { least: 0.5, most: 0.9999, fallback: 0.95, example };
  return readNumber(sentField(body, 'confidence'), range, faults);
}
