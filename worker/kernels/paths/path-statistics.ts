/** The deepest fall of a path from a high it had reached. */
export interface Drawdown {
  /** The fall as a share of the high: 0 for a path that never falls, and below 1. */
  readonly depth: number;
  /** Day of the high the fall starts from. */
  readonly peak: number;
  /** Day of the lowest value of the fall; the same as `peak` when there is none. */
  readonly trough: number;
}

/** Simple returns of a path of values, one fewer than values. */
export function simpleReturns(path: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, path.length - 1));
  for (let t = 0; t < returns.length; t++) returns[t] = path[t + 1] / path[t] - 1;
  return returns;
}

/**
 * Sample standard deviation of the returns of a path, annualised by √periodsPerYear.
 *
 * @returns  undefined for fewer than two returns
 */
export function annualisedVolatility(
  path: Float64Array,
  periodsPerYear: number,
): number | undefined {
  const returns = simpleReturns(path);
  if (returns.length < 2) return undefined;
  let sum = 0;
  for (const value of returns) sum += value;
  const mean = sum / returns.length;
  let squares = 0;
  for (const value of returns) squares += (value - mean) ** 2;
  return Math.sqrt((periodsPerYear * squares) / (returns.length - 1));
}

const daysPerYear = 365.25;

/**
 * Compound annual growth rate of a path by the calendar: (last/first)^(365.25/days) − 1.
 *
 * @param calendarDays  from the first value to the last
 * @returns             undefined when no day has passed, or the rate is past what a double holds
 */
export function compoundAnnualGrowth(path: Float64Array, calendarDays: number): number | undefined {
  if (path.length < 2 || !(calendarDays > 0)) return undefined;
  const rate = (path[path.length - 1] / path[0]) ** (daysPerYear / calendarDays) - 1;
  return Number.isFinite(rate) ? rate : undefined;
}

/** The largest fall from a high, the earliest of equals. Days are indices of the path. */
export function maxDrawdown(path: Float64Array): Drawdown {
  let high = 0;
  let deepest: Drawdown = { depth: 0, peak: 0, trough: 0 };
  for (let t = 1; t < path.length; t++) {
    if (path[t] > path[high]) high = t;
    const depth = 1 - path[t] / path[high];
    if (depth > deepest.depth) deepest = { depth, peak: high, trough: t };
  }
  return deepest;
}
