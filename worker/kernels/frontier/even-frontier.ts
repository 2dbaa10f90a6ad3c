import {
  type Frontier,
  type FrontierPoint,
  highestCorner,
  lowestCorner,
  pointsOf,
} from './frontier-point.ts';
import { portfolioOfReturn } from './target-return.ts';

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
  const between = Array.from({ length: count - 2 }, (_, k) =>
    portfolioOfReturn(frontier, lowest.expectedReturn + ((k + 1) / (count - 1)) * span),
  );
  return [lowest, ...pointsOf(frontier, between), highest];
}
