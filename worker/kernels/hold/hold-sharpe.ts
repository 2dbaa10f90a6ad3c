import { rowMix } from '../algebra/add-rows.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** The buy-and-hold Sharpe problem: which weights on the first day give the best ratio? */
export interface HoldProblem {
  /** n × (T+1) growth paths, one symbol a row, 1 on the first day. */
  readonly growth: Matrix;
  /** What each return is compared with; NaN where there is nothing to compare. Length T+1; [0] is NaN. */
  readonly hurdle: Float64Array;
  readonly periodsPerYear: number;
  /** As `bindingBounds` leaves them; absent where weights from 0 to 1 are all there is to keep to. */
  readonly bounds?: WeightBounds;
}

/** A portfolio and what the problem makes of it. Excess figures are per period. */
export interface HoldPoint {
  /** Length n, within the bounds, summing to 1. */
  readonly weights: Float64Array;
  /** The portfolio's value on each day, 1 on the first. Length T+1. */
  readonly value: Float64Array;
  /** Return less hurdle on each day; NaN where the hurdle is. Length T+1. */
  readonly excess: Float64Array;
  /** Number of excess returns. */
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation. */
  readonly deviation: number;
  /** √periodsPerYear · mean / deviation; NaN when both are 0. */
  readonly ratio: number;
}

/**
 * Below this standard deviation per period, excess returns count as having none: it is far above
 * the rounding error of a return and far below the movement of anything traded.
 */
export const singularDeviation = 1e-9;

/** Below this, a standard deviation is nothing but the rounding of the returns. */
const roundingDeviation = 1e-12;

/** From this mean on, in deviations per period, hardly varying excess returns are a sure gain. */
const sureGain = 30;

/**
 * Whether a portfolio gains on the hurdle as good as without risk: the ratio has no bound near it.
 */
export function gainsSurely({ mean, deviation }: HoldPoint): boolean {
  return deviation < singularDeviation && mean > sureGain * deviation;
}

/** Whether the portfolio's ratio is a quotient of rounding errors, and says nothing. */
export function meaningless(point: HoldPoint): boolean {
  return point.deviation < roundingDeviation && !gainsSurely(point);
}

/** The value path of a portfolio that is bought on the first day and held. */
export function valuePath(growth: Matrix, weights: Float64Array): Float64Array {
  return rowMix(growth, weights);
}

/**
 * Evaluates a portfolio's annualised Sharpe ratio of excess returns.
 *
 * @see Sharpe (1994), The Journal of Portfolio Management 21(1), eq. (1)–(5)
 */
export function holdPoint(problem: HoldProblem, weights: Float64Array): HoldPoint {
  const { growth, hurdle, periodsPerYear } = problem;
  const days = growth.columns;
  const value = valuePath(growth, weights);
  const excess = new Float64Array(days);
  excess[0] = Number.NaN;
  let count = 0;
  let sum = 0;
  for (let t = 1; t < days; t++) {
    const x = value[t] / value[t - 1] - 1 - hurdle[t];
    excess[t] = x;
    if (Number.isNaN(x)) continue;
    count += 1;
    sum += x;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(squaresAbout(excess, mean) / (count - 1));
  const ratio = (Math.sqrt(periodsPerYear) * mean) / deviation;
  return { weights, value, excess, count, mean, deviation, ratio };
}

function squaresAbout(excess: Float64Array, mean: number): number {
  let squares = 0;
  for (let t = 1; t < excess.length; t++) {
    const x = excess[t];
    if (!Number.isNaN(x)) squares += (x - mean) * (x - mean);
  }
  return squares;
}
