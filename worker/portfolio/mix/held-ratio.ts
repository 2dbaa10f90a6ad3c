import { sharpeRatio } from '../../kernels/paths/excess-ratios.ts';
import { simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { sampleMoments } from '../../kernels/samples/sample-moments.ts';

/** A rate, and how many periods make its year. */
interface Annualising {
  /** Effective per year. */
  readonly riskFreeRate: number;
  readonly periodsPerYear: number;
}

/**
 * The Sharpe ratio that a path had in excess of a rate, annualised.
 *
 * @param path  T+1 values above 0
 * @returns     undefined where it does not move against the rate
 */
export function heldRatio(
  path: Float64Array,
  { riskFreeRate, periodsPerYear }: Annualising,
): number | undefined {
  const hurdle = (1 + riskFreeRate) ** (1 / periodsPerYear) - 1;
  const excess = simpleReturns(path).map((one) => one - hurdle);
  return sharpeRatio(sampleMoments(excess), periodsPerYear);
}
