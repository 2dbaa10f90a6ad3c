/** The least and greatest close that is read from outside: far beyond all that was ever paid. */
export const leastClose = 1e-20;
export const greatestClose = 1e20;

/** Whether a value is a close that can be computed with: products of such never overflow. */
export function isClose(value: unknown): value is number {
  return typeof value === 'number' && value >= leastClose && value <= greatestClose;
}
