import type { Fault } from '../../errors.ts';
import { readNumber } from './simple-fields.ts';
import { sentField } from './weights-query.ts';

const range = {
  least: -1,
  most: 1,
  fallback: 0,
  example: '0.0001 counts days above 0.01 % as gains',
};

/**
 * Reads `omega_threshold`: the return of a period that an Omega ratio counts from, 0 by default.
 *
 * @returns undefined when faulty
 */
export function readOmegaThreshold(body: unknown, faults: Fault[]): number | undefined {
  return readNumber(sentField(body, 'omega_threshold'), range, faults);
}
