import {
  type Frontier,
  type FrontierPoint,
  highestCorner,
  lowestCorner,
} from './frontier-point.ts';
import { targetReturn } from './target-return.ts';

/**
 * Portfolios on the frontier whose expected returns are evenly spaced, for a chart: from the least
 * variance to the highest return, both included.
 *
 * @param count  at least 1; one portfolio is that of the least variance
 * @returns      `count` points by rising return; a single one where the frontier is one portfolio
 * @throws {RangeError} a count that is not a whole number above 0
 */
export function evenFrontier(frontier: Frontier, count: number): FrontierPoint[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot space ${count} portfolios: their number must be whole and above 0`,
    );
  }
  const lowest = lowestCorner(frontier);
  const highest = highestCorner(frontier);
  const span = highest.expectedReturn - lowest.expectedReturn;
  if (count === 1 || !(span > 0)) return [lowest];
  const points = [lowest];
  for (let k = 1; k < count - 1; k++) {
    const found = targetReturn(frontier, lowest.expectedReturn + (k / (count - 1)) * span);
    points.push(found.solved ? found.point : highest);
  }
  return [...points, highest];
}
