import type { Matrix } from '../algebra/matrix.ts';

/** A convex function of weights with a slope everywhere that it is finite. */
export interface SmoothFunction {
  /** @returns undefined where the function is infinite */
  at(weights: Float64Array): SmoothPoint | undefined;
}

/** A convex function near some weights. */
export interface SmoothPoint {
  /** Length n. */
  readonly gradient: Float64Array;
  /** What the parts of a slope add up to, whatever their signs: much less is rounding. */
  readonly size: number;
  /** Its second derivatives, n × n; one of several where these jump. */
  curvature(): Matrix;
  /**
   * How steep the function is along a change, at a length from 0 to 1 of it; Infinity where it is
   * infinite.
   */
  slopeAlong(change: Float64Array): (length: number) => number;
}
