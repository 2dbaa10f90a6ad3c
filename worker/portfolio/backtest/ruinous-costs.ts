import { IllPosed } from '../../errors.ts';

/**
 * Refuses weights that cost the whole value to buy.
 *
 * @param weights   of any sign, shares of the value
 * @param costRate  cost of trading as a share of the amount traded
 * @throws {IllPosed} when they do
 */
export function refuseRuinousCosts(weights: Float64Array, costRate: number): void {
  const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (costRate * gross < 1) return;
  throw new IllPosed(
    `Positions of ${gross.toPrecision(3)} times the value at a cost_rate of ${costRate} cost all of it: lower either.`,
  );
}
