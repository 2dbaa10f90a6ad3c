/** A figure at a time. */
export interface Reading {
  readonly minute: number;
  readonly value: number;
}

/** How much a figure grows a minute: the slope of the straight line with the least squares. */
export function slopePerMinute(readings: readonly Reading[]): number {
  const mean = (of: (one: Reading) => number): number =>
    readings.reduce((sum, one) => sum + of(one), 0) / readings.length;
  const at = mean(({ minute }) => minute);
  const level = mean(({ value }) => value);
  const spread = mean(({ minute }) => (minute - at) ** 2);
  return mean(({ minute, value }) => (minute - at) * (value - level)) / spread;
}
